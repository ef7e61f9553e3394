"""The pages of the tables and views with their columns."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.pipeline.catalogue import CATALOGUE, Resource
from trunkline.pipeline.describing.tables import HISTORY, ColumnText, history_table, tables_of
from trunkline.pipeline.describing.views import VIEW_TEXTS

from .rst import first_sentence, page, prose, table, title, toctree


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    made = {f"tables/{names[0]}.rst": _resources(names) for names in _groups()}
    return {**made, "tables/views.rst": _views(), "tables/history.rst": _history(), "tables/index.rst": _index()}


def _groups() -> list[list[str]]:
    """Return the names of the resources, those whose tables have the same columns together."""
    groups: list[list[str]] = []
    for name, resource in CATALOGUE.items():
        same = [group for group in groups if CATALOGUE[group[0]].shape == resource.shape]
        if same:
            same[0].append(name)
        else:
            groups.append([name])
    return groups


def _index() -> str:
    import trunkline.pipeline

    homes = {name: names[0] for names in _groups() for name in names}
    rows = [
        (f":doc:`{name} <{homes[name]}>`", first_sentence(one.read.__doc__), ", ".join(one.key), _needs(one))
        for name, one in CATALOGUE.items()
    ]
    return page(
        "Tables and columns",
        "Each resource of the source is a table, with tables below it for lists. In the :doc:`views <views>` each "
        "thing is there once; :doc:`/data` explains them.",
        table(("table", "rows", "key", "loaded"), rows, "18 42 22 18"),
        toctree("views", *dict.fromkeys(homes.values()), "history"),
        _about_columns(trunkline.pipeline.__doc__ or ""),
    )


def _about_columns(docstring: str) -> str:
    """Return the part of the docstring of the pipeline that explains columns: what follows its table."""
    return docstring.rpartition("==\n\n")[2].partition("\n\nWhat is loaded\n")[0]


def _needs(resource: Resource) -> str:
    if not resource.by_default:
        return "by name"
    subjects = "own account by default" if resource.needs == "own account" else f"with ``{resource.subjects}``"
    return subjects if resource.subjects else {"token": "with a token", "nothing": "always"}[resource.needs]


def _resources(names: list[str]) -> str:
    """Return the page of one resource, or of several whose tables have the same columns."""
    resource = CATALOGUE[names[0]]
    parts = [part for heading, columns in tables_of(names[0]).items() for part in _columns(heading, columns)]
    others = ", ".join(f"``{one}``" for one in names[1:])
    same = f"The tables {others} have the same columns, and tables below them of the same names after their own."
    return page(
        ", ".join(names if len(names) < 3 else (*names[:2], "…")),
        f"The columns of the key are {', '.join(f'``{one}``' for one in resource.key)}.",
        same if others else "",
        *parts,
    )


def _columns(heading: str, columns: Iterable[ColumnText]) -> list[str]:
    rows = [(f"``{one.name}``", one.type, one.meaning) for one in columns]
    return [title(f"``{heading}``", 1), table(("column", "type", "meaning"), rows, "32 15 53")]


def _history() -> str:
    from trunkline.pipeline.upkeep import history

    parts = [part for one in HISTORY for part in _columns(one.name, history_table(one))]
    return page("Tables of the history", prose(history.__doc__), *parts)


def _views() -> str:
    """Return the page of the views."""
    parts = []
    for name, view in VIEW_TEXTS.items():
        key = ", ".join(f"``{one}``" for one in view.key)
        rows = [(f"``{column}``", meaning) for column, meaning in view.columns.items()]
        parts += [title(f"``{name}``", 1), f"A row is {view.rows}; its key is {key}."]
        parts.append(table(("column", "meaning"), rows, "30 70"))
    return page("Views", ":doc:`/data` explains what they do with what was loaded several times.", *parts)
