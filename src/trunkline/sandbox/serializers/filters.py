"""Filter with its FilterKeyword and FilterStatus, and V1::Filter."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from trunkline.sandbox.serializers.common import Json, grouped
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso_or_none

Parts = defaultdict[int, list[Row]]

_IN = "IN (SELECT value FROM json_each(?))"
_KEYWORDS = f"SELECT * FROM filter_keywords WHERE filter_id {_IN} ORDER BY id"
_STATUSES = f"SELECT * FROM filter_statuses WHERE filter_id {_IN} ORDER BY id"


def filters(store: Store, rows: Sequence[Row]) -> list[Json]:
    """Build the Filter entities with keywords and statuses for rows of `filters`."""
    keywords, statuses = parts_of(store, rows)
    return [
        {
            **filter_alone(row),
            "keywords": [filter_keyword(one) for one in keywords[row["id"]]],
            "statuses": [filter_status(one) for one in statuses[row["id"]]],
        }
        for row in rows
    ]


def parts_of(store: Store, rows: Sequence[Row]) -> tuple[Parts, Parts]:
    """Read the keywords and the statuses of filters, by filter."""
    ids = (id_list(row["id"] for row in rows),)
    return grouped(store.rows(_KEYWORDS, ids), "filter_id"), grouped(store.rows(_STATUSES, ids), "filter_id")


def filter_alone(row: Row) -> Json:
    """Build the Filter entity as it appears inside a FilterResult."""
    return {
        "id": str(row["id"]),
        "title": row["title"],
        "context": json.loads(row["context"]),
        "expires_at": iso_or_none(row["expires_at"]),
        "filter_action": row["action"],
    }


def filter_keyword(row: Row) -> Json:
    """Build the FilterKeyword entity."""
    return {"id": str(row["id"]), "keyword": row["keyword"], "whole_word": bool(row["whole_word"])}


def filter_status(row: Row) -> Json:
    """Build the FilterStatus entity."""
    return {"id": str(row["id"]), "status_id": str(row["status_id"])}


def filter_v1(row: Row) -> Json:
    """Build the V1::Filter entity for a row of `filter_keywords` with the columns of its filter."""
    return {
        "id": str(row["id"]),
        "phrase": row["keyword"],
        "context": json.loads(row["context"]),
        "whole_word": bool(row["whole_word"]),
        "expires_at": iso_or_none(row["expires_at"]),
        "irreversible": row["action"] == "hide",
    }
