"""Settings and errors of dlt on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from trunkline.cli.exits import USAGE, CommandFailure, exit_code_of
from trunkline.cli.session.choosing import choose
from trunkline.cli.session.logins import logins
from trunkline.oauth.credentials import read_user_file
from trunkline.protocol.addresses import base_url


class LoadTarget(NamedTuple):
    """Arguments that identify the loaded tables, for `trunkline.pipeline.opening.open_pipeline`."""

    destination: Any
    pipeline_name: str
    dataset_name: str


def quiet_dlt() -> None:
    """Disable dlt's telemetry and logging; the command line shows errors and progress itself."""
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
    os.environ.setdefault("RUNTIME__LOG_LEVEL", "CRITICAL")


def duckdb_file(path: Path) -> Any:
    """Return a DuckDB file as a destination of dlt, with any file name."""
    from dlt.destinations import duckdb

    return duckdb(str(path.absolute()))


def server_and_token(
    server: str | None, token_file: Path | None, pipeline_name: str, account: str | None = None
) -> tuple[str, str]:
    """Return the server to load and the token for it: as given, else as dlt is configured, else as logged in.

    The token is empty if there is none, so that nothing else is looked up.

    Raises:
        CommandFailure: it is not clear which server is meant, or the token in dlt's settings is not for it.
    """
    if token_file is not None:
        return _from_file(server, token_file)
    if account is not None:
        return _logged_in(account, server)
    from trunkline.pipeline.server_settings import server_settings

    settings = server_settings(pipeline_name)
    if server is None and settings.api_base_url is None:
        return _logged_in()
    address, token = base_url(server or settings.api_base_url or ""), settings.access_token
    objection = settings.objection(token, address) if token else None
    if token and objection is None:
        return address, token
    chosen = choose(None, address, anonymous=True)
    if chosen.user is not None:
        return chosen.server, chosen.user.access_token
    if objection:
        raise CommandFailure(
            f"The token in dlt's settings {objection}. Run: trunkline login {address}, or pass --token-file.", USAGE
        )
    return address, ""


def _logged_in(account: str | None = None, server: str | None = None) -> tuple[str, str]:
    """Return the address and the token of an account; of the one that commands use unless one is named."""
    try:
        chosen = choose(account, server)
    except CommandFailure as error:
        if logins():
            raise
        raise CommandFailure("Which server? Pass --server HOST, or run: trunkline login HOST", USAGE) from error
    return chosen.server, chosen.user.access_token if chosen.user else ""


def _from_file(server: str | None, file: Path) -> tuple[str, str]:
    """Return the address and the token of a user file, which must be for *server*, if one is named."""
    user = read_user_file(file)
    if not (server or user.api_base_url):
        raise CommandFailure(f"{file} does not say which server its token is for. Pass --server HOST.", USAGE)
    address = base_url(server or user.api_base_url or "")
    if user.api_base_url and base_url(user.api_base_url) != address:
        raise CommandFailure(f"The token in {file} is for {user.api_base_url}, not for {address}.", USAGE)
    return address, user.access_token


@contextmanager
def load_errors() -> Iterator[None]:
    """Turn errors of dlt into one line with the cause. Ctrl-C, which dlt wraps too, stays an abort."""
    from dlt.common.exceptions import DltException

    from trunkline.pipeline.failures import cause_of, failure_text

    try:
        yield
    except DltException as error:
        cause = cause_of(error)
        if isinstance(cause, KeyboardInterrupt):
            raise click.Abort from error
        raise CommandFailure(failure_text(error), exit_code_of(cause)) from error
