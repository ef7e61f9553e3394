"""tootgroup.py boosts what members of a group send to it, and posts their direct messages with their media."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from PIL import Image

from trunkline.sandbox import Sandbox
from trunkline.text import html_to_text

from .conftest import Client, Make
from .programs import TOOTGROUP

CONFIGURATION = """[alice]
mastodon_instance = {url}
client_id = app.secret
access_token = user.secret
accept_dms = yes
accept_retoots = yes
dm_visibility = unlisted
last_seen_id = catch-up
"""


def test_a_group_takes_what_members_send(
    sandbox: Sandbox, tmp_path: Path, made: Make, run: Callable[..., CompletedProcess[str]], client: Client
) -> None:
    program, alice, bob = made(TOOTGROUP), client("alice"), client("bob")
    folder = tmp_path / ".local" / "share" / "tootgroup.py"
    folder.mkdir(parents=True)
    app = sandbox.application("tootgroup")
    (folder / "app.secret").write_text(f"{app.client_id}\n{app.client_secret}\n{sandbox.url}\ntootgroup\n")
    (folder / "user.secret").write_text(f"{sandbox.token_for('alice')}\n{sandbox.url}\n")
    (folder / "tootgroup.conf").write_text(CONFIGURATION.format(url=sandbox.url))
    Image.new("RGB", (8, 8), "navy").save(tmp_path / "square.png")

    def group(*arguments: str) -> str:
        # A command whose name ends like that of a Python file
        done = run(program.command("trunkline"), "run", "tootgroup.py", "-g", "alice", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    alice.account_follow(bob.me())
    assert "Caught up" in group()
    public = bob.status_post("!@alice for everybody", visibility="public")
    media = bob.media_post(tmp_path / "square.png", description="A square", synchronous=True)
    bob.status_post("@alice <written> & sent", visibility="direct", media_ids=[media], spoiler_text="Careful")
    sandbox.person("mia")
    foreign = client("mia").status_post("!@alice from outside", visibility="public")
    assert group("--dry-run").count("DRY RUN") == 2
    group()
    assert "Retooted" not in group(), "what was seen is not taken again"
    assert alice.status(public).reblogged
    assert not alice.status(foreign).reblogged
    posted = alice.account_statuses(alice.me(), limit=1, exclude_reblogs=True)[0]
    assert html_to_text(posted.content) == "<written> & sent"
    assert (posted.visibility, posted.spoiler_text) == ("unlisted", "Careful")
    assert [one.description for one in posted.media_attachments] == ["A square"]
