"""Small JSON files that may be missing or damaged: then they are empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from trunkline.cli.session.folders import made
from trunkline.oauth.secret_files import write_secret_file


def read_object(path: Path) -> dict[str, Any]:
    """Return the object in a file; an empty one if there is none, or none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_object(path: Path, value: dict[str, Any]) -> None:
    """Write the object whole or not at all, readable by its owner alone."""
    made(path.parent)
    write_secret_file(path, json.dumps(value, ensure_ascii=False))
