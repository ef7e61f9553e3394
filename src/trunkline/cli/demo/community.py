"""What the people of the demo do: sign in, listen, post, reply, follow."""

from __future__ import annotations

from threading import Timer

import click

from trunkline.cli.demo.picture import ALT_TEXT, draw
from trunkline.cli.signing_in import sign_in
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Status
from trunkline.sandbox import Sandbox
from trunkline.streaming.events import NotificationEvent, Update
from trunkline.streaming.sync_stream import Stream

TAG = "trunkline"
_SCOPES = ["read", "write"]
_PATIENCE = 15.0


def sign_in_as(name: str, server: Sandbox) -> Mastodon:
    """Let an app use an account of the sandbox, the way a person with a browser does it."""
    return sign_in(server.url, "Trunkline demo", _SCOPES, lambda url: server.authorize(url, name))


def post_picture(client: Mastodon) -> Status:
    """Post a picture that is described for those who cannot see it."""
    picture = client.media_post(draw(), description=ALT_TEXT, file_name="hills.png", synchronous=True)
    return client.status_post(f"Evening over the hills. #{TAG} #landscape", media_ids=[picture], language="en")


def reply_to(client: Mastodon, status: Status) -> Status:
    """Answer a status."""
    text = f"@{status.account.acct} What a light! Where was that? #{TAG}"
    return client.status_post(text, in_reply_to_id=status, language="en")


def follow_somebody(client: Mastodon) -> Account:
    """Follow the first account that the server suggests."""
    account = client.suggestions_v2(limit=1)[0].account
    client.account_follow(account)
    return account


def wait_for(arriving: Stream, kind: type[Update | NotificationEvent], status: Status) -> None:
    """Wait until an event of this kind brings *status* on a stream.

    Raises:
        click.ClickException: none does.
    """
    alarm = Timer(_PATIENCE, arriving.close)
    alarm.start()
    try:
        for event in arriving:
            if isinstance(event, kind) and _shown(event) == status.id:
                return
    finally:
        alarm.cancel()
    raise click.ClickException(f"The stream did not bring {status.url} within {_PATIENCE:.0f} s.")


def _shown(event: Update | NotificationEvent) -> str | None:
    """The id of the status that an event is about."""
    status = event.status if isinstance(event, Update) else event.notification.status
    return None if status is None else status.id
