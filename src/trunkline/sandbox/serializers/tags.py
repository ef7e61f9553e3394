"""Tag and FeaturedTag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from trunkline.sandbox.rules.accounts import account_url
from trunkline.sandbox.rules.text import tag_path
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import DAY, SNOWFLAKE_BITS, first_id, iso_day, start_of_day

if TYPE_CHECKING:
    from trunkline.sandbox.serializers.serializer import Serializer

DAYS = 7
_USAGE = f"""
SELECT tag_id, (status_id >> {SNOWFLAKE_BITS}) / {DAY} AS day, count(*) AS uses, count(DISTINCT account_id) AS accounts
FROM statuses_tags
WHERE tag_id IN (SELECT value FROM json_each(:ids)) AND status_id >= :since
GROUP BY tag_id, day
"""
_FEATURED = """
SELECT f.id, f.name, t.name AS tag,
    (SELECT count(*) FROM statuses_tags st JOIN statuses s ON s.id = st.status_id
        WHERE st.account_id = f.account_id AND st.tag_id = f.tag_id AND s.visibility IN ('public', 'unlisted')) AS uses,
    (SELECT max(s.created_at) FROM statuses_tags st JOIN statuses s ON s.id = st.status_id
        WHERE st.account_id = f.account_id AND st.tag_id = f.tag_id AND s.visibility IN ('public', 'unlisted')) AS last
FROM featured_tags f JOIN tags t ON t.id = f.tag_id WHERE f.account_id = ? ORDER BY uses DESC, f.id
"""
_MARKED = "SELECT tag_id FROM {table} WHERE account_id = ? AND tag_id IN (SELECT value FROM json_each(?))"


def serialize_tags(serializer: Serializer, rows: Sequence[Row]) -> list[Json]:
    """Build the Tag entities for rows of `tags`, with the usage of the last seven days."""
    store, viewer_id = serializer.store, serializer.viewer_id
    ids = [row["id"] for row in rows]
    usage = _usage(store, ids)
    followed = _marked(store, "followed_tags", viewer_id, ids)
    featured = _marked(store, "featured_tags", viewer_id, ids)
    shown = []
    for row in rows:
        tag: Json = {
            "id": str(row["id"]),
            "name": row["display_name"] or row["name"],
            "url": serializer.base + tag_path(row["name"]),
            "history": history(usage[row["id"]], store.now()),
        }
        if viewer_id is not None:
            tag["following"] = row["id"] in followed
            tag["featuring"] = row["id"] in featured
        shown.append(tag)
    return shown


def serialize_featured_tags(serializer: Serializer, account: Row) -> list[Json]:
    """Build the FeaturedTag entities of an account."""
    page = account_url(account, serializer.base)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "url": f"{page}/tagged/{quote(row['tag'])}",
            "statuses_count": str(row["uses"]),
            "last_status_at": None if row["last"] is None else iso_day(row["last"]),
        }
        for row in serializer.store.rows(_FEATURED, (account["id"],))
    ]


def _usage(store: Store, ids: Iterable[int]) -> defaultdict[int, dict[int, Row]]:
    since = first_day(store.now())
    usage: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for row in store.rows(_USAGE, {"ids": id_list(ids), "since": first_id(since)}):
        usage[row["tag_id"]][row["day"]] = row
    return usage


def first_day(now: int) -> int:
    """Return the beginning of the first day of the history, of which today is the last."""
    return start_of_day(now) - (DAYS - 1) * DAY


def history(usage: Mapping[int, Any], now: int) -> list[Json]:
    """Build the Tag::History entities of the last seven days, today first.

    `usage` maps days since 1970 to `uses` and `accounts`.
    """
    today = now // DAY
    days = []
    for day in range(today, today - DAYS, -1):
        row = usage.get(day)
        uses, accounts = (0, 0) if row is None else (row["uses"], row["accounts"])
        days.append({"day": str(day * DAY // 1000), "accounts": str(accounts), "uses": str(uses)})
    return days


def _marked(store: Store, table: str, viewer_id: int | None, ids: Iterable[int]) -> set[int]:
    if viewer_id is None:
        return set()
    return set(store.column(_MARKED.format(table=table), (viewer_id, id_list(ids))))
