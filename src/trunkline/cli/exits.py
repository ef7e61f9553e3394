"""Exit codes of all commands, and the errors that end a command with them.

| code | meaning |
|---|---|
| 0 | all is done |
| 1 | failure of another kind, or an answer of "no" to a question |
| 2 | usage: an unknown command or option, or a value that cannot be right; nothing was sent |
| 3 | not logged in, or the server does not accept the token |
| 4 | no such post, account, list, ...; or not for this account |
| 5 | refused by the server, or on its consent page |
| 6 | the network: no answer, an error of the server (5xx), or too many requests; trying again may help |
| 7 | partly done: some of what was asked for, and not all |
| 130 | interrupted with Ctrl-C |

A command whose output is closed early, as by ``| head``, ends without a message, as click does, with 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import click

from trunkline import errors

FAILED = 1
USAGE = 2
NOT_LOGGED_IN = 3
NOT_FOUND = 4
REFUSED = 5
NETWORK = 6
PARTLY = 7
INTERRUPTED = 130


class CommandFailure(click.ClickException):
    """An error of a command, in the words of the command line.

    Args:
        message: what happened and what to do, as sentences.
        code: one of the exit codes above.
    """

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]  # click reads it from the instance


class _Rule(NamedTuple):
    kind: type[Exception]
    code: int


# The first that fits: some errors are of two kinds.
_RULES = (
    _Rule(errors.MastodonLoginError, REFUSED),
    _Rule(errors.MastodonSignUpError, REFUSED),
    _Rule(errors.MastodonIllegalArgumentError, USAGE),
    _Rule(errors.MastodonUnauthorizedError, NOT_LOGGED_IN),
    _Rule(errors.MastodonMissingCallError, FAILED),
    _Rule(errors.MastodonNotFoundError, NOT_FOUND),
    _Rule(errors.MastodonForbiddenError, REFUSED),
    _Rule(errors.MastodonUnprocessableError, REFUSED),
    _Rule(errors.MastodonServerError, NETWORK),
    _Rule(errors.MastodonRatelimitError, NETWORK),
    _Rule(errors.MastodonAPIError, FAILED),
    _Rule(errors.MastodonNetworkError, NETWORK),
)


def exit_code_of(error: BaseException) -> int:
    """Return the exit code of a command that ends with *error*."""
    if isinstance(error, errors.MastodonStreamRefusedError) and error.status == 401:
        return NOT_LOGGED_IN
    return next((rule.code for rule in _RULES if isinstance(error, rule.kind)), FAILED)


_SCOPES = (("/admin/", "read write admin:read admin:write"), ("/push/", "read write push"))


def message_of(error: BaseException) -> str:
    """Return the message of *error*; where the token lacks a scope, with the log-in that asks for it."""
    if isinstance(error, OSError) and not isinstance(error, errors.MastodonError):
        return words_of(error)
    said = (getattr(error, "server_message", None) or "").lower()
    if not isinstance(error, errors.MastodonForbiddenError) or "scope" not in said:
        return str(error)
    scopes = next((scopes for part, scopes in _SCOPES if part in (error.path or "")), "read write")
    return f"The token lacks a scope: {said.rstrip('.')}. Run: trunkline auth login SERVER --scopes '{scopes}'"


_OF_COMMANDS = {"demo": "all", "explore": "explore", "mcp": "mcp", "report": "explore"}
"""Extras that hold all that a command needs, where packages of several are needed."""


def words_of(error: OSError) -> str:
    """Return what has happened to which file, without the number of the error."""
    if not error.strerror:
        return str(error)
    where = f"{error.filename}: " if error.filename is not None else ""
    return f"{where}{error.strerror}."


def missing_extra(error: ImportError, command: str | None) -> CommandFailure | None:
    """Return an error that names the extra to install for a missing module; ``None`` if no extra has it."""
    from trunkline.face.extras import MODULES  # it imports importlib.metadata, which takes as long as click

    name = error.name
    if name is None and isinstance(error.__cause__, ImportError):
        name = error.__cause__.name
    for extra, packages in MODULES.items():
        if (name or "").partition(".")[0] in packages:
            needed = _OF_COMMANDS.get(command or "", extra)
            others = "" if needed == "all" else " (or 'trunkline[all]')"
            return CommandFailure(f"This command needs an extra: pip install 'trunkline[{needed}]'{others}.")
    return None


_ARGUMENT = r"\b(?<![-.])([a-z_]{2,30})=(\[[^\[\]]{0,200}\]|'[^']{0,200}'|[\w.]{1,200})"
_WORDS = (
    ("Is api_base_url really the address of a Mastodon server?", "Is this really the address of a Mastodon server?"),
    (", or pass allow_http=True if you know the network", ""),
    ("api_base_url carries", "The address carries"),
    ("api_base_url", "--server"),
)


def in_words_of(parameters: Iterable[click.Parameter], message: str) -> str:
    """Return a message of the library with the names of the command line: ``--status`` for ``statuses=[...]``."""
    flags = {one.name: one.opts[0] for one in parameters if isinstance(one, click.Option)}
    for name, said in _WORDS:
        message = message.replace(name, said)
    return re.sub(_ARGUMENT, lambda found: flags.get(found[1], found[0]), message)
