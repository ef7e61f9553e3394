"""The skill: instructions for coding assistants, put where each of them looks.

What is written stands between two marks with a checksum of what is between them. So a later version can replace it, and
what a person has written or changed is never overwritten.
"""

from __future__ import annotations

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
        text: its text afterwards.
        kind: ``"create"``, ``"update"`` or ``"keep"``.
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
    front = f"{opening}\n---\n" if file.name == "SKILL.md" else ""
    there = file.read_text(encoding="utf-8") if file.exists() else None
    text = _merged(there, front, body.lstrip("\n"), file)
    return Plan(file, text, "create" if there is None else "keep" if text == there else "update")


def write(planned: Plan) -> None:
    """Write a planned change.

    Raises:
        OSError: the file cannot be written.
    """
    planned.file.parent.mkdir(parents=True, exist_ok=True)
    planned.file.write_text(planned.text, encoding="utf-8")


def _merged(there: str | None, front: str, body: str, file: Path) -> str:
    """Return the text of a file with the skill in it."""
    section = f"{_BEGIN}{_checksum(front + body)} -->\n{body}{_END}"
    if there is None:
        return front + section
    before, mark, rest = there.partition(_BEGIN)
    if not mark:
        if front:
            raise ForeignContentError(f"{file} is not from trunkline. Move it away, or keep it and install nothing.")
        return f"{before.rstrip()}\n\n{section}" if before.strip() else section
    written, _, rest = rest.partition(" -->\n")
    old, end, after = rest.partition(_END)
    if not end or _checksum((before if front else "") + old) != written:
        raise ForeignContentError(
            f"What trunkline wrote into {file} was changed by hand. Move your changes out of the marks and remove what "
            "is between them, marks included; then install again."
        )
    return (front or before) + section + after


def _checksum(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
