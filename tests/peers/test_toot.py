"""toot logs in, and each of its commands does what it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from trunkline.sandbox import Sandbox
from trunkline.text import html_to_text

from .conftest import Client, Make, clean_variables, encrypted_sandbox, trusting
from .programs import TOOT


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server with TLS, and mia on it."""
    with encrypted_sandbox() as running:
        running.person("mia", discoverable=True)
        yield running


class Toot:
    """The program, in a folder of its own."""

    def __init__(self, command: str, folder: Path, sandbox: Sandbox) -> None:
        self._command, self._folder, self._sandbox = command, folder, sandbox
        self.used: set[str] = set()

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        self.used.add(arguments[0])
        return subprocess.Popen(
            [self._command, *arguments],
            cwd=self._folder,
            env=clean_variables(self._folder, trusting(self._sandbox)) | {"COLUMNS": "200", "BROWSER": "true"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def log_in(self, username: str) -> str:
        """Go to the authorization page, and give the program the code."""
        running = self._start("login", "--instance", self._sandbox.url)
        assert running.stdin is not None
        assert running.stdout is not None
        with running:
            page = next(line for line in running.stdout if line.startswith(self._sandbox.url))
            running.stdin.write(f"n\n{self._sandbox.authorize(page.strip(), username)}\n")
            running.stdin.close()
            return running.stdout.read()

    def __call__(self, *arguments: str, fails: bool = False) -> str:
        running = self._start(*arguments)
        said, _ = running.communicate(timeout=60)
        assert bool(running.returncode) == fails, said
        return said

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def toot(made: Make, sandbox: Sandbox, tmp_path: Path) -> Toot:
    """The program, logged in as mia."""
    program = Toot(made(TOOT).command("toot"), tmp_path, sandbox)
    assert "Successfully logged in" in program.log_in("mia")
    return program


def test_logging_in_and_out(toot: Toot, sandbox: Sandbox) -> None:
    assert f"mia@{sandbox.domain} ACTIVE" in toot("auth")
    assert "Successfully logged in" in toot.log_in("bob")
    assert toot.json("whoami")["username"] == "bob"
    assert "activated" in toot("activate", f"mia@{sandbox.domain}")
    assert toot.json("whoami")["username"] == "mia"
    assert "logged out" in toot("logout", f"bob@{sandbox.domain}")
    assert "bob" not in toot("auth")
    password = ("--email", "mia@sandbox.example", "--password", sandbox.password_for("mia"))
    said = toot("login_cli", "--instance", sandbox.url, *password, fails=True)
    assert "Login failed" in said
    assert "toot 0." in toot("diag")


def test_posts(toot: Toot, client: Client, tmp_path: Path) -> None:
    bob = client("bob")
    made = toot.json(
        "post", "Hello from toot", "--spoiler-text", "Careful", "--visibility", "unlisted", "--language", "en"
    )
    assert (made["visibility"], made["spoiler_text"], made["language"]) == ("unlisted", "Careful", "en")
    assert "Hello from toot" in toot("status", made["id"])
    assert toot.json("status", made["id"])["id"] == made["id"]
    answer = toot.json("post", "An answer", "--reply-last")
    assert answer["in_reply_to_id"] == made["id"]
    assert [one["id"] for one in toot.json("thread", made["id"])["descendants"]] == [answer["id"]]
    Image.new("RGB", (8, 8), "navy").save(tmp_path / "picture.png")
    shown = toot.json("post", "Look", "--media", "picture.png", "--description", "A square")
    assert [one["description"] for one in shown["media_attachments"]] == ["A square"]
    assert toot.json("upload", "picture.png", "--description", "Again")["description"] == "Again"
    assert "scheduled" in toot("post", "Later", "--scheduled-in", "1h")
    asked = toot.json("post", "Tea?", "--poll-option", "yes", "--poll-option", "no", "--poll-expires-in", "1d")
    assert "yes" in toot("polls", "show", asked["poll"]["id"])
    foreign = bob.status_post("Coffee?", poll=bob.make_poll(["yes", "no"], expires_in=600))
    assert foreign.poll is not None
    toot("polls", "vote", str(foreign.poll.id), "1")
    assert bob.poll(foreign.poll).options[1].votes_count == 1

    post = bob.status_post("Something to act on")
    acts: list[tuple[str, str, Callable[[Any], bool]]] = [
        ("favourite", "unfavourite", lambda one: one["favourited"]),
        ("bookmark", "unbookmark", lambda one: one["bookmarked"]),
        ("reblog", "unreblog", lambda one: one["reblogged"]),
    ]
    for act, undo, done in acts:
        toot(act, str(post.id))
        assert done(toot.json("status", str(post.id))), act
        if act == "reblog":
            assert "mia" in toot("reblogged-by", str(post.id))
        if act == "bookmark":
            assert "Something to act on" in toot("bookmarks")
        if act == "favourite":
            assert "Something to act on" in toot("timelines", "favourites", "--no-pager")
        toot(undo, str(post.id))
        assert not done(toot.json("status", str(post.id))), undo
    toot("pin", made["id"])
    assert toot.json("status", made["id"])["pinned"]
    toot("unpin", made["id"])
    assert "cannot be pinned" in toot("pin", str(post.id), fails=True)
    assert "deleted" in toot("delete", made["id"])
    assert "Not Found" in toot("status", made["id"], fails=True)


def test_people(toot: Toot, client: Client) -> None:
    bob, dave = client("bob"), client("dave")
    assert "@bob" in toot("whois", "bob")
    assert toot.json("follow", "bob")["following"]
    assert [one["acct"] for one in toot.json("following", "mia")] == ["bob"]
    assert "mia" in [one["acct"] for one in toot.json("followers", "bob")]
    assert not toot.json("unfollow", "bob")["following"]
    assert toot.json("mute", "bob")["muting"]
    assert [one["acct"] for one in toot.json("muted")] == ["bob"]
    assert not toot.json("unmute", "bob")["muting"]
    assert toot.json("block", "bob")["blocking"]
    assert [one["acct"] for one in toot.json("blocked")] == ["bob"]
    assert not toot.json("unblock", "bob")["blocking"]
    assert toot.json("follow", "dave")["requested"]
    renamed = toot.json(
        "update-account", "--display-name", "Mia M.", "--note", "I swim", "--privacy", "unlisted", "--locked"
    )
    assert (renamed["display_name"], renamed["source"]["privacy"], renamed["locked"]) == ("Mia M.", "unlisted", True)
    for person in (bob, dave):
        person.account_follow(bob.account_lookup("mia"))
    assert "bob" in toot("follow-requests", "list")
    toot("follow-requests", "accept", "bob")
    toot("follow-requests", "reject", "dave")
    assert [one["acct"] for one in toot.json("followers", "mia")] == ["bob"]
    bob.status_post("@mia Hello")
    assert "mentioned you" in toot("notifications")
    assert [one["type"] for one in toot.json("notifications", "--type", "mention")] == ["mention"]
    toot("notifications", "--clear")
    assert toot.json("notifications") == []


def test_lists_tags_and_timelines(toot: Toot, sandbox: Sandbox, client: Client) -> None:
    bob = client("bob")
    toot("follow", "bob")
    toot("lists", "create", "Near")
    toot("lists", "add", "Near", "bob")
    assert "Near" in toot("lists", "list")
    assert "bob" in toot("lists", "accounts", "Near")
    bob.status_post("To be listed #fish")
    assert "To be listed" in toot("timelines", "list", "Near", "--no-pager")
    toot("lists", "remove", "Near", "bob")
    toot("lists", "delete", "Near")
    assert "Near" not in toot("lists", "list")
    toot("tags", "follow", "fish")
    assert "fish" in toot("tags", "followed")
    assert toot.json("tags", "info", "fish")["following"]
    toot("tags", "unfollow", "fish")
    toot("tags", "feature", "fish")
    assert "fish" in toot("tags", "featured")
    toot("tags", "unfeature", "fish")
    for timeline in (("home",), ("public",), ("tag", "fish"), ("account", "bob")):
        assert "To be listed" in toot("timelines", *timeline, "--no-pager"), timeline
    assert toot("timelines", "trending", "--no-pager").count("@") > 5
    assert "Record not found" in toot("timelines", "link", "https://nobody.example/", "--no-pager", fails=True)
    assert "To be listed" in toot("timeline", "--public", "--count", "2", "--once")
    assert "bob" in toot("search", "bob", "--type", "accounts")
    assert sandbox.domain in toot("instance", sandbox.url)
    assert toot.json("instance", sandbox.url)["version"].startswith("4.")
    assert "To be listed #fish" in [html_to_text(one.content) for one in bob.account_statuses(bob.me(), limit=1)]
