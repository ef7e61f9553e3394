"""One program, run with Mastodon.py and with this package against the same server: both see the same.

So the sandbox is judged by a client that is not ours, and our client by what programs are used to.
"""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from trunkline.sandbox import Sandbox

from .conftest import Make, clean_variables
from .environments import Peer
from .programs import ORIGINAL_CLIENT, OUR_CLIENT

PROGRAM = Path(__file__).with_name("program.py")


def _run(made: Make, peer: Peer, folder: Path) -> dict[str, Any]:
    python = made(peer).python
    with Sandbox(size=200, seed=1, heartbeat=0.5) as sandbox:
        command = [str(python), str(PROGRAM), sandbox.url, sandbox.token_for("bob")]
        running = subprocess.Popen(
            command,
            cwd=folder,
            env=clean_variables(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "errors").open("w"),
            text=True,
        )
        assert running.stdin is not None
        assert running.stdout is not None
        guard = threading.Timer(90, running.kill)
        guard.start()
        with running:
            running.stdin.write(sandbox.authorize(running.stdout.readline().strip(), "alice") + "\n")
            running.stdin.flush()
            said = running.stdout.read()
        guard.cancel()
    assert running.returncode == 0, (folder / "errors").read_text()[-3000:]
    found: dict[str, Any] = json.loads(said)
    return found


SUBJECTS = [
    "logging in",
    "the server",
    "posting",
    "polls",
    "acting on statuses",
    "pages",
    "objects",
    "people",
    "lists, markers, tags",
    "notifications and conversations",
    "streams",
    "errors",
]


def test_both_see_the_same(made: Make, tmp_path: Path) -> None:
    seen = {peer.name: _run(made, peer, tmp_path) for peer in (ORIGINAL_CLIENT, OUR_CLIENT)}
    assert list(seen[ORIGINAL_CLIENT.name]) == SUBJECTS
    for subject in SUBJECTS:
        assert seen[OUR_CLIENT.name][subject] == seen[ORIGINAL_CLIENT.name][subject], subject
