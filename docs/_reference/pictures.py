"""Pictures: the layers of the package and the views of the data, drawn from what they show.

They are files of the repository, so that they are seen outside of the site too; building the site writes them again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path

from trunkline.pipeline.describing.views import VIEW_TEXTS

ROOT = Path(__file__).parents[2]
INK, PAPER, LINE, FILL = "#1f2430", "#ffffff", "#8a93a6", "#eef1f8"

_TARGETS = {
    "post": "posts",
    "quoted": "posts",
    "in_reply_to": "posts",
    "account": "people",
    "author": "people",
    "mentioned": "people",
    "followed": "people",
    "server": "servers",
}
"""Columns that are keys of other views."""


def pictures() -> dict[str, str]:
    """Return the pictures by the names of their files."""
    return {"layers.svg": layers(), "views.svg": views()}


def layers() -> str:
    """Draw the layers of the package, the highest on top, with the first sentence of each module."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (contract,) = [one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    rows = [(name, _about(name.split(" | ")[0])) for name in contract["layers"]]
    height, width = 30, 760
    drawn = [
        f'<rect x="10" y="{10 + height * n}" width="{width - 20}" height="{height - 5}" rx="4" fill="{FILL}"/>'
        f"{_text(22, 27 + height * n, name, bold=True)}{_text(190, 27 + height * n, about)}"
        for n, (name, about) in enumerate(rows)
    ]
    return _svg(width, height * len(rows) + 15, "The layers of the package; each imports only those below it", drawn)


def _about(name: str) -> str:
    folder = ROOT / "src" / "trunkline" / name
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    sentence = path.read_text("utf-8").split('"""')[1].split("\n\n")[0]
    line = re.sub(r"[`*]", "", " ".join(sentence.split()))
    return line if len(line) <= 94 else line[:94].rpartition(" ")[0] + " …"


def views() -> str:
    """Draw the views of the data, with the columns by which they are joined."""
    keys = {
        name: [one for one in dict.fromkeys((*view.key, *view.columns)) if one in _TARGETS]
        for name, view in VIEW_TEXTS.items()
    }
    middle, right = ("posts", "boosts"), ("people", "follows", "servers")
    columns = ([name for name in keys if name not in middle + right], middle, right)
    boxes: dict[str, tuple[int, int, int]] = {}
    for number, names in enumerate(columns):
        y = 12 if number == 0 else 90
        for name in names:
            boxes[name] = (12 + 270 * number, y, 26 + 16 * len(keys[name]))
            y += boxes[name][2] + (14 if number == 0 else 60)
    lines = [
        _line(boxes, name, _TARGETS[key], row)
        for name, found in keys.items()
        for row, key in enumerate(found)
        if _TARGETS[key] != name and (name in middle + right or _TARGETS[key] == "posts")
    ]
    drawn = [*lines, *(_box(name, keys[name], *boxes[name]) for name in boxes)]
    height = max(y + tall for _, y, tall in boxes.values()) + 12
    return _svg(780, height, "The views of the data and the columns by which they are joined", drawn)


def _box(name: str, keys: Iterable[str], x: int, y: int, height: int) -> str:
    texts = [_text(x + 10, y + 34 + 16 * row, key) for row, key in enumerate(keys)]
    frame = f'<rect x="{x}" y="{y}" width="180" height="{height}" rx="4" fill="{FILL}" stroke="{LINE}"/>'
    return frame + _text(x + 10, y + 17, name, bold=True) + "".join(texts)


def _line(boxes: dict[str, tuple[int, int, int]], start: str, end: str, row: int) -> str:
    """Draw a line from a column to the top of the view whose key it is."""
    x, y, _ = boxes[start]
    to_x, to_y, _ = boxes[end]
    from_y = y + 30 + 16 * row
    if x == to_x:
        return _path(f"M{x + 180},{from_y} C{x + 214},{from_y} {x + 214},{to_y + 14} {x + 180},{to_y + 14}")
    left = x < to_x
    from_x, at = (x + 180, to_x) if left else (x, to_x + 180)
    bend = 45 if left else -45
    return _path(f"M{from_x},{from_y} C{from_x + bend},{from_y} {at - bend},{to_y + 14} {at},{to_y + 14}")


def _path(points: str) -> str:
    return f'<path d="{points}" fill="none" stroke="{LINE}" stroke-width="1.2"/>'


def _text(x: int, y: int, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{INK}"{weight}>{escape(text)}</text>'


def _svg(width: int, height: int, label: str, drawn: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{width}" height="{height}" rx="6" fill="{PAPER}"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )
