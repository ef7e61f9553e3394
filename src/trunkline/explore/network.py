"""Network drawings of accounts and the interactions between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trunkline.explore.answers import SMALL, Chart

Matrix: TypeAlias = NDArray[np.float64]

DRAWN, DRAWN_SMALL = 30, 8
"""Numbers of lines in a drawing, and in one for phones."""

_STEPS = 300
_HEIGHT = 540
_MARGIN = 0.07
_SMALLEST, _LARGEST = 40, 900
_LETTER, _LINE = 6.2, 20
_LONGEST = 200
"""Widths and heights in pixels: of a letter, of a name, of the longest name."""

_PIXEL = (1 + 2 * _MARGIN) / _HEIGHT
_COLUMNS, _ROWS = 81, 61
"""Places that are tried for a node."""


def drawing(edges: pa.Table, start: str, end: str, number: str) -> Callable[[int], Chart]:
    """Draw accounts as circles, sized by what they receive, and lines between them, as wide as their number.

    The first `DRAWN` lines are drawn, on phones `DRAWN_SMALL`.

    Args:
        edges: a row for each line.
        start: the column of the accounts at which lines start.
        end: the column of the accounts at which lines end.
        number: the column of the numbers.
    """

    def draw(width: int) -> Chart:
        return _drawn(edges.slice(0, DRAWN_SMALL if width <= SMALL else DRAWN), start, end, number, width)

    return draw


def _drawn(edges: pa.Table, start: str, end: str, number: str, width: int) -> Chart:
    rows = edges.to_pylist()
    names = sorted({row[start] for row in rows} | {row[end] for row in rows})
    index = {name: n for n, name in enumerate(names)}
    links = np.zeros((len(names), len(names)))
    for row in rows:
        links[index[row[start]], index[row[end]]] += row[number]
    numbers, largest = links.sum(axis=0), _LARGEST if width > SMALL else _LARGEST / 3
    size = _SMALLEST + (largest - _SMALLEST) * numbers / numbers.max(initial=1)
    places = layout(links + links.T, boxes(names, size, width))
    lines = edges.select([start, end, number])
    for side, column in (("", start), ("2", end)):
        at = places[[index[row[column]] for row in rows]]
        lines = lines.append_column(f"x{side}", [at[:, 0]]).append_column(f"y{side}", [at[:, 1]])
    return _chart(lines, _circles(names, numbers, size, places, number), start, end, number)


def _circles(names: list[str], numbers: Matrix, size: Matrix, places: Matrix, number: str) -> pa.Table:
    """Return a row for each account, with its circle and the position of its name above."""
    above = (np.sqrt(size / np.pi) + 4) * _PIXEL
    return pa.table(
        {
            "account": pa.array(names, pa.string()),
            number: numbers.astype(int),
            "x": places[:, 0],
            "y": places[:, 1],
            "size": size,
            "label_y": places[:, 1] + above,
        }
    )


def boxes(names: list[str], size: Matrix, width: int) -> Matrix:
    """Return the width and height of each account with its name, as parts of a drawing."""
    wide = [min(1, (min(_LONGEST, _LETTER * len(name)) + 4) / width) for name in names]
    return np.stack([np.array(wide), (2 * np.sqrt(size / np.pi) + _LINE) * _PIXEL], axis=1)


def layout(links: Matrix, boxes: Matrix) -> Matrix:
    """Return positions of nodes between 0 and 1: linked nodes are close, and labels do not overlap.

    Force-directed, after Fruchterman and Reingold (https://doi.org/10.1002/spe.4380211102), in an ellipse twice as wide
    as high: links attract, nodes repel, and steps become shorter. All nodes start on the rim, which makes the result
    deterministic.
    """
    angles = np.linspace(0, 2 * np.pi, len(links), endpoint=False)
    places = np.stack([np.cos(angles), np.sin(angles) / 2], axis=1)
    pull, ideal = np.log1p(links) / np.log1p(links).max(initial=1), np.sqrt(1.6 / max(1, len(links)))
    for step in range(_STEPS):
        apart = places[:, None] - places[None]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 0.01)
        force = ((ideal / distance) ** 2 - pull * distance / ideal)[:, :, None] * apart
        moves = force.sum(axis=1)
        length = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        places += moves / length * np.minimum(length, 0.1 * (1 - step / _STEPS))
        places /= np.maximum(np.linalg.norm(places * [1, 2], axis=1, keepdims=True), 1)
    return _with_room((places * [1, 2] + 1) / 2, boxes)


def _with_room(places: Matrix, boxes: Matrix) -> Matrix:
    """Move each node to the nearest place where its box overlaps none of those before it, nor leaves the drawing."""
    grid = np.stack(np.meshgrid(np.linspace(0, 1, _COLUMNS), np.linspace(0, 1, _ROWS)), axis=-1).reshape(-1, 2)
    placed = np.zeros_like(places)
    for node, box in enumerate(boxes):
        inside = box / 2 * [1, 0]
        choice = np.clip(np.concatenate([places[node : node + 1], grid]), inside, 1 - inside)
        room = (boxes[:node] + box) / 2
        overlaps = (np.abs(choice[:, None] - placed[None, :node]) < room - 1e-9).all(axis=2).sum(axis=1)
        way = np.linalg.norm((choice - places[node]) * [2, 1], axis=1)
        placed[node] = choice[np.lexsort([way, overlaps])[0]]
    return placed


def _chart(lines: pa.Table, circles: pa.Table, start: str, end: str, number: str) -> Chart:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-_MARGIN, 1 + _MARGIN], nice=False))
    count = alt.Tooltip(f"{number}:Q", format=",d")
    line = (
        alt.Chart(lines)
        .mark_rule(strokeCap="round")
        .encode(
            x,
            y,
            alt.X2("x2:Q"),
            alt.Y2("y2:Q"),
            alt.StrokeWidth(f"{number}:Q", legend=None, scale=alt.Scale(range=[0.8, 5])),
            alt.Opacity(f"{number}:Q", legend=None, scale=alt.Scale(range=[0.3, 0.8])),
            tooltip=[alt.Tooltip(f"{start}:N"), alt.Tooltip(f"{end}:N"), count],
        )
    )
    base = alt.Chart(circles)
    size = alt.Size("size:Q", scale=None)
    circle = base.mark_circle().encode(x, y, size, tooltip=[alt.Tooltip("account:N"), count])
    text = (x, alt.Y("label_y:Q"), alt.Text("account:N"))
    halo = base.mark_text(baseline="bottom", limit=_LONGEST, style="halo", aria=False).encode(*text)
    label = base.mark_text(baseline="bottom", limit=_LONGEST).encode(*text)
    return alt.layer(line, circle, halo, label).properties(height=_HEIGHT)
