"""Token files of the command line: one for each server, readable only by the user."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import click

from trunkline.clients.client import Mastodon
from trunkline.protocol.addresses import base_url


def folder() -> Path:
    """Return the folder of the token files: ``$TRUNKLINE_HOME`` or ``trunkline`` in the user's configuration folder."""
    if home := os.environ.get("TRUNKLINE_HOME"):
        return Path(home)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "trunkline"


def file_for(server: str) -> Path:
    """Return the path of the token file of a server."""
    return folder() / f"{urlsplit(base_url(server)).netloc.replace(':', '_')}.secret"


def newest() -> Path | None:
    """Return the most recently written token file, or None."""
    files = sorted(folder().glob("*.secret"), key=lambda f: f.stat().st_mtime)
    return files[-1] if files else None


def client_for(server: str | None) -> Mastodon:
    """Return a client with the stored token of *server*, or of the server of the most recent log-in.

    Raises:
        click.ClickException: there is no such token.
    """
    file = newest() if server is None else file_for(server)
    if file is None or not file.exists():
        where = f" to {server}" if server else ""
        raise click.ClickException(f"You are not logged in{where}. Run: trunkline login {server or 'mastodon.social'}")
    return Mastodon(access_token=file, api_base_url=server)


server_option = click.option(
    "--server", "-s", metavar="HOST", help="The server; by default that of the most recent log-in."
)
