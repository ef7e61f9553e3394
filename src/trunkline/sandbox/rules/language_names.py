"""Languages that Mastodon knows, by code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "languages.json"


@cache
def language_names() -> Mapping[str, str]:
    """Return the English name of each language by its code."""
    known: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return known
