"""feed2toot posts the entries of a feed, each once, with an image."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox
from trunkline.text import html_to_text

from .conftest import Client, Make
from .programs import FEED2TOOT

Run = Callable[..., CompletedProcess[str]]

FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>News</title><link>https://news.example.com/</link><description>News</description>
<item><title>Second &amp; last</title><link>https://news.example.com/2</link><guid>2</guid>
<pubDate>Tue, 20 Jan 2026 10:00:00 GMT</pubDate></item>
<item><title>First, über alles</title><link>https://news.example.com/1</link><guid>1</guid>
<pubDate>Mon, 19 Jan 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""

CONFIGURATION = """[mastodon]
instance_url={url}
user_credentials={folder}/user.txt
client_credentials={folder}/app.txt
toot_visibility=unlisted
[cache]
cachefile={folder}/cache.db
[lock]
lock_file={folder}/lock
[media]
custom={folder}/picture.png
[rss]
uri={folder}/feed.xml
toot={{title}} {{link}}
"""


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with all that the program wants."""
    Mastodon.create_app("feed2toot", api_base_url=sandbox.url, to_file=tmp_path / "app.txt")
    (tmp_path / "user.txt").write_text(f"{sandbox.token_for('alice')}\n{sandbox.url}\n")
    (tmp_path / "feed.xml").write_text(FEED)
    (tmp_path / "feed2toot.ini").write_text(CONFIGURATION.format(url=sandbox.url, folder=tmp_path))
    _picture(tmp_path / "picture.png")
    return tmp_path


def _picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30), "navy").save(path)


def test_it_posts_each_entry_once(folder: Path, made: Make, run: Run, client: Client) -> None:
    program, alice = made(FEED2TOOT), client("alice")
    before = alice.me().statuses_count
    for _ in range(2):
        done = run(program.python, program.command("feed2toot"), "-c", folder / "feed2toot.ini")
        assert done.returncode == 0, done.stderr
    newest, older = alice.account_statuses(alice.me(), limit=2)
    assert alice.me().statuses_count == before + 2
    assert html_to_text(newest.content) == "Second & last https://news.example.com/2"
    assert html_to_text(older.content) == "First, über alles https://news.example.com/1"
    assert newest.visibility == "unlisted"
    assert [media.type for media in newest.media_attachments] == ["image"]


@pytest.mark.parametrize("original", [False, True], ids=["ours", "original"])
def test_registering_asks_for_a_password_that_servers_refuse(
    original: bool, folder: Path, made: Make, run: Run, sandbox: Sandbox
) -> None:
    """Mastodon 4.4 dropped the password grant: the program ends in the same way with either package."""
    program = made(FEED2TOOT.with_original() if original else FEED2TOOT)
    typed = f"{sandbox.url}\nalice@sandbox.example\n{sandbox.password_for('alice')}\n"
    done = run(program.python, program.command("register_feed2toot_app"), stdin=typed)
    assert done.returncode == 1
    assert "I guess you entered a bad login or password." in done.stderr
    assert (folder / "feed2toot_clientcred.txt").exists()
    assert not (folder / "feed2toot_usercred.txt").exists()
