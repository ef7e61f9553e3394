"""Pages of the project: files that stand at the root of the repository, for readers of the site."""

from __future__ import annotations

import re
from pathlib import Path

from . import licences

ROOT = Path(__file__).parents[2]
FILES = {"CHANGELOG.md": "changelog", "CONTRIBUTING.md": "contributing", "SECURITY.md": "security"}


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    texts = {f"{name}.md": for_the_site((ROOT / file).read_text("utf-8")) for file, name in FILES.items()}
    return {**texts, "licences.rst": licences.page_of_licences()}


def for_the_site(text: str) -> str:
    """Return a text whose links lead to pages of the site instead of files of the repository."""
    for file, name in FILES.items():
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(file)}", f"](/project/{name}.md", text)
    return text.replace("](docs/", "](/").replace("](../examples/", "](/../examples/")
