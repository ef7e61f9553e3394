"""Removing the rows of a purge from a dataset, and names and links from the texts of other people."""

from __future__ import annotations

from typing import Any

from trunkline.pipeline.purge.finding import CONTACT, PurgeTarget, answers, contact, doomed, doomed_history, shows
from trunkline.pipeline.purge.redacting import Redactor
from trunkline.pipeline.purge.tables import Dataset, StoredTable, Where, among

_CARD = "card__"


def erase(data: Dataset, target: PurgeTarget) -> None:
    """Remove the rows of a purge, then its names and links from those that stay."""
    for table in data.lists:
        where = table.below(doomed(table.resource, target))
        if table.name.startswith(f"{table.resource.name}__{CONTACT}"):
            where |= table.below(contact(table.resource, target))
        for prefix in table.accounts:
            where |= shows(table, prefix, target)
        data.delete(table, where)
    for table in data.roots:
        data.delete(table, doomed(table, target))
        for where in doomed_history(table, target):
            data.delete(table, where)
        _forget_contact(data, table, target)
        _forget_answers(data, table, target)
    redactor = Redactor(target.names)
    for table in (*data.roots, *data.lists):
        _redact(data, table, redactor)


def _forget_contact(data: Dataset, table: StoredTable, target: PurgeTarget) -> None:
    """Clear the contact account of servers."""
    columns = [name for name in table.columns if name.startswith(CONTACT)]
    data.change(table, dict.fromkeys(columns), contact(table, target))


def _forget_answers(data: Dataset, table: StoredTable, target: PurgeTarget) -> None:
    """Clear the ids of posts and accounts that posts reply to."""
    for column in table.columns:
        if column.endswith("in_reply_to_account_id"):
            status = column.replace("_account_id", "_id")
            for where in answers(table, column, target):
                data.change(table, dict.fromkeys(one for one in (status, column) if table.has(one)), where)


def _redact(data: Dataset, table: StoredTable, redactor: Redactor) -> None:
    """Remove names and links from all texts of a table."""
    columns = (*table.texts, *table.jsons)
    where = redactor.suspects([table.lower(column) for column in columns])
    values = (table.columns["_dlt_id"], *(table.columns[column] for column in columns))
    for row_id, *texts in data.distinct(table, values, where):
        changed = _changed(table, dict(zip(columns, texts, strict=True)), redactor)
        if changed:
            data.change(table, changed, among(table.columns["_dlt_id"], [row_id]))
            _forget_authors(data, table, row_id, changed)


def _changed(table: StoredTable, texts: dict[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Return new values for the columns of a row that hold names or links."""
    changed: dict[str, Any] = {}
    for column, text in texts.items():
        if text is None or not redactor.is_in(str(text)):
            continue
        changed[column] = None if column in table.jsons else redactor.without(text)
        if column.endswith(f"{_CARD}url"):  # the preview of a page of the account: title, text and picture are from it
            prefix = column.removesuffix("url")
            changed |= dict.fromkeys(name for name in table.columns if name.startswith(prefix))
    return changed


def _forget_authors(data: Dataset, table: StoredTable, row_id: str, changed: dict[str, Any]) -> None:
    """Remove the authors of a preview that was left empty."""
    for column in changed:
        authors = data.get(f"{table.name}__{column.removesuffix('url')}authors")
        if column.endswith(f"{_CARD}url") and authors is not None:
            data.delete(authors, Where(f"{authors.columns['_dlt_parent_id']} = %s", (row_id,)))
