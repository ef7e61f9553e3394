"""tootstream shows timelines page by page, posts, answers, searches and follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from mastodon import Mastodon
from mastodon.sandbox import Sandbox
from mastodon.text import html_to_text

from .conftest import Client, Make
from .programs import TOOTSTREAM
from .tls import TlsFront

CONFIGURATION = """[default]
instance = {host}
client_id = {client_id}
client_secret = {client_secret}
token = {token}
"""

COMMANDS = """home
next
fed
search #sunset
toot Typed in a terminal
me
notes
followers
lists
listcreate Terminal people
lists
whois @bob
mute @carol
mutes
quit
"""


def test_a_session_at_the_prompt(
    sandbox: Sandbox,
    front: TlsFront,
    tmp_path: Path,
    made: Make,
    run: Callable[..., CompletedProcess[str]],
    client: Client,
) -> None:
    program, alice = made(TOOTSTREAM), client("alice")
    client_id, client_secret = Mastodon.create_app("tootstream", api_base_url=sandbox.url)
    configuration = CONFIGURATION.format(
        host=front.host, client_id=client_id, client_secret=client_secret, token=sandbox.token_for("alice")
    )
    (tmp_path / "tootstream.conf").write_text(configuration)
    done = run(
        program.command("tootstream"), "-c", "tootstream.conf", stdin=COMMANDS, variables=front.variables
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    print(said, done.stderr)
    assert html_to_text(alice.account_statuses(alice.me(), limit=1)[0].content) == "Typed in a terminal"
    assert [one.title for one in alice.lists()][-1] == "Terminal people"
    assert "carol" in [one.username for one in alice.mutes()]
