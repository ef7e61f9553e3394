"""Rule."""

from __future__ import annotations

import json

from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Store


def serialize_rules(store: Store) -> list[Json]:
    """Build the Rule entities in order."""
    return [
        {
            "id": str(row["id"]),
            "text": row["text"],
            "hint": row["hint"],
            "translations": json.loads(row["translations"]),
        }
        for row in store.rows("SELECT * FROM rules ORDER BY position, id")
    ]
