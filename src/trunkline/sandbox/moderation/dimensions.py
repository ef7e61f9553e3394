"""Dimensions of the dashboard: figures by kind, the most frequent first."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.moderation.measures import human_size
from trunkline.sandbox.moderation.span import Span
from trunkline.sandbox.rules.languages import language_names
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import VERSION

# Queries for a key and a number. Source: https://github.com/mastodon/mastodon/blob/main/app/lib/admin/metrics/dimension.rb
_COUNTS = {
    "languages": """
        SELECT u.locale, count(*) FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE max(u.created_at, coalesce(a.last_status_at, 0)) BETWEEN :start AND :end GROUP BY 1
    """,
    "sources": """
        SELECT coalesce(p.name, 'web'), count(*) FROM users u LEFT JOIN apps p ON p.id = u.created_by_app_id
        WHERE u.created_at BETWEEN :start AND :end GROUP BY 1
    """,
    "servers": """
        SELECT coalesce(a.domain, :here), count(*) FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.id BETWEEN :start_id AND :end_id GROUP BY 1
    """,
    "tag_servers": """
        SELECT coalesce(a.domain, :here), count(*) FROM statuses_tags st JOIN accounts a ON a.id = st.account_id
        WHERE st.tag_id = :id AND st.status_id BETWEEN :start_id AND :end_id GROUP BY 1
    """,
    "tag_languages": """
        SELECT coalesce(s.language, 'und'), count(*) FROM statuses_tags st JOIN statuses s ON s.id = st.status_id
        WHERE st.tag_id = :id AND st.status_id BETWEEN :start_id AND :end_id GROUP BY 1
    """,
    "instance_accounts": """
        SELECT a.username, (SELECT count(*) FROM follows f WHERE f.target_account_id = a.id)
        FROM accounts a WHERE a.domain = :domain
    """,
    "instance_languages": """
        SELECT coalesce(s.language, 'und'), count(*) FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE a.domain = :domain AND s.id BETWEEN :start_id AND :end_id AND s.reblog_of_id IS NULL GROUP BY 1
    """,
}
# Required parameter by dimension.
DIMENSIONS = {
    "languages": None,
    "sources": None,
    "servers": None,
    "space_usage": None,
    "software_versions": None,
    "tag_servers": "id",
    "tag_languages": "id",
    "instance_accounts": "domain",
    "instance_languages": "domain",
}
_NAMES = {"web": "Website"}
# The programs that Mastodon names. The sandbox needs none of them, and names versions that Mastodon 4.7 runs with.
_SOFTWARE = (
    ("Mastodon", VERSION), ("Ruby", "3.4.8"), ("PostgreSQL", "17.7"), ("Redis", "8.4.0"), ("libvips", "8.17.3"),
    ("FFmpeg", "8.0"),
)  # fmt: skip


def dimension_json(
    store: Store, key: str, values: dict[str, Any], span: Span | None, limit: int | None
) -> dict[str, Any]:
    """Build the Admin::Dimension entity.

    Args:
        store: the database.
        key: a key of `DIMENSIONS`.
        values: named SQL values: `here`, the server's own domain, and the dimension's own parameter.
        span: the time to look at. Without one, figures of a span are empty.
        limit: largest number of entries.
    """
    if key == "space_usage":
        return {"key": key, "data": _space(store)}
    if key == "software_versions":
        return {"key": key, "data": _versions()}
    sql = f"{_COUNTS[key]} ORDER BY 2 DESC, 1 LIMIT :limit"
    named = dict.fromkeys(("start", "end", "start_id", "end_id")) | values
    if span is not None:
        named |= span.values()
    rows = store.rows(sql, {**named, "limit": -1 if limit is None else limit})
    return {
        "key": key,
        "data": [{"key": row[0], "human_key": _name(key, row[0]), "value": str(row[1])} for row in rows],
    }


def _name(key: str, part: str) -> str:
    known = language_names() if key.endswith("languages") else {}
    return known.get(part) or _NAMES.get(part, part)


def _space(store: Store) -> list[dict[str, str]]:
    """Return the sizes under Mastodon's names. What it keeps in Redis is part of the sandbox's one database."""
    database = store.value("PRAGMA page_count") * store.value("PRAGMA page_size")
    media = store.value("SELECT coalesce(sum(length(data)), 0) FROM files")
    sizes = (("postgresql", "PostgreSQL", database), ("redis", "Redis", 0), ("media", "Media storage", media))
    return [
        {"key": key, "human_key": name, "value": str(size), "unit": "bytes", "human_value": human_size(size)}
        for key, name, size in sizes
    ]


def _versions() -> list[dict[str, str]]:
    return [
        {"key": name.lower(), "human_key": name, "value": version, "human_value": version}
        for name, version in _SOFTWARE
    ]
