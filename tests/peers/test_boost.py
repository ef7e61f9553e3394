"""boost finds accounts, and boosts and favourites their latest posts, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

from .conftest import Client, Make
from .programs import BOOST

CONFIGURATION = """[mastodon]
instance_url={url}
user_credentials={folder}/user.txt
client_credentials={folder}/app.txt
users_to_boost=bob
[boost]
boosts=0
waitminsecs=0
waitmaxsecs=0
favorite=true
[sqlite]
sqlite_path={folder}/boost.db
"""


def test_it_boosts_each_post_once(
    sandbox: Sandbox, tmp_path: Path, made: Make, run: Callable[..., CompletedProcess[str]], client: Client
) -> None:
    program, alice, bob = made(BOOST), client("alice"), client("bob")
    Mastodon.create_app("boost", api_base_url=sandbox.url, to_file=tmp_path / "app.txt")
    (tmp_path / "user.txt").write_text(f"{sandbox.token_for('alice')}\n{sandbox.url}\n")
    (tmp_path / "boost.ini").write_text(CONFIGURATION.format(url=sandbox.url, folder=tmp_path))
    posts = [bob.status_post(f"Boost number {number}") for number in (1, 2, 3)]
    before = alice.me().statuses_count
    for _ in range(2):
        done = run(program.python, program.command("boost"), "-c", tmp_path / "boost.ini", "--limit", "2")
        assert done.returncode == 0, done.stderr
    now = [alice.status(post) for post in posts]
    assert [post.reblogged for post in now] == [False, True, True]
    assert [post.favourited for post in now] == [False, True, True]
    assert alice.me().statuses_count == before + 2
