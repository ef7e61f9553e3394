"""Languages that Mastodon knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "languages.json"


@cache
def language_names() -> Mapping[str, str]:
    """Return the English name of each language by its code."""
    known: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return known


# Source: https://github.com/mastodon/mastodon/blob/main/app/helpers/languages_helper.rb
def known_language(code: str | None) -> str | None:
    """Return a code as Mastodon knows it, without a region that it does not know: `de` for `de-AT`.

    `None` if it does not know the language. Upper and lower case differ.
    """
    if not code:
        return None
    known = language_names()
    return next((one for one in (code, re.split("[_-]", code)[0]) if one in known), None)
