"""Network drawings of accounts and the interactions between them."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trunkline.explore.answers import Chart

Matrix: TypeAlias = NDArray[np.float64]

_STEPS = 300
_HEIGHT = 480
_MARGIN = 0.06
_SMALLEST, _LARGEST = 40, 900
_BOX = np.array([0.085, 0.075])


def drawing(edges: pa.Table, start: str, end: str, number: str) -> Chart:
    """Draw accounts as circles, sized by what they receive, and lines between them, as wide as their number.

    Args:
        edges: a row for each line.
        start: the column of the accounts at which lines start.
        end: the column of the accounts at which lines end.
        number: the column of the numbers.
    """
    rows = edges.to_pylist()
    names = sorted({row[start] for row in rows} | {row[end] for row in rows})
    index = {name: n for n, name in enumerate(names)}
    links = np.zeros((len(names), len(names)))
    for row in rows:
        links[index[row[start]], index[row[end]]] += row[number]
    places = layout(links + links.T)
    lines = edges.select([start, end, number])
    for side, column in (("", start), ("2", end)):
        at = places[[index[row[column]] for row in rows]]
        lines = lines.append_column(f"x{side}", [at[:, 0]]).append_column(f"y{side}", [at[:, 1]])
    return _chart(lines, _circles(names, links.sum(axis=0), places, number), start, end, number)


def _circles(names: list[str], numbers: Matrix, places: Matrix, number: str) -> pa.Table:
    """Return a row for each account, with its circle and the position of its name above."""
    size = _SMALLEST + (_LARGEST - _SMALLEST) * numbers / numbers.max(initial=1)
    above = (np.sqrt(size / np.pi) + 4) * (1 + 2 * _MARGIN) / _HEIGHT
    return pa.table(
        {
            "account": pa.array(names, pa.string()),
            "label": pa.array(short_names(names), pa.string()),
            number: numbers.astype(int),
            "x": places[:, 0],
            "y": places[:, 1],
            "size": size,
            "label_y": places[:, 1] + above,
        }
    )


def short_names(accounts: list[str]) -> list[str]:
    """Return the accounts without their domains; ambiguous names keep the domain up to its first dot."""
    names = [account.partition("@")[0] for account in accounts]
    count = Counter(names)
    return [
        name if count[name] == 1 else account.partition(".")[0] for name, account in zip(names, accounts, strict=True)
    ]


def layout(links: Matrix) -> Matrix:
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
    return _with_room((places * [1, 2] + 1) / 2)


def _with_room(places: Matrix) -> Matrix:
    """Move positions apart until the label boxes of the nodes do not overlap."""
    index = np.arange(len(places))
    order = np.sign(index[:, None] - index[None])
    for _ in range(_STEPS):
        apart = places[:, None] - places[None]
        overlap = np.clip(1 - np.abs(apart) / _BOX, 0, None) * np.abs(order)[:, :, None]
        least = overlap.min(axis=2, keepdims=True)
        away = np.where(apart == 0, order[:, :, None], np.sign(apart))
        places = np.clip(places + (least * away * _BOX * (overlap == least)).sum(axis=1) / 3, 0, 1)
    return places


def _chart(lines: pa.Table, circles: pa.Table, start: str, end: str, number: str) -> Chart:
    scale = alt.Scale(domain=[-_MARGIN, 1 + _MARGIN], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=scale), alt.Y("y:Q", axis=None, scale=scale)
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
    text = (x, alt.Y("label_y:Q"), alt.Text("label:N"))
    halo = base.mark_text(baseline="bottom", style="halo").encode(*text)
    label = base.mark_text(baseline="bottom").encode(*text)
    return alt.layer(line, circle, halo, label).properties(height=_HEIGHT)
