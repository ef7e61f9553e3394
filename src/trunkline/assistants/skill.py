"""The skill: instructions for coding assistants, put where each of them looks.

What is written stands between two marks with a checksum of what is between them. So a later version can replace it, and
what a person has written or changed is never overwritten.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from trunkline.errors import MastodonError

NAME = "mastodon"

PLACES = {
    "claude": f".claude/skills/{NAME}/SKILL.md",  # https://code.claude.com/docs/en/skills
    "codex": f".agents/skills/{NAME}/SKILL.md",  # https://developers.openai.com/codex/skills
    "copilot": f".github/skills/{NAME}/SKILL.md",  # https://docs.github.com/en/copilot/concepts/agents/about-agent-skills
    "cursor": f".cursor/skills/{NAME}/SKILL.md",  # https://cursor.com/docs/context/skills
    "gemini": f".gemini/skills/{NAME}/SKILL.md",  # https://geminicli.com/docs/cli/skills
    "agents-md": "AGENTS.md",  # https://agents.md
}
"""File in a project that each assistant reads; ``agents-md`` is for those that read a file for everything."""

_BEGIN = "<!-- trunkline skill: replaced by `trunkline skill install`, write outside of it. "
_END = "<!-- end of trunkline skill -->\n"


class ForeignContentError(MastodonError):
    """A file has something that is not ours where the skill would be written."""


class Plan(NamedTuple):
    """Change of a file.

    Attributes:
        file: path of the file.
        text: its text afterwards; empty if it is to be deleted.
        kind: ``"create"``, ``"update"``, ``"remove"`` or ``"keep"``.
    """

    file: Path
    text: str
    kind: str


def skill_text() -> str:
    """Return the skill, as the file ``SKILL.md``."""
    return files("trunkline.assistants").joinpath("skills", NAME, "SKILL.md").read_text(encoding="utf-8")


def plan(agent: str, folder: Path) -> Plan:
    """Return what has to be written for an assistant; nothing is written yet.

    Args:
        agent: one of `PLACES`.
        folder: folder of the project.

    Raises:
        ForeignContentError: the file has other content there, or what was written was changed by hand.
        OSError: the file cannot be read.
    """
    file = folder / PLACES[agent]
    opening, _, body = skill_text().partition("\n---\n")
    front, body = f"{opening}\n---\n" if _is_ours(file) else "", body.lstrip("\n")
    section = f"{_BEGIN}{_checksum(front + body)} -->\n{body}{_END}"
    there = _read(file)
    if not there:
        return Plan(file, front + section, "create" if there is None else "update")
    if around := _around(there, file):
        before, after = around
        text = (front or before) + section + after
    elif _is_ours(file):
        raise ForeignContentError(f"{file} is not from trunkline. Move it away, or keep it and install nothing.")
    else:
        text = f"{there.rstrip()}\n\n{section}" if there.strip() else section
    return Plan(file, text, "keep" if text == there else "update")


def plan_removal(agent: str, folder: Path) -> Plan:
    """Return what has to be removed of what was written for an assistant; nothing is removed yet.

    Raises:
        ForeignContentError: what was written was changed by hand.
        OSError: the file cannot be read.
    """
    file = folder / PLACES[agent]
    there = _read(file) or ""
    around = _around(there, file)
    if around is None:
        return Plan(file, there, "keep")
    before, after = around
    rest = "" if _is_ours(file) else before.rstrip() + ("\n" if before.strip() else "") + after
    return Plan(file, rest if rest.strip() else "", "remove")


def carry_out(planned: Plan) -> None:
    """Write a planned change. A file without text is deleted, and folders that are empty then.

    Raises:
        OSError: the file cannot be written.
    """
    if planned.text:
        planned.file.parent.mkdir(parents=True, exist_ok=True)
        newline = "\r\n" if _has_windows_lines(planned.file) else "\n"
        planned.file.write_text(planned.text, encoding="utf-8", newline=newline)
        return
    planned.file.unlink()
    with suppress(OSError):  # a folder that is not empty stays
        for folder in planned.file.parents[:3] if _is_ours(planned.file) else ():
            folder.rmdir()


def _is_ours(file: Path) -> bool:
    """Return True if a file is the skill alone, and not a section of a file of others."""
    return file.name == "SKILL.md"


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8") if file.exists() else None
    except UnicodeDecodeError:
        raise ForeignContentError(f"{file} is not text in UTF-8. Convert it, then install again.") from None


def _has_windows_lines(file: Path) -> bool:
    return file.exists() and b"\r\n" in file.read_bytes()


def _around(there: str, file: Path) -> tuple[str, str] | None:
    """Return what stands before and after what was written earlier; ``None`` if nothing was.

    Raises:
        ForeignContentError: it was changed by hand.
    """
    before, mark, rest = there.partition(_BEGIN)
    if not mark:
        return None
    written, _, rest = rest.partition(" -->\n")
    old, end, after = rest.partition(_END)
    if not end or _checksum((before if _is_ours(file) else "") + old) != written:
        raise ForeignContentError(
            f"What trunkline wrote into {file} was changed by hand. Move your changes out of the marks and remove what "
            "is between them, marks included; then try again."
        )
    return before, after


def _checksum(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
