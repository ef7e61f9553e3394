"""cleantoots logs in by OAuth, compares dates, counts and tags, and deletes what is not protected."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trunkline.sandbox import Sandbox

from .conftest import Client, Make, clean_variables, encrypted_sandbox, trusting
from .programs import CLEANTOOTS

CONFIGURATION = """[DEFAULT]
boost_limit=5
favorite_limit=5
days_count={days}
timezone=Europe/Paris
[alice]
api_base_url={url}
app_secret_file=app.secret
user_secret_file=user.secret
protected_tags=keep
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server with TLS, which the authorization page needs."""
    with encrypted_sandbox() as running:
        yield running


def test_it_deletes_what_is_not_protected(
    sandbox: Sandbox, tmp_path: Path, made: Make, run: Callable[..., CompletedProcess[str]], client: Client
) -> None:
    command = [made(CLEANTOOTS).command("cleantoots"), "-d", str(tmp_path)]
    alice = client("alice")
    kept = alice.status_post("To be kept #keep")
    configuration = tmp_path / "config.ini"
    configuration.write_text(CONFIGURATION.format(url=sandbox.url, days=3))
    variables = trusting(sandbox)
    logging_in = subprocess.Popen(
        [*command, "config", "login"],
        env=clean_variables(tmp_path, variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert logging_in.stdin is not None
    assert logging_in.stdout is not None
    with logging_in:
        page = re.search(r"https\S+/oauth/authorize\?[^\s,]+", logging_in.stdout.readline())
        assert page is not None
        logging_in.stdin.write(sandbox.authorize(page[0], "alice") + "\n")
    assert logging_in.returncode == 0

    done = run(*command, "clean", variables=variables)
    statuses = alice.fetch_remaining(alice.account_statuses(alice.me()))
    shown = re.findall(r"Would (delete|protect) (\d+) toots", done.stdout)
    assert sum(int(count) for _, count in shown) == len(statuses), done.stderr
    assert "is a protected tag" in done.stdout
    assert "is later than limit" in done.stdout

    configuration.write_text(CONFIGURATION.format(url=sandbox.url, days=0))
    done = run(*command, "clean", "--delete", variables=variables)
    assert done.returncode == 0, done.stderr
    left = alice.fetch_remaining(alice.account_statuses(alice.me()))
    assert kept.id in [one.id for one in left]
    popular = [one for one in left if one.id != kept.id]
    assert all(max(one.reblogs_count, one.favourites_count) >= 5 for one in popular)
    assert done.stdout.count("Deleted") == len(statuses) - len(left) > 0
