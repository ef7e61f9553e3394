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


def with_client(name: str, text: str) -> str:
    """Return a page that says what ``mastodon`` is, before the first program that uses it unexplained."""
    if not name.startswith(("howto/", "explanations/")):
        return text
    for block in re.finditer(r"^```python.*\n((?:.*\n)*?)```$", text, re.MULTILINE):
        if re.search(r"\bmastodon = ", block[1]):
            return text
        if re.search(r"\bmastodon(?:\.[a-z_]+\(|\))", block[1]):
            told = "`mastodon` is [a client that is logged in](/howto/index.md).\n\n"
            return text[: block.start()] + told + text[block.start() :]
    return text
