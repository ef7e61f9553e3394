"""Descriptions of the loaded data, for the documentation and for assistants.

`tables` describes the columns of the tables by the docstrings of the entities that they hold, `views` the views of
`trunkline.pipeline.tidy`, and what in them is not a field of an entity.
"""

from __future__ import annotations

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.describing.tables import HISTORY, history_table, tables_of
from trunkline.pipeline.describing.views import VIEW_TEXTS

_DLT = {
    "_dlt_load_id": "Load that wrote the row.",
    "_dlt_id": "Key of the row, ``_dlt_parent_id`` in the tables of its lists.",
    "_dlt_root_id": "``_dlt_id`` of the row of the resource's own table.",
    "_dlt_parent_id": "``_dlt_id`` of the row above.",
    "_dlt_list_idx": "Place in the list, from 0.",
}


def rows_of(table: str) -> str:
    """Return what a row of a table or view is; empty if that is not known."""
    if table in VIEW_TEXTS:
        return VIEW_TEXTS[table].rows
    resource, _, path = table.partition("__")
    if resource not in CATALOGUE:
        return ""
    return (
        f"an item of the list {path} of {resource}" if path else (CATALOGUE[resource].read.__doc__ or "").split(".")[0]
    )


def columns_of(table: str) -> dict[str, str]:
    """Return the meanings of the columns of a table or view, as far as they are known."""
    if table in VIEW_TEXTS:
        return _plain(VIEW_TEXTS[table].columns)
    resource = table.partition("__")[0]
    described = {one.name: history_table(one) for one in HISTORY}
    if resource in CATALOGUE:
        described |= tables_of(resource)
    return _plain(_DLT | {column.name: column.meaning for column in described.get(table, ())})


def _plain(meanings: dict[str, str]) -> dict[str, str]:
    """Return texts with the marks of Markdown, which those of reStructuredText are close to."""
    return {name: " ".join(meaning.replace("``", "`").split()) for name, meaning in meanings.items()}
