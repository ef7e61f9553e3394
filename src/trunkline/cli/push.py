"""The commands push: the Web Push subscription of the token."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.rows import named_rows
from trunkline.cli.output.terminal import console, one_line, say, say_json
from trunkline.cli.session.folders import configuration
from trunkline.cli.session.json_files import write_object
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import MastodonNotFoundError

if TYPE_CHECKING:
    from trunkline.entities import WebPushSubscription

_ALERTS = (
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quote",
    "quoted_update",
    "severed_relationships",
    "moderation_warning",
    "admin_sign_up",
    "admin_report",
)
_POLICIES = ("all", "followed", "follower", "none")


@command({"trunkline push show": "where the server pushes to, and what"})
@json_option
@with_session()
def show(session: Session, as_json: bool) -> None:
    """Show the push subscription of the token that commands use. Needs the scope push."""
    try:
        found = session.client.push_subscription()
    except MastodonNotFoundError as error:
        raise CommandFailure(
            "There is no push subscription. See: trunkline push subscribe --help", NOT_FOUND
        ) from error
    _print(found, as_json)


@command(
    {
        "trunkline push subscribe https://push.example/me": "push mentions, follows, favourites, boosts and polls",
        "trunkline push subscribe https://push.example/me --alert mention --policy followed": "a part of them",
    }
)
@click.argument("address")
@click.option(
    "--alert",
    "alerts",
    multiple=True,
    type=click.Choice(_ALERTS),
    metavar="TYPE",
    default=("mention", "follow", "favourite", "reblog", "poll"),
    show_default=True,
    help=f"A type of notifications to push; may be repeated. Types: {', '.join(_ALERTS)}.",
)
@click.option("--policy", type=click.Choice(_POLICIES), default="all", show_default=True, help="Whose to push.")
@json_option
@with_session()
def subscribe(session: Session, address: str, alerts: tuple[str, ...], policy: str, as_json: bool) -> None:
    """Let the server push notifications to ADDRESS, encrypted, in place of an earlier subscription of the token.

    The keys that decrypt them are generated here, and stored in a file that only you can read. Needs the scope push,
    and the extra webpush.
    """
    if urlsplit(address).scheme != "https":
        raise click.UsageError(f"{address} is no address to push to: it begins with https://")
    try:
        private, public = session.client.push_subscription_generate_keys()
    except NotImplementedError as error:
        raise CommandFailure(str(error)) from error
    wanted: dict[str, Any] = {f"{alert}_events": True for alert in alerts}
    made = session.client.push_subscription_set(address, public, policy=policy, **wanted)  # type: ignore[arg-type]
    file = _key_file(session)
    auth = urlsafe_b64encode(private["auth"]).decode()
    write_object(file, {"endpoint": address, "privkey": str(private["privkey"]), "auth": auth})
    _print(made, as_json)
    say(f"The keys are in {file}.", error=True)


@command({"trunkline push delete --yes": "without a question"})
@yes_option
@with_session()
def delete(session: Session, yes: bool) -> None:
    """Delete the push subscription of the token, and its keys."""
    require_yes(yes, "Delete the push subscription and its keys?")
    session.client.push_subscription_delete()
    _key_file(session).unlink(missing_ok=True)
    say("Deleted the push subscription.")


def _key_file(session: Session) -> Path:
    name = session.login.file.stem if session.login else session.host.replace(":", "_")
    return configuration() / "push" / f"{name}.json"


def _print(found: WebPushSubscription, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    alerts = ", ".join(name for name, is_on in (found.alerts or {}).items() if is_on)
    rows = (
        ("address", found.endpoint),
        ("pushes", alerts or "nothing"),
        ("of", found.get("policy")),
        ("key of the server", one_line(str(found.server_key or ""))),
    )
    console().print(named_rows(rows))
