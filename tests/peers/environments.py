"""Environments for programs that were written for Mastodon.py: made once, kept in ``.venv/peers``."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".venv" / "peers"
ORIGINAL = "Mastodon.py==2.3.3"
_SECONDS = 900  # dlt and what it needs, on a busy machine


class NotMade(Exception):
    """An environment cannot be made here; the message says why."""


@dataclass(frozen=True)
class Peer:
    """A program and what it needs.

    Attributes:
        name: the name of its environment.
        program: the requirement of the program itself; empty where a script of the tests is the program.
        needs: requirements of what it needs, apart from Mastodon.py.
        original: whether Mastodon.py is installed, instead of the package under test.
        beside: whether Mastodon.py is installed beside the package under test, for programs that ask for a distribution
            of that name when they start. They are run with ``trunkline run``.
        alone: whether neither is installed, for programs that only the tests of the package need.
    """

    name: str
    program: str = ""
    needs: tuple[str, ...] = ()
    original: bool = False
    beside: bool = False
    alone: bool = False

    def with_original(self) -> Peer:
        """The same program with Mastodon.py."""
        return Peer(f"{self.name}-original", self.program, self.needs, original=True)


@dataclass(frozen=True)
class Environment:
    """An environment that is ready."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def command(self, name: str) -> str:
        """The path of one of its commands."""
        return str(self.folder / "bin" / name)


def environment(peer: Peer, wheel: Path | None = None) -> Environment:
    """The environment of a program, with the package under test as it is now, unless the program is `Peer.alone`.

    Raises:
        NotMade: what it needs cannot be had, as without a network.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    made = Environment(KEPT / f"{peer.name}-{_digest(peer)}")
    with (KEPT / f"{peer.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made.folder / "ready").exists():
            _make(peer, made)
        if wheel is not None and not peer.original:
            _install(made, wheel)
    return made


def _install(made: Environment, wheel: Path) -> None:
    """Install the package under test, unless this very wheel is installed already."""
    installed, content = made.folder / "installed", hashlib.sha256(wheel.read_bytes()).hexdigest()
    if not installed.exists() or installed.read_text() != content:
        _pip(made, "--no-deps", "--no-index", "--force-reinstall", str(wheel))
        installed.write_text(content)


def build_wheel(folder: Path) -> Path:
    """The package under test as a wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_SECONDS)
    return next(folder.glob("*.whl"))


def _digest(peer: Peer) -> str:
    return hashlib.sha256(repr((peer, _own_needs(), sys.version_info[:2])).encode()).hexdigest()[:10]


def _own_needs() -> list[str]:
    """What the package under test needs."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        needs: list[str] = tomllib.load(file)["project"]["dependencies"]
    return needs


def _make(peer: Peer, made: Environment) -> None:
    shutil.rmtree(made.folder, ignore_errors=True)
    venv.create(made.folder, with_pip=True, symlinks=True)
    needs = list(peer.needs)
    if peer.original or peer.beside:
        needs.append(ORIGINAL)
    if not (peer.original or peer.alone):
        needs += _own_needs()
    _pip(made, *needs)
    if peer.program:
        _pip(made, "--no-deps", peer.program)
    (made.folder / "ready").touch()


def _pip(made: Environment, *arguments: str) -> None:
    """Install something.

    Raises:
        NotMade: it cannot be had.
    """
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "15"]
    command = [str(made.python), "-m", "pip", "install", *quiet, *arguments]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, env=clean, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"installing took more than {_SECONDS} s") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NotMade(said[0] if said else f"pip ended with {done.returncode}")
