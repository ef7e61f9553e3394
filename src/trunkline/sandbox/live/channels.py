"""The channels that carry a status, and those that are told that it is gone.

Sources: https://github.com/mastodon/mastodon/blob/main/app/services/fan_out_on_write_service.rb,
https://github.com/mastodon/mastodon/blob/main/app/services/remove_status_service.rb
"""

from __future__ import annotations

from trunkline.sandbox.rules.boost_feeds import TimelineEntry
from trunkline.sandbox.store.database import Row, Store

_TAGS = "SELECT t.name FROM statuses_tags st JOIN tags t ON t.id = st.tag_id WHERE st.status_id = ?"
_MENTIONED = """
SELECT m.account_id FROM mentions m JOIN users u ON u.account_id = m.account_id
WHERE m.status_id = ? AND NOT m.silent ORDER BY m.account_id
"""
# The author and the followers. Who has a status because of its hashtag is not told that it is gone.
_HOMES_OF_FOLLOWERS = """
SELECT h.account_id FROM home_feed h WHERE h.status_id = :status AND (h.account_id = :author OR EXISTS (
    SELECT 1 FROM follows f WHERE f.account_id = h.account_id AND f.target_account_id = :author))
"""


def public_channels(store: Store, status: Row) -> list[str]:
    """Return the channels that carry a status for everybody."""
    if not _is_public(status) or store.value("SELECT limited FROM accounts WHERE id = ?", (status["account_id"],)):
        return []
    return [*(_live(status) if status["in_public_feed"] else []), *_hashtags(store, status)]


def home_channels(store: Store, status_id: int) -> dict[str, int]:
    """Return the channels of the home and list timelines that show a status, with the owner of each."""
    homes = store.column("SELECT account_id FROM home_feed WHERE status_id = ?", (status_id,))
    lists = store.rows(
        "SELECT l.id, l.account_id FROM list_feed h JOIN lists l ON l.id = h.list_id WHERE h.status_id = ?",
        (status_id,),
    )
    return {**{home(one): one for one in homes}, **{f"list:{one['id']}": one["account_id"] for one in lists}}


def mentioned_people(store: Store, status_id: int) -> list[int]:
    """Return the local accounts that a status mentions."""
    return store.column(_MENTIONED, (status_id,))


def channels_of_deleted(store: Store, status: Row) -> list[str]:
    """Return the channels that are told that a status is gone. Call it before the status is deleted.

    Somebody who is mentioned and follows the author is told twice. Public channels are told also of answers, which they
    have not shown.
    """
    homes = store.column(_HOMES_OF_FOLLOWERS, {"status": status["id"], "author": status["account_id"]})
    lists = store.column("SELECT list_id FROM list_feed WHERE status_id = ?", (status["id"],))
    personal = [*map(home, homes), *(f"list:{one}" for one in lists), *map(home, mentioned_people(store, status["id"]))]
    return [*personal, *_hashtags(store, status), *_live(status)] if _is_public(status) else personal


def channel_of(entry: TimelineEntry) -> str:
    """Return the channel of a home or list timeline."""
    return home(entry.owner) if entry.of_home else f"list:{entry.owner}"


def home(account_id: int) -> str:
    """Return the channel of a home timeline."""
    return f"user:{account_id}"


def notifications(account_id: int) -> str:
    """Return the channel of the notifications of an account."""
    return f"user:notification:{account_id}"


def direct(account_id: int) -> str:
    """Return the channel of the conversations of an account."""
    return f"direct:{account_id}"


def _is_public(status: Row) -> bool:
    return status["visibility"] == "public" and status["reblog_of_id"] is None


def _live(status: Row) -> list[str]:
    names = ["public", f"public:{'local' if status['local'] else 'remote'}"]
    return [*names, *(f"{name}:media" for name in names)] if status["has_media"] else names


def _hashtags(store: Store, status: Row) -> list[str]:
    names = [f"hashtag:{name}" for name in store.column(_TAGS, (status["id"],))]
    return [*names, *(f"{name}:local" for name in names)] if status["local"] else names
