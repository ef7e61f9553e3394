"""Answers as elements of the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from itertools import groupby

import altair as alt
import marimo as mo

from trunkline.explore.answers import Answer
from trunkline.explore.formatting import title_of
from trunkline.explore.questions import SECTIONS, Question
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.search import search
from trunkline.explore.selection import PostView
from trunkline.explore.theme import DARK, LIGHT, spec_of

_WIDE, _NARROW = 1040, 480
_MENU = {"export": True, "source": False, "compiled": False, "editor": False}
_WIDTHS = {"text": 440}
_NOTHING = "No data for this in the selected posts."


def heading(servers: Sequence[str], view: PostView) -> mo.Html:
    """Return the title of the page and the headline numbers."""
    numbers = [mo.stat(value=f"{value:,}", label=name, bordered=True) for name, value in headline_numbers(view).items()]
    title = _styled("h1", title_of(servers), "font-size: 2rem; font-weight: 700; margin: 0")
    return mo.vstack([title, mo.hstack(numbers, widths="equal", wrap=True)])


def sections(view: PostView) -> dict[str, Callable[[], mo.Html]]:
    """Return functions that build the sections, so that questions are asked only when their tab is opened."""
    return {name: partial(_section, view, questions) for name, questions in SECTIONS.items()}


def _section(view: PostView, questions: Sequence[Question]) -> mo.Html:
    answers = [question(view) for question in questions]
    rows = [list(row) for _, row in groupby(answers, lambda answer: answer.wide)]
    return mo.vstack([_row(row) for row in rows], gap=1.5)


def _row(answers: list[Answer]) -> mo.Html:
    """Lay out one wide answer, or narrow answers in two columns."""
    panels = [panel(answer) for answer in answers]
    if answers[0].wide:
        return mo.vstack(panels, gap=1.5)
    return mo.vstack([mo.hstack(panels[n : n + 2], widths="equal", gap=2) for n in range(0, len(panels), 2)], gap=1.5)


def found(view: PostView, query: str) -> mo.Html:
    """Return the posts that match a search, or a hint if the query is empty."""
    return (
        panel(search(view, query), open_table=True)
        if query.strip()
        else mo.md("Finds posts that contain all of the words. Put phrases in double quotes.")
    )


def panel(answer: Answer, *, open_table: bool = False) -> mo.Html:
    """Return the title, caption, chart and table of an answer."""
    parts: list[object] = [_styled("h3", answer.title, "font-size: 1.15rem; font-weight: 650; margin: 0")]
    if answer.empty:
        return mo.vstack([*parts, mo.md(_NOTHING)])
    table = mo.ui.table(
        answer.table,
        selection=None,
        page_size=10,
        show_column_summaries=False,
        show_data_types=False,
        wrapped_columns=[name for name in _WIDTHS if name in answer.table.column_names],
        column_widths={name: width for name, width in _WIDTHS.items() if name in answer.table.column_names},
    )
    parts += [
        _styled("p", answer.caption, "margin: 0; opacity: 0.75"),
        chart(answer),
        table if open_table else mo.accordion({"Numbers": table}),
    ]
    return mo.vstack(parts)


def chart(answer: Answer) -> alt.TopLevelMixin:
    """Return the chart of an answer in the light or dark colours of the app."""
    palette = DARK if mo.app_meta().theme == "dark" else LIGHT
    shown = alt.Chart.from_dict(spec_of(answer, palette, _WIDE if answer.wide else _NARROW))
    shown["usermeta"] = {"embedOptions": {"actions": _MENU}}
    return shown


def _styled(tag: str, text: str, style: str) -> mo.Html:
    return mo.Html(f'<{tag} style="{style}">{escape(text)}</{tag}>')
