"""History of posts: earlier texts, counts, and deletions, in three tables beside those of the resources.

================== ============================================================ =================================
table              a row is                                                     a new one is made
================== ============================================================ =================================
status_versions    the text of a post, from ``_dlt_valid_from`` to              when text, media or poll have
                   ``_dlt_valid_to`` (empty: still)                             changed
status_snapshots   the counts of a post at ``observed_at``                      when a count has changed
status_deletions   a post that a server does not show any more, since           when that is noticed
                   ``noticed_at``; ``returned_at`` if it was back later
================== ============================================================ =================================

A boost is no post: versions and snapshots are those of the boosted post, under its own id. ``status_versions`` is a
slowly changing dimension of type 2, kept by dlt. A deletion may be that of a boost, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from trunkline.pipeline.crawling.server import Row, as_row
from trunkline.pipeline.tabular.columns import Column
from trunkline.pipeline.tabular.shapes import JSON, TEXT, Object, Scalar

COUNTS = ("replies_count", "reblogs_count", "favourites_count", "quotes_count")
"""Counts in a snapshot."""

TEXTS = ("uri", "content", "spoiler_text", "language", "sensitive", "visibility", "edited_at")
"""Fields of a post in a version."""

KEPT_OF_LISTS = {"media_attachments": ("id", "type", "description"), "poll__options": ("title",)}
"""Fields of lists in a version."""

_TIME, _NUMBER, _YES_NO = Scalar("timestamp"), Scalar("bigint"), Scalar("bool")


@dataclass(frozen=True, slots=True)
class HistoryTable:
    """Table of the history.

    Attributes:
        name: its name.
        shape: shape of its rows.
        key: columns that identify the post of a row.
        versioned: a row with another ``version`` ends the one before instead of replacing it.
    """

    name: str
    shape: Object
    key: tuple[str, ...]
    versioned: bool = False


_ID: dict[str, Any] = {"_instance": TEXT, "id": TEXT}

VERSIONS = HistoryTable(
    "status_versions",
    Object(
        {
            **_ID,
            **dict.fromkeys(TEXTS, TEXT),
            "sensitive": _YES_NO,
            "edited_at": _TIME,
            "media_attachments": JSON,
            "poll": JSON,
            "version": TEXT,
        }
    ),
    ("_instance", "id"),
    versioned=True,
)
VERSION_COLUMNS: dict[str, Column] = {
    "version": {"data_type": "text", "nullable": False, "x-row-version": True},
    "_dlt_valid_from": {"data_type": "timestamp", "nullable": True, "x-valid-from": True},
    "_dlt_valid_to": {
        "data_type": "timestamp",
        "nullable": True,
        "x-valid-to": True,
        "x-active-record-timestamp": None,
    },
}
"""Hints for dlt on the columns of a slowly changing dimension."""

SNAPSHOTS = HistoryTable(
    "status_snapshots",
    Object({**_ID, "observed_at": _TIME, **dict.fromkeys(COUNTS, _NUMBER)}),
    ("_instance", "id", "observed_at"),
)
DELETIONS = HistoryTable(
    "status_deletions",
    Object({**_ID, "uri": TEXT, "noticed_at": _TIME, "returned_at": _TIME}),
    ("_instance", "id"),
)


def posts_in(row: Row) -> Iterator[Row]:
    """Yield the posts in a row of a status table, with ``_instance``: itself or the boosted one, and the quoted one."""
    post = _object(row.get("reblog")) or row
    for one in (post, _object(post.get("quote")).get("quoted_status")):
        shown = as_row(one)
        if shown.get("id") is not None:
            yield {**shown, "_instance": row["_instance"]}


def distinct_posts(rows: Iterable[Row]) -> list[Row]:
    """Return the posts that rows show, each as the last of the rows shows it."""
    return list({(post["_instance"], post["id"]): post for row in rows for post in posts_in(row)}.values())


def version_of(post: Row) -> Row:
    """Build the row of a version: the text of a post with media and poll, and a hash of it all in ``version``."""
    row = {name: or_nothing(post.get(name)) for name in ("_instance", "id", *TEXTS)}
    row["media_attachments"] = _only(post.get("media_attachments"), KEPT_OF_LISTS["media_attachments"])
    row["poll"] = _only(_object(post.get("poll")).get("options"), KEPT_OF_LISTS["poll__options"])
    row["version"] = blake2b(msgspec.json.encode(row), digest_size=16).hexdigest()
    return row


def or_nothing(value: Any) -> Any:
    """Return *value*, or ``None`` for an empty text, which some destinations cannot tell apart."""
    return None if value == "" else value


def snapshot_of(post: Row, observed_at: datetime) -> Row:
    """Build the row of a snapshot, with the counts that the server sends."""
    counts = {name: post.get(name) for name in COUNTS}
    return {"_instance": post["_instance"], "id": post["id"], "observed_at": observed_at.isoformat(), **counts}


def _only(items: Any, names: Iterable[str]) -> list[Row] | None:
    """Return objects with *names* alone: the fields that a person has written or chosen."""
    return (
        [{name: or_nothing(item.get(name)) for name in names} for item in items if isinstance(item, dict)]
        if items and isinstance(items, list)
        else None
    )


def _object(value: Any) -> Row:
    """Return *value* if it is an object, otherwise an empty one."""
    return value if isinstance(value, dict) else {}
