"""The tidy layer has the same rows in every database that can be run here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.destinations.places import Place
from tests.pipeline.canned import Canned, status
from trunkline.pipeline.tidy.views import SchemaTables, make_views, queries

TIMES_OF_LOADS = ("first_loaded_at", "last_loaded_at", "valid_from", "_dlt_id", "_lists")
"""Columns that differ from load to load. Equal rows of two tables are equally good."""


def content(place: Place) -> dict[str, list[str]]:
    """The rows of all views, in any order."""
    make_views(place.pipeline)
    with place.pipeline.sql_client() as client:
        names = queries(SchemaTables(place.pipeline.default_schema, client))
        return {name: sorted(map(repr, _rows(client, name))) for name in names}


def _rows(client: Any, view: str) -> list[dict[str, Any]]:
    with client.execute_query(f"SELECT * FROM {view}") as cursor:
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [{name: str(row[name]) for name in columns if name not in TIMES_OF_LOADS} for row in rows]


def with_every_relation(canned: Canned) -> None:
    """Add to the posts of a server what makes rows in each view."""
    home = canned.lists["/api/v1/timelines/home"]
    home[0] |= {"in_reply_to_id": home[1]["id"], "in_reply_to_account_id": "1"}
    home[1] |= {"quote": {"state": "accepted", "quoted_status": status(3)}, "card": {"url": "https://a.test"}}
    home[2] |= {"poll": {"id": "1", "options": [{"title": "Yes", "votes_count": 1}]}}
    home[4] |= {"mentions": [{"id": "2", "username": "user2", "url": "u", "acct": "user2@far.test"}]}
    home[6] |= {"reblog": status(2, quote={"state": "accepted", "quoted_status": status(1)})}


@pytest.mark.soak
def test_postgres_shows_what_duckdb_shows(place_named: Callable[[str], Place], canned: Canned) -> None:
    with_every_relation(canned)
    shown = []
    for name in ("duckdb", "postgres"):
        place = place_named(name)
        place.load(canned.url)
        shown.append(content(place))
    assert shown[0] == shown[1]
    assert {name for name, rows in shown[0].items() if not rows} <= {"edits"}
