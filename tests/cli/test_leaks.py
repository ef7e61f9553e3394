"""Errors that leave the command line as an exception hold no token."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from tests.client.leaks import SECRETS, leaks_of
from tests.recorder import Recorder, Says

from trunkline.cli.app import cli
from trunkline.oauth.credentials import write_secrets


@pytest.mark.parametrize(
    "arguments",
    [
        ["whoami"],
        ["logout"],
        ["post", "hello"],
        ["timeline"],
        ["api", "/api/v1/accounts/verify_credentials"],
        ["load", "--token-file", "token.secret"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("mark", ["", "\ufeff", "ä"])
def test_commands(home: Path, arguments: list[str], mark: str) -> None:
    home.mkdir()
    with Recorder() as server:
        paths = ("/api/v1/accounts/verify_credentials", "/api/v1/statuses", "/api/v1/timelines/home", "/oauth/revoke")
        server.answers = dict.fromkeys(paths, Says({"error": "no"}, 403))
        for file in (home / f"{server.host.replace(':', '_')}.secret", Path("token.secret")):
            secret = SECRETS["access_token"]
            write_secrets(file, f"{mark}{secret}{mark}", server.url, "id", SECRETS["client_secret"])
        with pytest.raises(click.ClickException) as caught:
            cli.main(arguments, standalone_mode=False)
    assert leaks_of(caught.value) == []
