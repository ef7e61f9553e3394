"""The options that choose account and server, for every command that talks to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from trunkline.cli.session.completion import complete_logins, complete_servers
from trunkline.cli.session.open_session import TIMEOUT, open_session

timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="Give up a request after this time without an answer.",
)
"""The option ``--timeout``, for commands without a session."""

account_option = click.option(
    "--as",
    "account",
    metavar="ACCOUNT",
    shell_complete=complete_logins,
    help="The account to use, as name@server, or name or server where that is clear.",
)
"""The option ``--as``, for commands without a session."""

_OPTIONS = (
    account_option,
    click.option(
        "--server", "-s", metavar="HOST", shell_complete=complete_servers, help="The server, with the account there."
    ),
    timeout_option,
)


def with_session(*, anonymous: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options ``--as``, ``--server`` and ``--timeout``, and pass an open `Session` as first argument.

    Args:
        anonymous: the command can read without an account: with ``--server`` it needs none.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*args: Any, account: str | None, server: str | None, timeout: float, **given: Any) -> Any:
            with open_session(account, server, timeout, anonymous=anonymous) as session:
                return function(session, *args, **given)

        decorated: Callable[..., Any] = run
        for option in reversed(_OPTIONS):
            decorated = option(decorated)
        return decorated

    return decorate
