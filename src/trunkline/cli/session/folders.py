"""Folders of the command line."""

from __future__ import annotations

import os
from pathlib import Path


def configuration() -> Path:
    """Return the folder of tokens: ``$TRUNKLINE_HOME`` or ``trunkline`` in the user's configuration folder."""
    if home := os.environ.get("TRUNKLINE_HOME"):
        return Path(home)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "trunkline"


def state() -> Path:
    """Return the folder of what is only remembered: in ``$TRUNKLINE_HOME``, or in the user's state folder."""
    if home := os.environ.get("TRUNKLINE_HOME"):
        return Path(home) / "state"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "trunkline"


def made(folder: Path) -> Path:
    """Return *folder* after making it and those above it, readable by their owner alone."""
    if not folder.is_dir():
        made(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
    return folder
