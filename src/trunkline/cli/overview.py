"""The help of the program, written without click, whose import takes longer than all else that it needs."""

from __future__ import annotations

import os

from trunkline.cli.commands import ABOUT, COMMANDS, SECTIONS

_OPTIONS = {"--version": "Show the version and exit.", "-h, --help": "Show this message and exit."}
_NARROWEST, _WIDEST = 50, 78


def overview() -> str:
    """Return the commands by section, and the options, for the width of the terminal."""
    names = {section: [name for name in COMMANDS if COMMANDS[name].section == section] for section in SECTIONS}
    lists = {
        section: {name: COMMANDS[name].help for name in found if " " not in name} for section, found in names.items()
    }
    blocks = [["Usage: trunkline [OPTIONS] COMMAND [ARGS]..."]]
    blocks += [[f"  {line}" for line in _wrapped(paragraph, _width() - 2)] for paragraph in ABOUT.split("\n\n")]
    for title, rows in {"Options": _OPTIONS, **lists}.items():
        first = max(map(len, _OPTIONS if rows is _OPTIONS else (name for name in COMMANDS if " " not in name)))
        blocks.append([f"{title}:", *_rows(rows, first + 4)])
    return "\n\n".join("\n".join(block) for block in blocks)


def _rows(rows: dict[str, str], indent: int) -> list[str]:
    return [
        f"{'' if number else '  ' + name:{indent}}{line}"
        for name, text in sorted(rows.items())
        for number, line in enumerate(_wrapped(text, _width() - indent))
    ]


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _width() -> int:
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (OSError, ValueError):  # there is no terminal
        columns = _WIDEST + 2
    return max(_NARROWEST, min(columns - 2, _WIDEST))
