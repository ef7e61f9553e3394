"""Announcement."""

from __future__ import annotations

from trunkline.sandbox.rules.text import extract_hashtags, tag_path
from trunkline.sandbox.serializers.common import Emojis, Json, address, with_base
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso, iso_or_none
from trunkline.text.hashtags import normalise_tag

_REACTIONS = """
SELECT r.name, count(*) AS count, max(r.account_id = :viewer) AS me, e.path, e.static_path
FROM announcement_reactions r
LEFT JOIN custom_emojis e ON e.shortcode = r.name AND e.domain IS NULL
WHERE r.announcement_id = :announcement GROUP BY r.name ORDER BY min(r.id)
"""


def serialize_announcement(store: Store, base: str, row: Row, viewer_id: int | None = None) -> Json:
    """Build the Announcement entity. For a viewer, `row` has the column `read`."""
    emojis = Emojis(store, base)
    emojis.add(row["text"])
    emojis.load()
    return {
        "id": str(row["id"]),
        "content": with_base(base, row["content"]),
        "starts_at": iso_or_none(row["starts_at"]),
        "ends_at": iso_or_none(row["ends_at"]),
        "all_day": bool(row["all_day"]),
        "published_at": iso(row["published_at"]),
        "updated_at": iso(row["updated_at"]),
        **({} if viewer_id is None else {"read": bool(row["read"])}),
        "mentions": [],
        "statuses": [],
        "tags": [
            {"name": normalise_tag(name), "url": base + tag_path(normalise_tag(name))}
            for name in extract_hashtags(row["text"])
        ],
        "emojis": emojis.used_in(None, row["text"]),
        "reactions": [
            _reaction(reaction, base)
            for reaction in store.rows(_REACTIONS, {"announcement": row["id"], "viewer": viewer_id})
        ],
    }


def _reaction(row: Row, base: str) -> Json:
    shown: Json = {"name": row["name"], "count": row["count"], "me": bool(row["me"])}
    if row["path"] is not None:
        shown |= {"url": address(base, row["path"]), "static_url": address(base, row["static_path"])}
    return shown
