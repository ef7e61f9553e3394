"""Walks through all that a client can do, in the client's own language: a program prints what became of each step."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from trunkline import Mastodon
from trunkline.sandbox import Sandbox
from trunkline.sandbox.actors import DEFAULT_SCOPES

from .conftest import clean_variables, trusting

HERE = Path(__file__).parent
_SECONDS = 150


@dataclass(frozen=True)
class World:
    """A server with people, and a folder that a program is run in.

    Attributes:
        sandbox: the server.
        folder: the folder; it holds `world.json` and `picture.png`.
    """

    sandbox: Sandbox
    folder: Path

    def run(self, command: Sequence[str]) -> dict[str, str | None]:
        """Run a program, and answer its questions: each is the address of an authorization page.

        Returns:
            Names of steps, with what was wrong.
        """
        errors = self.folder / "errors"
        with errors.open("w") as stderr:
            running = subprocess.Popen(
                command,
                cwd=self.folder,
                env=clean_variables(self.folder, trusting(self.sandbox)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        assert running.stdin is not None
        assert running.stdout is not None
        guard = threading.Timer(_SECONDS, running.kill)
        guard.start()
        said = ""
        with running:
            for said in running.stdout:
                if said.startswith(self.sandbox.url):
                    running.stdin.write(self.sandbox.authorize(said.strip(), "mia") + "\n")
                    running.stdin.flush()
        guard.cancel()
        assert running.returncode == 0, errors.read_text()[-3000:]
        found: dict[str, str | None] = json.loads(said)
        return found

    def run_script(self, name: str, modules: Path) -> dict[str, str | None]:
        """Run a walk in JavaScript, which finds the packages that it imports in a folder."""
        shutil.copytree(HERE / "js" / name, self.folder, dirs_exist_ok=True)
        shutil.copy(HERE / "js" / "steps.mjs", self.folder)
        (self.folder / "node_modules").symlink_to(modules)
        return self.run(["node", "main.mjs"])

    def run_package(self, name: str, python: Path) -> dict[str, str | None]:
        """Run a walk in Python, with an interpreter that finds the client."""
        shutil.copytree(HERE / name, self.folder / name)
        return self.run([str(python), "-m", name])


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Start a server with TLS, and mia, noah, olaf, lena (locked), rita (not yet approved) and the generated people."""
    # Of fewer posts none may have a link that trends: it depends on the hour.
    with Sandbox(size=1200, seed=1, rate_limits=None, heartbeat=0.5, tls=True) as sandbox:
        people = [sandbox.person(name, discoverable=True) for name in ("mia", "noah", "olaf")]
        people += [sandbox.person("lena", locked=True), sandbox.person("rita", approved=False)]
        known: dict[str, dict[str, str]] = {
            one.username: {"id": one.id, "username": one.username, "email": one.email, "token": one.token}
            for one in people
        }
        for name in ("alice", "bob"):
            known[name] = {"id": sandbox.accounts[name], "username": name, "token": sandbox.token_for(name)}
        known["admin"] = {"id": sandbox.accounts["admin"], "username": "admin", "token": sandbox.admin_token}
        for name in ("mia", "noah", "lena"):
            known[name]["token"] = sandbox.token_for(name, f"{DEFAULT_SCOPES} push profile")
        description: dict[str, Any] = {"url": sandbox.url, "people": known}
        description["streaming"] = sandbox.url.replace("http", "ws", 1)
        mia = Mastodon(access_token=people[0].token, api_base_url=sandbox.url, verify=sandbox.ca_file or True)
        description["announcement"] = mia.announcements()[0].id
        (folder / "world.json").write_text(json.dumps(description))
        Image.new("RGB", (8, 8), (32, 96, 160)).save(folder / "picture.png")
        yield World(sandbox, folder)
