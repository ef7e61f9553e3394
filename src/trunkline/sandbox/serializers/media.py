"""MediaAttachment."""

from __future__ import annotations

import json

from trunkline.sandbox.serializers.common import Json, address_or_none
from trunkline.sandbox.store.database import Row


def media_attachment(row: Row, base: str) -> Json:
    """Build the MediaAttachment entity; `url` is null while the file is being processed."""
    ready = row["processing"] == "complete"
    return {
        "id": str(row["id"]),
        "type": row["type"],
        "url": address_or_none(base, row["path"]) if ready else None,
        "preview_url": address_or_none(base, row["preview_path"]),
        "remote_url": row["remote_url"],
        "preview_remote_url": row["preview_remote_url"],
        "text_url": None,
        "meta": None if row["meta"] is None else json.loads(row["meta"]),
        "description": row["description"],
        "blurhash": row["blurhash"],
    }
