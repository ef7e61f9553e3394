"""Fan-out of an action to timelines, notifications, conversations and streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.http.context import EventPublisher, base_of, hub_of, store_of
from trunkline.sandbox.live import channels
from trunkline.sandbox.live.pushing import queue_pushes
from trunkline.sandbox.rules.boost_feeds import TimelineEntry
from trunkline.sandbox.rules.conversations import add_to_conversations
from trunkline.sandbox.rules.feeds import add_status, subscribers
from trunkline.sandbox.rules.notifying import create_notification
from trunkline.sandbox.rules.removal import remove_status
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.database import Row, Store

_TOLD = "SELECT account_id FROM notifications WHERE status_id = ? AND type = 'mention' AND NOT filtered ORDER BY id"
_CONVERSATIONS = "SELECT account_conversation_id FROM account_conversation_statuses WHERE status_id = ?"
_BOOSTERS = """
SELECT s.account_id FROM statuses s JOIN users u ON u.account_id = s.account_id WHERE s.reblog_of_id = ?
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/fan_out_on_write_service.rb
class Fanout:
    """Fan-out of actions. `base` is the server's address as the acting client knows it."""

    def __init__(self, store: Store, hub: EventPublisher, base: str) -> None:
        self._store = store
        self._hub = hub
        self._base = base

    # -- statuses ------------------------------------------------------------------------------------------------

    def status_posted(self, status_id: int) -> None:
        """Distribute a new status or boost."""
        status = self._status(status_id)
        with self._store.transaction():
            add_status(self._store, status_id)
            notifications = self._notifications_of_post(status)
            conversations = self._conversations_of_post(status) if status["visibility"] == "direct" else []
        self._publish_status("update", status)
        self._publish_notifications(notifications)
        self._publish_conversations(conversations)

    def status_edited(self, status_id: int, newly_mentioned: Iterable[int] = ()) -> None:
        """Notify boosters, quoting authors and newly mentioned accounts of an edit, and publish it."""
        status = self._status(status_id)
        author = status["account_id"]
        quoting = self._store.rows(
            "SELECT account_id, status_id FROM quotes WHERE quoted_status_id = ? AND state = 'accepted'", (status_id,)
        )
        with self._store.transaction():
            add_status(self._store, status_id)
            told = [(person, "mention", status_id) for person in newly_mentioned]
            told += [(person, "update", status_id) for person in self._store.column(_BOOSTERS, (status_id,))]
            told += [(quote["account_id"], "quoted_update", quote["status_id"]) for quote in quoting]
            made = [create_notification(self._store, to, kind, author, about) for to, kind, about in told]
        self.status_changed(status_id)
        self._publish_notifications(made)

    def status_changed(self, status_id: int) -> None:
        """Publish the present state of a status that was edited, or is no longer quoting."""
        status = self._status(status_id)
        self._publish_status("status.update", status)
        for person in channels.mentioned_people(self._store, status_id):
            self._publish_to("status.update", status_id, channels.notifications(person), person)

    def status_deleted(self, status: Row, *, keep_media: bool) -> None:
        """Delete a status with its boosts, and publish that.

        Args:
            status: the status.
            keep_media: its attachments can be used for another status.
        """
        store = self._store
        boosts = store.rows("SELECT * FROM statuses WHERE reblog_of_id = ?", (status["id"],))
        told = {gone["id"]: channels.channels_of_deleted(store, gone) for gone in (*boosts, status)}
        conversations = store.column(_CONVERSATIONS, (status["id"],))
        with store.transaction():
            remove_status(store, status, keep_media=keep_media)
        for status_id, names in told.items():
            self._publish_deletion(status_id, names)
        self._publish_conversations(conversations)

    def taken_out(self, entries: Iterable[TimelineEntry]) -> None:
        """Publish that home and list timelines do not show statuses any longer."""
        for entry in entries:
            self._publish_deletion(entry.status_id, [channels.channel_of(entry)])

    def _status(self, status_id: int) -> Row:
        row = self._store.row("SELECT * FROM statuses WHERE id = ?", (status_id,))
        if row is None:
            raise LookupError(f"no status {status_id}")
        return row

    def _notifications_of_post(self, status: Row) -> list[int | None]:
        store, author = self._store, status["account_id"]
        boosted = status["reblog_of_id"]
        if boosted is not None:
            author_of_boosted = store.value("SELECT account_id FROM statuses WHERE id = ?", (boosted,))
            return [create_notification(store, author_of_boosted, "reblog", author, boosted)]
        mentioned = store.column("SELECT account_id FROM mentions WHERE status_id = ? AND NOT silent", (status["id"],))
        quote = store.row("SELECT * FROM quotes WHERE status_id = ? AND state = 'accepted'", (status["id"],))
        quoted = [] if quote is None else [quote["quoted_account_id"]]
        made = [create_notification(store, person, "quote", author, status["id"]) for person in quoted]
        made += [create_notification(store, person, "mention", author, status["id"]) for person in mentioned]
        if status["in_reply_to_account_id"] in (None, author):
            # Who is mentioned is told of both, as by Mastodon's two workers:
            # https://github.com/mastodon/mastodon/blob/main/app/workers/feed_insert_worker.rb
            waiting = subscribers(store, status["id"])
            made += [create_notification(store, one, "status", author, status["id"]) for one in waiting]
        return made

    def _conversations_of_post(self, status: Row) -> list[int]:
        """Add a direct status to the conversations of its author and of those who are told of it."""
        told = self._store.column(_TOLD, (status["id"],))
        return add_to_conversations(self._store, status["id"], dict.fromkeys([status["account_id"], *told]))

    # -- other actions -------------------------------------------------------------------------------------------

    def notify(
        self,
        account_id: int,
        kind: str,
        from_account_id: int,
        status_id: int | None = None,
        details: Mapping[str, int] | None = None,
    ) -> int | None:
        """Create a notification and publish it.

        Returns:
            Its id, or `None` if the receiver does not get it.
        """
        with self._store.transaction():
            made = create_notification(self._store, account_id, kind, from_account_id, status_id, details)
        self._publish_notifications([made])
        return made

    def requests_accepted(self, account_id: int, conversation_ids: Iterable[int]) -> None:
        """Publish that notifications which were filtered are shown now, and the conversations that came with them."""
        self._publish_conversations(conversation_ids)
        self._hub.publish("notifications_merged", "1", [channels.notifications(account_id)])

    def conversation_changed(self, row_id: int) -> None:
        """Publish that a conversation was marked as read or unread."""
        self._publish_conversations([row_id])

    # -- publishing ----------------------------------------------------------------------------------------------

    def _publish_status(self, event: str, status: Row) -> None:
        public = [name for name in channels.public_channels(self._store, status) if self._hub.has_listeners(name)]
        if public:
            shown = Serializer(self._store, self._base).status(status["id"])
            self._hub.publish(event, encode({**shown, "filtered": []}).decode(), public)
        for channel, owner in channels.home_channels(self._store, status["id"]).items():
            self._publish_to(event, status["id"], channel, owner)

    # Source: https://github.com/mastodon/mastodon/blob/main/app/lib/status_cache_hydrator.rb (pinned)
    def _publish_to(self, event: str, status_id: int, channel: str, viewer_id: int) -> None:
        """Publish a status to one person. Unlike answers, events have `pinned` also where an author could not pin."""
        if self._hub.has_listeners(channel):
            shown = Serializer(self._store, self._base, viewer_id).status(status_id)
            if shown["account"]["id"] == str(viewer_id):
                shown.setdefault("pinned", False)
            self._hub.publish(event, encode(shown).decode(), [channel])

    def _publish_deletion(self, status_id: int, names: Iterable[str]) -> None:
        for name in names:
            self._hub.publish("delete", str(status_id), [name])

    def _publish_notifications(self, ids: Iterable[int | None]) -> None:
        for notification_id in ids:
            row = self._store.row("SELECT * FROM notifications WHERE id = ? AND NOT filtered", (notification_id,))
            if row is None:
                continue
            queue_pushes(self._store, self._hub, row)
            channel = channels.notifications(row["account_id"])
            if self._hub.has_listeners(channel):
                shown = Serializer(self._store, self._base, row["account_id"]).notifications([row])[0]
                self._hub.publish("notification", encode(shown).decode(), [channel])

    def _publish_conversations(self, ids: Iterable[int]) -> None:
        for row_id in ids:
            row = self._store.row("SELECT * FROM account_conversations WHERE id = ?", (row_id,))
            if row is None:
                continue
            channel = channels.direct(row["account_id"])
            if self._hub.has_listeners(channel):
                shown = Serializer(self._store, self._base, row["account_id"]).conversations([row])[0]
                self._hub.publish("conversation", encode(shown).decode(), [channel])


def fanout_of(request: Request) -> Fanout:
    """Return the fan-out for actions in `request`."""
    return Fanout(store_of(request), hub_of(request), base_of(request))
