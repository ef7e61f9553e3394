"""Credential files: text files of up to four lines, in the format of Mastodon.py.

An application file holds client id, client secret, server address and application name; a user file holds access
token, server address, client id and client secret.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from trunkline.errors import (
    MastodonFileNotFoundError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
)
from trunkline.oauth.secret_files import read_secret_file, write_secret_file
from trunkline.protocol.frames import without_variables
from trunkline.protocol.tokens import is_secret

if TYPE_CHECKING:
    from trunkline.protocol.state import ClientState

_ENDINGS = (".secret", ".txt", ".json", ".token", ".toml", ".ini", ".cfg", ".conf", ".env", ".yaml", ".yml", ".pem")
_BEGINNINGS = ("./", "../", "~/")


@dataclass(frozen=True, slots=True, repr=False)
class AppFile:
    """Keys of an application, and their server."""

    client_id: str
    client_secret: str
    api_base_url: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class UserFile:
    """Token of a user, with its server and its application."""

    access_token: str
    api_base_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = None


def is_file(value: str | PurePath | None) -> bool:
    """Return True if a credential argument is the path of a file, which need not exist, not the secret itself.

    A text is a path if there is such a file, or if it can hardly be anything else: it ends as names of files do, begins
    with ``./``, ``../`` or ``~/``, has a backslash, or has slashes after the name of an existing folder.
    """
    if value is None or isinstance(value, PurePath):
        return value is not None
    if os.path.isfile(value) or value.lower().endswith(_ENDINGS) or value.startswith(_BEGINNINGS) or "\\" in value:
        return True
    folder = os.path.dirname(value.rstrip("/"))
    return bool(folder.strip("/")) and os.path.isdir(folder)


def issued(value: object, what: str) -> str:
    """Return a client id, a client secret or a token that a server has issued.

    Args:
        value: what the server sent.
        what: its name in the answer.

    Raises:
        MastodonMalformedResponseError: it is none, or it is the name of a file here: passed to a client, it would be
            read, and the content of the file sent to the server.
    """
    text = str(value) if isinstance(value, int) else value
    if is_secret(text) and not os.path.isfile(text):
        return text
    raise MastodonMalformedResponseError(f"The server's answer has no {what} that can be used.")


@without_variables
def read_app_file(path: str | PurePath) -> AppFile:
    """Read the keys in an application file.

    Raises:
        MastodonFileNotFoundError: the file cannot be read.
        MastodonIllegalArgumentError: the file has fewer than two lines, or is no text.
    """
    lines = _lines(path)
    if len(lines) < 2 or not all(map(is_secret, lines[:2])):
        raise MastodonIllegalArgumentError(f"{path} is no application file: it needs a client id and a client secret.")
    return AppFile(lines[0], lines[1], *lines[2:4])


@without_variables
def read_user_file(path: str | PurePath) -> UserFile:
    """Read the token in a user file.

    Raises:
        MastodonFileNotFoundError: the file cannot be read.
        MastodonIllegalArgumentError: the file is empty, or is no text.
    """
    lines = _lines(path)
    if not lines or not is_secret(lines[0]):
        raise MastodonIllegalArgumentError(f"{path} is no user file: its first line must be an access token.")
    return UserFile(*lines[:4])


def write_user_file(path: str | PurePath, state: ClientState) -> None:
    """Write the token of a client, with its server and application, readable only by its owner."""
    write_secrets(path, state.access_token, state.base_url, state.client_id, state.client_secret)


@without_variables
def write_secrets(path: str | PurePath, *lines: str | None) -> None:
    """Write a credential file, readable only by its owner; the first ``None`` ends it.

    Raises:
        MastodonIllegalArgumentError: a value contains a line break, and would be read as two.
    """
    given = [line for line in takewhile(lambda line: line is not None, lines) if line is not None]
    if any(len(line.splitlines()) > 1 for line in given):
        raise MastodonIllegalArgumentError(f"A value for the credential file {path} contains a line break.")
    write_secret_file(Path(path), "".join(f"{line}\n" for line in given))


def _lines(path: str | PurePath) -> list[str]:
    try:
        return [line.strip() for line in read_secret_file(Path(path)).splitlines()]
    except OSError as error:
        raise MastodonFileNotFoundError(f"Cannot read the credential file {path}: {error.strerror}.") from error
    except ValueError:
        raise MastodonIllegalArgumentError(
            f"{path} is no credential file: it is not text in UTF-8 or UTF-16, or longer than any."
        ) from None
