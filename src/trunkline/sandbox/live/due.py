"""Work that falls due: scheduled statuses, ends of polls and of mutes."""

from __future__ import annotations

import json
import logging

from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.fanout import Fanout
from trunkline.sandbox.live.pushing import wake_sender
from trunkline.sandbox.rules.drafts import draft_of_scheduled
from trunkline.sandbox.rules.link_cards import attach_card
from trunkline.sandbox.rules.posting import post_status
from trunkline.sandbox.rules.relations import unmute
from trunkline.sandbox.store.database import Row, Store

logger = logging.getLogger(__name__)

_DUE = "SELECT * FROM scheduled_statuses WHERE scheduled_at <= ? ORDER BY scheduled_at, id"
_ENDED = """
SELECT id, status_id, account_id FROM polls
WHERE expiry_notified = 0 AND expires_at <= ? AND status_id IS NOT NULL ORDER BY expires_at, id
"""
_NEXT = """
SELECT min(at) FROM (
    SELECT min(scheduled_at) AS at FROM scheduled_statuses
    UNION ALL SELECT min(expires_at) FROM polls WHERE expiry_notified = 0 AND status_id IS NOT NULL
    UNION ALL SELECT min(expires_at) FROM mutes)
"""
_FORGIVEN = "SELECT account_id, target_account_id FROM mutes WHERE expires_at <= ? ORDER BY expires_at, id"


def next_due(store: Store) -> int | None:
    """Return the earliest moment at which work is due, in milliseconds since 1970; `None` if there is no work."""
    moment: int | None = store.value(_NEXT)
    return moment


def run_due(store: Store, hub: EventPublisher, site: ServerSite) -> int:
    """Do all work that is due by the store's clock. Push messages to be tried again are left to their sender.

    Two threads may call this at once.

    Args:
        store: the database.
        hub: receiver of stream events.
        site: the server's own address.

    Returns:
        The number of statuses posted, polls and mutes ended.
    """
    fanout = Fanout(store, hub, site.url)
    scheduled = store.rows(_DUE, (store.now(),))
    for row in scheduled:
        _post(store, fanout, row, site)
    ended = store.rows(_ENDED, (store.now(),))
    for row in ended:
        _end_poll(store, fanout, row)
    forgiven = store.rows(_FORGIVEN, (store.now(),))
    for row in forgiven:
        with store.transaction():
            unmute(store, row["account_id"], row["target_account_id"])
    wake_sender(store, hub)
    return len(scheduled) + len(ended) + len(forgiven)


# Source: https://github.com/mastodon/mastodon/blob/main/app/workers/publish_scheduled_status_worker.rb
def _post(store: Store, fanout: Fanout, row: Row, site: ServerSite) -> None:
    """Post a scheduled status. One that has become invalid is dropped."""
    params = json.loads(row["params"])
    try:
        with store.transaction():
            if store.execute("DELETE FROM scheduled_statuses WHERE id = ?", (row["id"],)).rowcount == 0:
                return
            draft = draft_of_scheduled(params)
            status_id = post_status(store, row["account_id"], draft, site.domain, params.get("application_id"))
    except ApiError as error:
        logger.warning("scheduled status %s was dropped: %s", row["id"], error.message)
        store.execute("DELETE FROM scheduled_statuses WHERE id = ?", (row["id"],))
        return
    fanout.status_posted(status_id)
    attach_card(store, status_id, site.host)


# Source: https://github.com/mastodon/mastodon/blob/main/app/workers/poll_expiration_notify_worker.rb
def _end_poll(store: Store, fanout: Fanout, poll: Row) -> None:
    """Notify the author and all voters."""
    claimed = "UPDATE polls SET expiry_notified = 1 WHERE id = ? AND expiry_notified = 0"
    if store.execute(claimed, (poll["id"],)).rowcount == 0:
        return
    voters = store.column("SELECT DISTINCT account_id FROM poll_votes WHERE poll_id = ?", (poll["id"],))
    for account_id in dict.fromkeys([poll["account_id"], *voters]):
        fanout.notify(account_id, "poll", poll["account_id"], poll["status_id"])
