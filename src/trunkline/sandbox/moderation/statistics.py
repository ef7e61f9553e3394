"""How many people and posts there are."""

from __future__ import annotations

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, first_id

_ACTIVE = """
SELECT count(*) FROM users u JOIN accounts a ON a.id = u.account_id
WHERE a.last_status_at >= :since OR u.created_at >= :since
"""
_ACTIVE_BETWEEN = """
SELECT count(DISTINCT account_id) FROM statuses WHERE id >= :first AND id < :last AND local
"""


def active_users(store: Store, days: int) -> int:
    """People of this server who posted or joined in the last `days`."""
    return int(store.value(_ACTIVE, {"since": store.now() - days * DAY}))


def users(store: Store) -> int:
    """People of this server."""
    return int(store.value("SELECT count(*) FROM users"))


def local_statuses(store: Store) -> int:
    """Statuses of people of this server."""
    return int(store.value("SELECT coalesce(sum(statuses_count), 0) FROM accounts WHERE domain IS NULL"))


def weekly_activity(store: Store, weeks: int = 12) -> list[dict[str, str]]:
    """Instance::Activity: statuses, active people and new people in each week, the current one first."""
    now = store.now()
    monday = now - (now // DAY + 3) % 7 * DAY - now % DAY
    return [_week(store, monday - offset * 7 * DAY) for offset in range(weeks)]


def _week(store: Store, start: int) -> dict[str, str]:
    end = start + 7 * DAY
    ids = {"first": first_id(start), "last": first_id(end)}
    statuses = store.value("SELECT count(*) FROM statuses WHERE id >= :first AND id < :last AND local", ids)
    joined = store.value("SELECT count(*) FROM users WHERE created_at >= ? AND created_at < ?", (start, end))
    return {
        "week": str(start // 1000),
        "statuses": str(statuses),
        "logins": str(store.value(_ACTIVE_BETWEEN, ids)),
        "registrations": str(joined),
    }
