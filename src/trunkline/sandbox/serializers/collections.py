"""Collection and CollectionItem."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.sandbox.rules.collections import VISIBLE_ITEMS
from trunkline.sandbox.serializers.common import Json, grouped
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso

_TAGS = "SELECT id, name FROM tags WHERE id IN (SELECT value FROM json_each(?))"
_COUNTS = """
SELECT collection_id, count(*) FROM collection_items
WHERE collection_id IN (SELECT value FROM json_each(?)) GROUP BY collection_id
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/collection_serializer.rb
def collections(store: Store, base: str, viewer_id: int | None, rows: Sequence[Row]) -> list[Json]:
    """Build the Collection entities for rows of `collections`."""
    ids = id_list(row["id"] for row in rows)
    items = grouped(store.rows(VISIBLE_ITEMS, {"collections": ids, "viewer": viewer_id}), "collection_id")
    counts = {row[0]: row[1] for row in store.rows(_COUNTS, (ids,))}
    wanted = id_list(row["tag_id"] for row in rows if row["tag_id"] is not None)
    tags = {row["id"]: row["name"] for row in store.rows(_TAGS, (wanted,))}
    return [_collection(row, base, items[row["id"]], counts.get(row["id"], 0), tags.get(row["tag_id"])) for row in rows]


def _collection(row: Row, base: str, items: Sequence[Row], count: int, tag: str | None) -> Json:
    return {
        "id": str(row["id"]),
        "uri": f"{base}/ap/users/{row['account_id']}/collections/{row['id']}",
        "name": row["name"],
        "description": row["description"],
        "language": row["language"],
        "account_id": str(row["account_id"]),
        "local": True,
        "sensitive": bool(row["sensitive"]),
        "discoverable": bool(row["discoverable"]),
        "url": f"{base}/collections/{row['id']}",
        "item_count": count,
        "created_at": iso(row["created_at"]),
        "updated_at": iso(row["updated_at"]),
        "tag": None if tag is None else {"name": tag, "url": f"{base}/tags/{tag}"},
        "items": [collection_item(item) for item in items],
    }


def collection_item(row: Row) -> Json:
    """Build the CollectionItem entity."""
    return {
        "id": str(row["id"]),
        "state": row["state"],
        "created_at": iso(row["created_at"]),
        "account_id": str(row["account_id"]),
    }
