# Settings of a project that the environment lies in must not name folders to import from.
#
# /// script
# [tool.marimo.runtime]
# pythonpath = []
# ///
"""The marimo app of ``trunkline explore``; takes ``--snapshot FILE``."""

import marimo

app = marimo.App(width="medium", app_title="Trunkline: loaded posts", html_head_file="head.html", css_file="app.css")

with app.setup:
    from typing import Any

    import marimo as mo

    from trunkline.explore.app import filters, panels


@app.cell
def _() -> Any:
    snapshot = filters.given_snapshot()
    chosen = filters.filters(snapshot)
    query = mo.ui.text(placeholder='tea or "a cup of tea"', label="Search the posts", full_width=True)
    return chosen, query, snapshot


@app.cell
def _(chosen: Any, snapshot: Any) -> Any:
    view = snapshot.view(filters.selection_of(chosen.value))
    return (view,)


@app.cell
def _(snapshot: Any) -> Any:
    panels.heading(snapshot.asked())


@app.cell
def _(query: Any, view: Any) -> Any:
    mo.vstack([query, panels.found(view, query.value)])


@app.cell
def _(chosen: Any) -> Any:
    mo.hstack(list(chosen.elements.values()), justify="start", align="end", gap=1, wrap=True)


@app.cell
def _(view: Any) -> Any:
    panels.numbers(view)


@app.cell
def _(view: Any) -> Any:
    mo.ui.tabs(panels.sections(view), lazy=True)


if __name__ == "__main__":
    app.run()
