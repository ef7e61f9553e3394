"""List."""

from __future__ import annotations

from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row


def serialize_list(row: Row) -> Json:
    """Build the List entity."""
    return {
        "id": str(row["id"]),
        "title": row["title"],
        "replies_policy": row["replies_policy"],
        "exclusive": bool(row["exclusive"]),
    }
