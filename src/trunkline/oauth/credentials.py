"""Credential files: text files of up to four lines, in the format of Mastodon.py.

An application file holds client id, client secret, server address and application name; a user file holds access
token, server address, client id and client secret. New files are readable by their owner alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath

from trunkline.errors import MastodonFileNotFoundError, MastodonIllegalArgumentError
from trunkline.protocol.state import ClientState


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
    """Return True if a credential argument is the path of a file rather than the secret itself."""
    return value is not None and (isinstance(value, PurePath) or os.path.isfile(value))


def read_app_file(path: str | PurePath) -> AppFile:
    """Read the keys in an application file.

    Raises:
        MastodonFileNotFoundError: the file cannot be read.
        MastodonIllegalArgumentError: the file has fewer than two lines.
    """
    lines = _lines(path)
    if len(lines) < 2 or not all(lines[:2]):
        raise MastodonIllegalArgumentError(f"{path} is no application file: it needs a client id and a client secret.")
    return AppFile(lines[0], lines[1], *lines[2:4])


def read_user_file(path: str | PurePath) -> UserFile:
    """Read the token in a user file.

    Raises:
        MastodonFileNotFoundError: the file cannot be read.
        MastodonIllegalArgumentError: the file is empty.
    """
    lines = _lines(path)
    if not lines or not lines[0]:
        raise MastodonIllegalArgumentError(f"{path} is no user file: its first line must be an access token.")
    return UserFile(*lines[:4])


def write_user_file(path: str | PurePath, state: ClientState) -> None:
    """Write the token of a client, with its server and application, readable only by its owner."""
    write_secrets(path, state.access_token, state.base_url, state.client_id, state.client_secret)


def write_secrets(path: str | PurePath, *lines: str | None) -> None:
    """Write a credential file atomically, readable only by its owner; the first ``None`` ends it."""
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in takewhile(lambda line: line is not None, lines))
    draft.replace(target)


def _lines(path: str | PurePath) -> list[str]:
    try:
        return [line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise MastodonFileNotFoundError(f"Cannot read the credential file {path}: {error.strerror}.") from error
