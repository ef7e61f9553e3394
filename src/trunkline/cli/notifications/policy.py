"""The command notifications policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, lines, one_line, say_json, styled
from trunkline.cli.output.view import counted
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import NotificationPolicy

_GROUPS = {
    "not_following": "people that you do not follow",
    "not_followers": "people that do not follow you",
    "new_accounts": "accounts younger than 30 days",
    "private_mentions": "private mentions that you did not ask for",
    "limited_accounts": "accounts that moderators have limited",
    "bots": "bots",
}
_ACTIONS = click.Choice(["accept", "filter", "drop"])
_STYLES = {"accept": "green", "filter": "yellow", "drop": "red"}


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for name, who in reversed(_GROUPS.items()):
        flag = f"--{name.replace('_', '-')}"
        function = click.option(flag, type=_ACTIONS, help=f"Notifications of {who}.")(function)
    return function


@command(
    {
        "trunkline notifications policy": "show it",
        "trunkline notifications policy --new-accounts filter --bots drop": "change it",
    }
)
@_options
@json_option
@with_session()
def policy(session: Session, as_json: bool, **actions: str | None) -> None:
    """Show what happens to notifications of strangers, after changing it by the options given.

    They are accepted; or filtered, to be found by `trunkline notifications requests list`; or dropped. Needs Mastodon
    4.3.
    """
    changes: dict[str, Any] = {f"for_{name}": action for name, action in actions.items() if action}
    client = session.client
    found = client.update_notifications_policy(**changes) if changes else client.notifications_policy()
    if as_json:
        say_json(found)
    else:
        _print(found)


def _print(found: NotificationPolicy) -> None:
    rows = ((who, found.get(f"for_{name}")) for name, who in _GROUPS.items())
    shown = (
        styled((f"{one_line(str(action)):8}", _STYLES.get(str(action), "")), who) for who, action in rows if action
    )
    filtered = found.summary
    notifications = counted(filtered.pending_notifications_count, "notification")
    people = counted(filtered.pending_requests_count, "account")
    console().print(lines((*shown, styled((f"filtered now: {notifications} of {people}", "dim")))))
