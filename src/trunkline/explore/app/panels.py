"""Answers on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from itertools import groupby

import altair as alt
import marimo as mo

from trunkline.explore.answers import Answer
from trunkline.explore.questions import SECTIONS, Question
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.search import search
from trunkline.explore.selection import PostView
from trunkline.explore.theme import DARK, LIGHT, spec_of

_WIDE, _NARROW = 1040, 480
_MENU = {"export": True, "source": False, "compiled": False, "editor": False}
_WIDTHS = {"text": 440}
_NOTHING = "There is nothing of this in the selected posts."


def heading(servers: Sequence[str], view: PostView) -> mo.Html:
    """What this is about, and how much there is."""
    numbers = [mo.stat(value=f"{value:,}", label=name, bordered=True) for name, value in headline_numbers(view).items()]
    title = _styled("h1", f"Posts seen on {', '.join(servers)}", "font-size: 2rem; font-weight: 700; margin: 0")
    return mo.vstack([title, mo.hstack(numbers, widths="equal", wrap=True)])


def sections(view: PostView) -> dict[str, Callable[[], mo.Html]]:
    """The sections of questions; each is asked when it is looked at."""
    return {name: partial(_section, view, questions) for name, questions in SECTIONS.items()}


def _section(view: PostView, questions: Sequence[Question]) -> mo.Html:
    answers = [question(view) for question in questions]
    rows = [list(row) for _, row in groupby(answers, lambda answer: answer.wide)]
    return mo.vstack([_row(row) for row in rows], gap=1.5)


def _row(answers: list[Answer]) -> mo.Html:
    """A wide answer, or narrow ones in two columns."""
    panels = [panel(answer) for answer in answers]
    if answers[0].wide:
        return mo.vstack(panels, gap=1.5)
    return mo.vstack([mo.hstack(panels[n : n + 2], widths="equal", gap=2) for n in range(0, len(panels), 2)], gap=1.5)


def found(view: PostView, query: str) -> mo.Html:
    """The posts that a query finds."""
    return (
        panel(search(view, query), open_table=True)
        if query.strip()
        else mo.md("Posts that have all of the words. A phrase goes in quotes.")
    )


def panel(answer: Answer, *, open_table: bool = False) -> mo.Html:
    """An answer: what it says, its chart and its table."""
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
    """The chart of an answer in the colours of the app."""
    palette = DARK if mo.app_meta().theme == "dark" else LIGHT
    shown = alt.Chart.from_dict(spec_of(answer, palette, _WIDE if answer.wide else _NARROW))
    shown["usermeta"] = {"embedOptions": {"actions": _MENU}}
    return shown


def _styled(tag: str, text: str, style: str) -> mo.Html:
    return mo.Html(f'<{tag} style="{style}">{escape(text)}</{tag}>')
