"""Answers as elements of the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import marimo as mo
import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.formatting import counted, moment, period, title_of
from trunkline.explore.pictures import PHONE, picture
from trunkline.explore.questions import SECTIONS, Question
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.left_out import left_out
from trunkline.explore.questions.search import search
from trunkline.explore.selection import PostView
from trunkline.explore.theme import DARK, LIGHT

_WIDTHS = {"text": 440}
_NOTHING = "No data for this in the selected posts."
_STYLE = f"""
<style>
.trunkline svg {{ display: block; width: 100%; height: auto; overflow: visible; }}
.trunkline svg.small {{ display: none; margin: 0 auto; }}
.trunkline svg text {{ unicode-bidi: isolate; }}
@media (max-width: {PHONE}px) {{
  .trunkline svg.large {{ display: none; }}
  .trunkline svg.small {{ display: block; }}
}}
</style>
"""


def heading(servers: Sequence[str]) -> mo.Html:
    """Return the title of the page."""
    return _styled("h1", title_of(servers), "font-size: 2rem; font-weight: 700; margin: 0; overflow-wrap: anywhere")


def numbers(view: PostView) -> mo.Html:
    """Return the period, the headline numbers, and sentences on what they leave out."""
    chosen = view.selection
    when = period(chosen.since, chosen.until) if chosen.since and chosen.until else ""
    totals = [mo.stat(value=f"{value:,}", label=name, bordered=True) for name, value in headline_numbers(view).items()]
    names = _muted("Replies and quotes are among the posts; boosts are not.")
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in left_out(view))
    style = "margin: 0; padding-left: 1.2rem; opacity: 0.75; list-style: disc; overflow-wrap: anywhere"
    excluded = mo.Html(f'<ul style="{style}">{sentences}</ul>')
    return mo.vstack([_title(when), _grid(totals, 112, gap="0.75rem"), names, _title("What is counted"), excluded])


def sections(view: PostView) -> dict[str, Callable[[], mo.Html]]:
    """Return functions that build the sections, so that questions are asked only when their tab is opened."""
    return {name: partial(_section, view, questions) for name, questions in SECTIONS.items()}


def _section(view: PostView, questions: Sequence[Question]) -> mo.Html:
    answers = [question(view) for question in questions]
    rows = [list(row) for _, row in groupby(answers, lambda answer: answer.wide)]
    return mo.vstack([_grid([panel(answer) for answer in row], 900 if row[0].wide else 400) for row in rows], gap=1.5)


def found(view: PostView, query: str) -> mo.Html:
    """Return the posts that match a search, or a hint if the query is empty."""
    if not query.strip():
        return _muted("Finds posts that contain all of the words. Put phrases in double quotes.")
    answer = search(view, query)
    return panel(answer, _texts(answer)) if not answer.empty else panel(answer)


def _texts(answer: Answer) -> mo.Html:
    """Return posts as a list to read."""
    posts = "".join(map(_post, answer.table.to_pylist()))
    style = "max-height: 32rem; overflow-y: auto; overflow-wrap: anywhere; margin: 0; padding: 0; list-style: none"
    return mo.Html(f'<ul class="found" style="{style}">{posts}</ul>')


def _post(row: dict[str, Any]) -> str:
    numbers = f"{counted(row['boosts'] or 0, 'boost')}, {counted(row['favourites'] or 0, 'favourite')}"
    return (
        f'<li style="padding: 0.6rem 0; border-bottom: 1px solid #8884"><bdi><b>{escape(row["account"])}</b></bdi> '
        f'<span style="opacity: 0.75">{_link(row["url"], _moment(row["time"]))}, {numbers}</span>'
        f'<div dir="auto" style="white-space: pre-wrap">{escape(row["text"])}</div></li>'
    )


def _link(url: str | None, text: str) -> str:
    """Return a link to a post; only the text if its address is none of the web."""
    if urlsplit(url or "").scheme not in {"http", "https"}:
        return escape(text)
    safe = 'target="_blank" rel="noopener noreferrer nofollow" style="text-decoration: underline"'
    return f'<a href="{escape(str(url))}" {safe}>{escape(text)}</a>'


def panel(answer: Answer, *more: mo.Html) -> mo.Html:
    """Return the title, caption, chart and table of an answer, with *more* elements before the table."""
    parts: list[object] = [_title(answer.title)]
    if answer.empty:
        return mo.vstack([*parts, mo.md(_NOTHING)])
    table = mo.ui.table(
        answer.table,
        selection=None,
        page_size=10,
        show_column_summaries=False,
        show_data_types=False,
        format_mapping={field.name: _moment for field in answer.table.schema if pa.types.is_timestamp(field.type)},
        wrapped_columns=[name for name in _WIDTHS if name in answer.table.column_names],
        column_widths={name: width for name, width in _WIDTHS.items() if name in answer.table.column_names},
    )
    parts += [_muted(answer.caption), chart(answer), *more, mo.accordion({"Numbers": table})]
    return mo.vstack(parts)


def chart(answer: Answer) -> mo.Html:
    """Return the chart of an answer in the light or dark colours of the app."""
    palette = DARK if mo.app_meta().theme == "dark" else LIGHT
    blue, orange, green = palette.series
    colours = {
        "ink": palette.ink,
        "muted": palette.muted,
        "line": palette.line,
        "surface": palette.surface,
        "blue": blue,
        "orange": orange,
        "green": green,
    }
    style = "; ".join(f"--{name}: {colour}" for name, colour in colours.items())
    return mo.Html(f'{_STYLE}<div class="trunkline" style="{style}">{picture(answer)}</div>')


def _grid(elements: Sequence[mo.Html], least: int, *, gap: str = "2rem") -> mo.Html:
    """Lay out elements in columns of at least *least* pixels, or below each other on a narrower page."""
    cells = "".join(f'<div style="min-width: 0">{element.text}</div>' for element in elements)
    columns = f"repeat(auto-fit, minmax(min(100%, {least}px), 1fr))"
    return mo.Html(f'<div style="display: grid; gap: {gap}; grid-template-columns: {columns}">{cells}</div>')


def _moment(value: object) -> str:
    return moment(value) if isinstance(value, datetime) else str(value)


def _title(text: str) -> mo.Html:
    return _styled("h3", text, "font-size: 1.15rem; font-weight: 650; margin: 0")


def _muted(text: str) -> mo.Html:
    return _styled("p", text, "margin: 0; opacity: 0.75")


def _styled(tag: str, text: str, style: str) -> mo.Html:
    return mo.Html(f'<{tag} style="{style}">{escape(text)}</{tag}>')
