"""mastodon-archive logs in by OAuth, archives an account over several pages, adds what is new, and reports."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trunkline.sandbox import Sandbox

from .conftest import Client, Make, clean_variables, encrypted_sandbox, trusting
from .environments import Environment
from .programs import MASTODON_ARCHIVE


class Archiver:
    """Runs the program for alice, over TLS."""

    def __init__(self, program: Environment, folder: Path, sandbox: Sandbox) -> None:
        self._command = program.command("mastodon-archive")
        self._folder, self._sandbox = folder, sandbox
        self.account = f"alice@{sandbox.domain}"

    @property
    def kept(self) -> dict[str, Any]:
        """What the archive holds."""
        found: dict[str, Any] = json.loads((self._folder / f"{self._sandbox.domain}.user.alice.json").read_text())
        return found

    def __call__(self, *arguments: str) -> str:
        """Run a command and return what it says; a person with a browser answers where it asks for a code."""
        running = subprocess.Popen(
            [self._command, *arguments, self.account],
            cwd=self._folder,
            env=clean_variables(self._folder, trusting(self._sandbox)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert running.stdin is not None
        assert running.stdout is not None
        said = ""
        guard = threading.Timer(60, running.kill)
        guard.start()
        with running:
            for line in running.stdout:
                said += line
                if "/oauth/authorize?" in line:
                    page = self._sandbox.url + "/oauth/authorize?" + line.strip().partition("?")[2]
                    running.stdin.write(self._sandbox.authorize(page, "alice") + "\n")
                    running.stdin.flush()
        guard.cancel()
        assert running.returncode == 0, said
        return said


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server with TLS."""
    with encrypted_sandbox() as running:
        yield running


@pytest.fixture
def archive(made: Make, tmp_path: Path, sandbox: Sandbox) -> Archiver:
    """The program, ready to run."""
    return Archiver(made(MASTODON_ARCHIVE), tmp_path, sandbox)


def test_it_archives_an_account_and_adds_what_is_new(archive: Archiver, client: Client) -> None:
    alice = client("alice")
    for number in range(45):
        alice.status_post(f"Archived post {number}")
    alice.status_favourite(alice.timeline_public(limit=1)[0])
    client("bob").status_post("@alice hello to the archive")
    said = archive("archive", "--with-mentions", "--with-followers", "--with-following")
    assert "Saving" in said
    kept = archive.kept
    assert kept["account"]["username"] == "alice"
    assert len(kept["statuses"]) == len(alice.fetch_remaining(alice.account_statuses(alice.me()))) > 45
    assert {one["acct"] for one in kept["followers"]} == {
        one.acct for one in alice.fetch_remaining(alice.account_followers(alice.me()))
    }
    assert len(kept["favourites"]) == len(alice.fetch_remaining(alice.favourites()))
    assert any("hello to the archive" in one["content"] for one in kept["mentions"])

    alice.status_post("Posted after the first archive")
    archive("archive", "--no-stopping")
    assert len(archive.kept["statuses"]) == len(kept["statuses"]) + 1
    assert "Posted after the first archive" in archive.kept["statuses"][0]["content"]


def test_it_reads_its_archive(archive: Archiver, client: Client) -> None:
    client("alice").status_post("Something to remember about archives")
    archive("archive")
    assert "Something to remember about archives" in archive("text", "--collection", "statuses")
    assert "Statuses:" in archive("report", "--all")


def test_it_deletes_old_posts_once_it_may_write(archive: Archiver, client: Client) -> None:
    """The token may only read at first: the refusal makes the program ask for more."""
    alice = client("alice")
    young = alice.status_post("Too young to be deleted")
    archive("archive")
    before = archive.kept["statuses"]
    said = archive("expire", "--confirmed", "--older-than", "1")
    assert "We need to authorize the app to make changes to your account." in said
    left = alice.fetch_remaining(alice.account_statuses(alice.me()))
    assert young.id in [one.id for one in left]
    deleted = [one["id"] for one in archive.kept["statuses"] if one.get("deleted")]
    assert len(deleted) == len(before) - len(left) > 0
