"""ephemetoot writes each post into a file of JSON, and deletes old ones but for those that it is told to keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trunkline.sandbox import Sandbox

from .conftest import Client, Make, encrypted_sandbox, trusting
from .programs import EPHEMETOOT

CONFIGURATION = """-
  access_token: {token}
  username: alice
  base_url: {domain}
  days_to_keep: {days}
  keep_pinned: true
  toots_to_keep:
    - "{kept}"
  visibility_to_keep: [direct]
  archive: {folder}
"""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server with TLS."""
    with encrypted_sandbox() as running:
        yield running


def test_posts_are_archived_and_then_deleted(
    sandbox: Sandbox, tmp_path: Path, made: Make, run: Callable[..., CompletedProcess[str]], client: Client
) -> None:
    program, alice = made(EPHEMETOOT), client("alice")
    oldest = alice.fetch_remaining(alice.account_statuses(alice.me()))
    for status in oldest[:-3]:  # it waits for two seconds before each
        (alice.status_unreblog if status.reblog else alice.status_delete)(status.reblog or status)
    kept, direct = alice.status_post("Kept by its id"), alice.status_post("Kept for bob", visibility="direct")
    configuration = tmp_path / "config.yaml"

    def clean(token: str, days: int, *options: str) -> str:
        configuration.write_text(
            CONFIGURATION.format(token=token, domain=sandbox.domain, days=days, kept=kept.id, folder=tmp_path)
        )
        done = run(program.command("ephemetoot"), "--config", configuration, *options, variables=trusting(sandbox))
        assert done.returncode == 0, done.stderr
        return done.stdout

    present = alice.fetch_remaining(alice.account_statuses(alice.me()))
    said = clean(sandbox.token_for("alice"), 0, "--test")
    assert "This would have removed" in said
    archived = {path.stem: json.loads(path.read_text()) for path in tmp_path.glob("1*.json")}
    assert set(archived) == {str(one.id) for one in present}
    for one in present:
        found = archived[str(one.id)]
        assert (found["created_at"], found["account"]["acct"]) == (one.created_at.isoformat(), "alice")

    clean(sandbox.token_for("alice"), 0)
    left = {one.id for one in alice.fetch_remaining(alice.account_statuses(alice.me()))}
    assert left == {kept.id, direct.id} | {one.id for one in present if one.pinned or one.visibility == "direct"}
    assert "access token does not exist" in clean("no-token", 0)
