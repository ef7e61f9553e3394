"""The file llms.txt at the root: an index of the documentation for language models (https://llmstxt.org)."""

from __future__ import annotations

import re
from pathlib import Path

from .methods import title_of

ROOT = Path(__file__).parents[2]
_SECTIONS = {"Tutorials": "tutorials/index", "How-to guides": "howto/index", "Explanations": "explanations/index"}

_ABOUT = (
    "> Mastodon for Python: a typed client of the Mastodon API (sync and async), a dlt source into databases, a "
    "command line, and a local server for tests. `from trunkline import Mastodon`; "
    '`Mastodon(access_token="user.secret")`. Calls have the names of Mastodon.py, such as `status_post`, '
    "`timeline_home`, `account_follow`; `AsyncMastodon` has the same as coroutines. Tests use "
    "`trunkline.sandbox.Sandbox` or the pytest fixture `fresh_sandbox` instead of a real server."
)


def text() -> str:
    """Return the content of the file."""
    parts = [
        "# Trunkline",
        _ABOUT,
        *(f"## {heading}\n\n{_list(index)}" for heading, index in _SECTIONS.items()),
        f"## Reference\n\n{_reference()}",
        "## Optional",
        "\n".join(f"- [{name}]({name}.md)" for name in ("README", "CHANGELOG", "SECURITY", "CONTRIBUTING")),
    ]
    return "\n\n".join(parts) + "\n"


def _list(index: str) -> str:
    page = ROOT / "docs" / f"{index}.md"
    trees = re.findall(r"^```\{toctree\}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names = [line for tree in trees for line in tree.splitlines() if line and not line.startswith(":")]
    return "\n".join(_line((page.parent / f"{name}.md").resolve()) for name in names)


def _line(path: Path) -> str:
    content = path.read_text("utf-8")
    heading = re.search(r"^# (.*)", content, re.MULTILINE)
    after = content.partition("\n")[2].strip().partition("\n\n")[0]
    about = f": {_sentence(after)}" if after[:1].isalpha() or after.startswith("[") else ""
    name = heading[1] if heading else path.stem
    return f"- [{name}]({path.relative_to(ROOT.resolve()).as_posix()}){about}"


def _sentence(paragraph: str) -> str:
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", " ".join(paragraph.split()))
    return re.split(r"(?<=[.:?]) ", plain)[0].rstrip(":")


def _reference() -> str:
    from . import reference

    pages = [name for name in reference() if name.startswith("methods/") and "index" not in name]
    subjects = "; ".join(title_of(Path(name).stem) for name in pages)
    return (
        "`make docs` writes it into `site/reference/`; `help(Mastodon.status_post)` says most of the same.\n\n"
        f"- Methods, by subject (`site/reference/methods/`): {subjects}\n"
        "- Entities and their fields: `site/reference/entities/`, `trunkline.entities`\n"
        "- Errors: `site/reference/errors.html`, `trunkline.errors`\n"
        "- Stream events: `site/reference/streaming.html`, `trunkline.streaming`\n"
        "- Options of the source, tables and columns: `site/reference/source.html`, `site/reference/tables/`\n"
        "- Commands: `site/reference/commands/`, `trunkline --help`\n"
        "- Sandbox: `site/reference/sandbox.html`, `trunkline.sandbox`"
    )
