"""Numbers of users and statuses."""

from __future__ import annotations

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, first_id, start_of_day

_ACTIVE = """
SELECT count(*) FROM users u JOIN accounts a ON a.id = u.account_id
WHERE a.last_status_at >= :since OR u.created_at >= :since
"""
_ACTIVE_BETWEEN = """
SELECT count(DISTINCT account_id) FROM statuses WHERE id >= :first AND id < :last AND local
"""
_WEEKS = 12


def active_users(store: Store, days: int) -> int:
    """Return the number of local accounts that posted or registered in the last `days`."""
    return int(store.value(_ACTIVE, {"since": store.now() - days * DAY}))


def users(store: Store) -> int:
    """Return the number of local accounts."""
    return int(store.value("SELECT count(*) FROM users"))


def local_statuses(store: Store) -> int:
    """Return the number of statuses by local accounts."""
    return int(store.value("SELECT coalesce(sum(statuses_count), 0) FROM accounts WHERE domain IS NULL"))


# Source: https://github.com/mastodon/mastodon/blob/main/app/presenters/instance_presenter.rb
def weekly_activity(store: Store) -> list[dict[str, str]]:
    """Build the Instance::Activity entities: statuses, active and new accounts by week, the current week first.

    A week begins now, or a multiple of seven days ago, and consists of that day and of the six after it.
    """
    now = store.now()
    return [_week(store, now - number * 7 * DAY) for number in range(_WEEKS)]


def _week(store: Store, begin: int) -> dict[str, str]:
    start = start_of_day(begin)
    end = start + 7 * DAY
    ids = {"first": first_id(start), "last": first_id(end)}
    statuses = store.value("SELECT count(*) FROM statuses WHERE id >= :first AND id < :last AND local", ids)
    joined = store.value("SELECT count(*) FROM users WHERE created_at >= ? AND created_at < ?", (start, end))
    return {
        "week": str(begin // 1000),
        "statuses": str(statuses),
        "logins": str(store.value(_ACTIVE_BETWEEN, ids)),
        "registrations": str(joined),
    }
