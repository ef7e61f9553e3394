"""Actions of the demo's users: log in, post, reply, follow, wait for events."""

from __future__ import annotations

from threading import Timer

import click

from trunkline.cli.demo.picture import ALT_TEXT, draw
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Status
from trunkline.oauth.loopback import Loopback
from trunkline.sandbox import Sandbox
from trunkline.streaming.events import NotificationEvent, Update
from trunkline.streaming.sync_stream import Stream

TAG = "trunkline"
_SCOPES = ["read", "write"]
_PATIENCE = 15.0


def sign_in_as(name: str, server: Sandbox) -> Mastodon:
    """Log in to an account of the sandbox through its authorization page."""
    with Loopback() as receiver:
        keys = Mastodon.create_app("Trunkline demo", _SCOPES, receiver.redirect_uri, api_base_url=server.url)
        client = Mastodon(*keys, api_base_url=server.url)
        login = client.authorization(_SCOPES, receiver.redirect_uri)
        receiver.expect(login)
        server.authorize(login.url, name)
        code = receiver.wait(_PATIENCE)
    client.log_in(code=code, redirect_uri=login.redirect_uri, scopes=_SCOPES, code_verifier=login.code_verifier)
    return client


def post_picture(client: Mastodon) -> Status:
    """Post a picture with alt text."""
    picture = client.media_post(draw(), description=ALT_TEXT, file_name="hills.png", synchronous=True)
    return client.status_post(f"Evening over the hills. #{TAG} #landscape", media_ids=[picture], language="en")


def reply_to(client: Mastodon, status: Status) -> Status:
    """Reply to a status."""
    text = f"@{status.account.acct} What a light! Where was that? #{TAG}"
    return client.status_post(text, in_reply_to_id=status, language="en")


def follow_somebody(client: Mastodon) -> Account:
    """Follow the first account that the server suggests."""
    account = client.suggestions_v2(limit=1)[0].account
    client.account_follow(account)
    return account


def wait_for(arriving: Stream, kind: type[Update | NotificationEvent], status: Status) -> None:
    """Wait for an event of a type about *status*.

    Raises:
        click.ClickException: none arrives within `_PATIENCE` seconds.
    """
    alarm = Timer(_PATIENCE, arriving.close)
    alarm.start()
    try:
        for event in arriving:
            if isinstance(event, kind) and _shown(event) == status.id:
                return
    finally:
        alarm.cancel()
    raise click.ClickException(f"The stream did not deliver {status.url} within {_PATIENCE:.0f} s.")


def _shown(event: Update | NotificationEvent) -> str | None:
    """Return the id of the status in an event."""
    status = event.status if isinstance(event, Update) else event.notification.status
    return None if status is None else status.id
