"""Packages of npm for programs that are written in JavaScript: installed once, kept in ``.venv/peers``."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from pathlib import Path

from .environments import KEPT, NotMade

MASTO = "masto@8.0.0"
MEGALODON = "megalodon@10.3.0"
WEBSOCKETS = "ws@8.19.0"
_SECONDS = 240


def installed(*packages: str) -> Path:
    """The folder of installed packages.

    Raises:
        NotMade: there is no Node, or the packages cannot be had, as without a network.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotMade("Node is not installed")
    folder = KEPT / "-".join(package.replace("@", "-") for package in packages)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _install(npm, folder, packages)
    return folder / "node_modules"


def _install(npm: str, folder: Path, packages: tuple[str, ...]) -> None:
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--fetch-retries=1"]
    command = [npm, "install", "--prefix", str(folder), *quiet, *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"installing took more than {_SECONDS} s") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotMade(said[0] if said else f"npm ended with {done.returncode}")
    (folder / "ready").touch()
