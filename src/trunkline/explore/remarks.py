"""Sentences about what loads have left out, from what they have written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trunkline.explore.columns import COPIED, CopiedTables
from trunkline.explore.formatting import be, counted, day, moment
from trunkline.explore.records import LoadRecords
from trunkline.ids import Id
from trunkline.pipeline.consent import PRIVATE
from trunkline.pipeline.tabular.tables import REJECTED

if TYPE_CHECKING:
    import duckdb

_OUTCOMES = {
    "read": "read",
    "unfinished": "not read to the end",
    "refused": "refused",
    "failed": "failed",
    "resting": "left alone after errors",
}
_SERVERS = f"""
SELECT outcome, count(*) FROM (
    SELECT outcome FROM {COPIED}._servers QUALIFY row_number() OVER (PARTITION BY _instance ORDER BY asked_at DESC) = 1
) GROUP BY outcome ORDER BY count(*) DESC, outcome
"""
_DELETED = f"SELECT count(*) FROM {COPIED}.posts WHERE deleted_at IS NOT NULL"


def loaded_remarks(connection: duckdb.DuckDBPyConnection, tables: CopiedTables, records: LoadRecords) -> Iterator[str]:
    """Yield sentences about the copied tables and the records of their loads.

    Args:
        connection: the database with the copied tables and their views.
        tables: the copied tables.
        records: what dlt has written down.
    """

    def number(query: str) -> int:
        ((found,),) = connection.execute(query).fetchall()
        return int(found)

    ((loaded_at,),) = connection.execute("SELECT timezone('UTC', loaded_at) FROM span").fetchall()
    since = f" The last rows were loaded on {moment(loaded_at)} UTC." if loaded_at else ""
    yield f"The numbers are about the posts that were loaded, not about whole servers or communities.{since}"
    if tables.has("_servers", "outcome"):
        outcomes = connection.execute(_SERVERS).fetchall()
        asked = sum(count for _, count in outcomes)
        listed = ", ".join(f"{count:,} {_OUTCOMES.get(outcome, outcome)}" for outcome, count in outcomes)
        yield f"{counted(asked, 'server')} {'was' if asked == 1 else 'were'} asked: {listed}."
    yield from _ends(records)
    yield _rules(records)
    yield from _purged(records)
    if tables.has(REJECTED, "_dlt_id"):
        found = f"SELECT count(*) FROM {COPIED}.{REJECTED}"
        values = number(f"{found} WHERE path IS NOT NULL") if tables.has(REJECTED, "path") else 0
        if rows := number(found) - values:
            yield f"{counted(rows, 'row')} that could not be read {be(rows)} only in the table {REJECTED}."
        if values:
            yield f"{counted(values, 'value')} that fit no column {be(values)} only in the table {REJECTED}."
    if deleted := number(_DELETED):
        yield f"{counted(deleted, 'post')} that servers no longer show {be(deleted)} left out."


def _ends(records: LoadRecords) -> Iterator[str]:
    """Yield how far lists were read back."""
    if not records.ends and not records.unfinished:
        yield "How far back lists were read (by since or limit) is not known: the loads have not written it down."
        return
    limited = {table: [end for end in ends if end] for table, ends in records.ends.items()}
    parts = [f"{table}{_since(ends)}" for table, ends in limited.items() if ends]
    if parts:
        yield f"A sample: lists were read back to a limit (since or limit), older rows are missing: {'; '.join(parts)}."
    if whole := [table for table, ends in limited.items() if not ends]:
        yield f"Read back as far as servers go: {', '.join(whole)}."
    if records.unfinished:
        yield f"Not read to the end yet, another load goes on: {', '.join(records.unfinished)}."


def _since(ends: list[str]) -> str:
    times = sorted(when for end in ends if (when := _time(end)) is not None)
    if not times:
        return ""
    first, last = day(times[0]), day(times[-1])
    return f" since {first}" if first == last else f" ({len(ends):,} lists) since {first} to {last}"


def _time(end: str) -> datetime | None:
    """Return the time of a point in the memory of a load, where it has one; ids have no colons."""
    try:
        when = datetime.fromisoformat(end) if ":" in end else Id(end).created_at
    except ValueError:
        return None
    return when if when is None or when.tzinfo else when.replace(tzinfo=UTC)


def _rules(records: LoadRecords) -> str:
    left_out = records.left_out
    if left_out is None:
        return "How many posts the rules of consent left out is not known: the loads have not written it down."
    if not left_out.total():
        return "The rules of consent left out no post."
    number = left_out.total()
    rules = [
        f"{count:,} {'followers-only or direct' if rule == PRIVATE else f'by {rule}'}"
        for rule, count in left_out.most_common()
    ]
    again = ", those that were read again counted again" if number > 1 else ""
    return f"The rules of consent left out {counted(number, 'post')} ({', '.join(rules)}){again}."


def _purged(records: LoadRecords) -> Iterator[str]:
    purged = records.purged
    parts = [
        counted(len(found), noun) for found, noun in ((purged.accounts, "account"), (purged.servers, "server")) if found
    ]
    if parts:
        yield f"Purged, and left out by every load: {' and '.join(parts)}."
