"""Rule: what the server asks of the people on it."""

import json

from mastodon.sandbox.store import Store

from .common import Json


def rules(store: Store) -> list[Json]:
    """All rules, in their order."""
    return [
        {
            "id": str(row["id"]),
            "text": row["text"],
            "hint": row["hint"],
            "translations": json.loads(row["translations"]),
        }
        for row in store.rows("SELECT * FROM rules ORDER BY position, id")
    ]
