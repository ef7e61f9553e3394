"""Deleting statuses."""

from __future__ import annotations

from trunkline.sandbox.rules.content import forget_quoted
from trunkline.sandbox.rules.conversations import remove_from_conversations
from trunkline.sandbox.rules.feeds import remove_status as take_off_timelines
from trunkline.sandbox.rules.notification_requests import reconsider_request
from trunkline.sandbox.store.database import Row, Store

_ASKING = "SELECT account_id, from_account_id FROM notifications WHERE status_id = ? AND filtered"


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/remove_status_service.rb
def remove_status(store: Store, status: Row, *, keep_media: bool) -> None:
    """Delete a status with its boosts; run it inside a transaction.

    With `keep_media` its attachments can be used for another status.
    """
    status_id = status["id"]
    _uncount(store, status)
    for boost in store.rows("SELECT * FROM statuses WHERE reblog_of_id = ?", (status_id,)):
        remove_status(store, boost, keep_media=False)
    take_off_timelines(store, status_id)
    remove_from_conversations(store, status_id)
    forget_quoted(store, status)
    if keep_media:
        store.execute(
            "UPDATE media_attachments SET status_id = NULL, position = NULL WHERE status_id = ?", (status_id,)
        )
    else:
        store.execute("DELETE FROM media_attachments WHERE status_id = ?", (status_id,))
    asking = store.rows(_ASKING, (status_id,))
    store.execute("DELETE FROM statuses WHERE id = ?", (status_id,))
    for notification in asking:
        reconsider_request(store, notification["account_id"], notification["from_account_id"])


def _uncount(store: Store, status: Row) -> None:
    counts = []
    if status["visibility"] != "direct":
        counts.append(("accounts", "statuses_count", status["account_id"]))
    if status["in_reply_to_id"] is not None and status["visibility"] in {"public", "unlisted"}:
        counts.append(("statuses", "replies_count", status["in_reply_to_id"]))
    if status["reblog_of_id"] is not None:
        counts.append(("statuses", "reblogs_count", status["reblog_of_id"]))
    quoted = store.value(
        "SELECT quoted_status_id FROM quotes WHERE status_id = ? AND state = 'accepted'", (status["id"],)
    )
    if quoted is not None:
        counts.append(("statuses", "quotes_count", quoted))
    for table, column, row_id in counts:
        store.execute(f"UPDATE {table} SET {column} = max({column} - 1, 0) WHERE id = ?", (row_id,))
