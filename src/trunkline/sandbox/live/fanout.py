"""Fan-out of an action to timelines, notifications, conversations and streams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.http.context import EventPublisher, base_of, hub_of, store_of
from trunkline.sandbox.live.pushing import queue_pushes
from trunkline.sandbox.rules.conversations import add_to_conversations
from trunkline.sandbox.rules.feeds import add_status, subscribers
from trunkline.sandbox.rules.notifying import create_notification
from trunkline.sandbox.serializers.serializer import Serializer
from trunkline.sandbox.store.database import Row, Store

_TAGS = "SELECT t.name FROM statuses_tags st JOIN tags t ON t.id = st.tag_id WHERE st.status_id = ?"
_TOLD = "SELECT account_id FROM notifications WHERE status_id = ? AND type = 'mention' AND NOT filtered ORDER BY id"
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
        self._publish_status("status.update", status)
        self._publish_notifications(made)

    def channels_of(self, status_id: int) -> list[str]:
        """Return the channels that carry a status. Call it before deleting the status."""
        status = self._status(status_id)
        return [*self._personal_channels(status_id), *self._public_channels(status)]

    def status_deleted(self, status_id: int, channels: Iterable[str]) -> None:
        """Publish the deletion of a status to `channels`."""
        self._hub.publish("delete", str(status_id), channels)

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
            waiting = [one for one in subscribers(store, status["id"]) if one not in mentioned]
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
        self._hub.publish("notifications_merged", "1", [f"user:notification:{account_id}"])

    def filters_changed(self, account_id: int) -> None:
        """Publish that the filters of an account have changed."""
        self._hub.publish("filters_changed", None, [f"user:{account_id}"])

    # -- channels ------------------------------------------------------------------------------------------------

    def _personal_channels(self, status_id: int) -> list[str]:
        homes = self._store.column("SELECT account_id FROM home_feed WHERE status_id = ?", (status_id,))
        lists = self._store.column("SELECT list_id FROM list_feed WHERE status_id = ?", (status_id,))
        return [*(f"user:{one}" for one in homes), *(f"list:{one}" for one in lists)]

    def _public_channels(self, status: Row) -> list[str]:
        if status["visibility"] != "public" or status["reblog_of_id"] is not None:
            return []
        origin = "local" if status["local"] else "remote"
        channels = []
        if status["in_public_feed"]:
            channels += ["public", f"public:{origin}"]
            if status["has_media"]:
                channels += ["public:media", f"public:{origin}:media"]
        for name in self._store.column(_TAGS, (status["id"],)):
            channels.append(f"hashtag:{name}")
            if status["local"]:
                channels.append(f"hashtag:{name}:local")
        return channels

    # -- publishing ----------------------------------------------------------------------------------------------

    def _publish_status(self, event: str, status: Row) -> None:
        public = [name for name in self._public_channels(status) if self._hub.has_listeners(name)]
        if public:
            shown = Serializer(self._store, self._base).status(status["id"])
            self._hub.publish(event, encode({**shown, "filtered": []}).decode(), public)
        for channel in self._personal_channels(status["id"]):
            if self._hub.has_listeners(channel):
                self._hub.publish(event, self._payload(status["id"], self._owner_of(channel)), [channel])

    def _payload(self, status_id: int, viewer_id: int) -> str:
        return encode(Serializer(self._store, self._base, viewer_id).status(status_id)).decode()

    def _owner_of(self, channel: str) -> int:
        kind, _, number = channel.partition(":")
        if kind == "user":
            return int(number)
        return int(self._store.value("SELECT account_id FROM lists WHERE id = ?", (int(number),)))

    def _publish_notifications(self, ids: Iterable[int | None]) -> None:
        for notification_id in ids:
            row = self._store.row("SELECT * FROM notifications WHERE id = ? AND NOT filtered", (notification_id,))
            if row is None:
                continue
            queue_pushes(self._store, self._hub, row)
            channels = [f"user:{row['account_id']}", f"user:notification:{row['account_id']}"]
            if any(self._hub.has_listeners(channel) for channel in channels):
                shown = Serializer(self._store, self._base, row["account_id"]).notifications([row])[0]
                self._hub.publish("notification", encode(shown).decode(), channels)

    def _publish_conversations(self, ids: Iterable[int]) -> None:
        for row_id in ids:
            row = self._store.row("SELECT * FROM account_conversations WHERE id = ?", (row_id,))
            if row is None:
                continue
            channel = f"direct:{row['account_id']}"
            if self._hub.has_listeners(channel):
                shown = Serializer(self._store, self._base, row["account_id"]).conversations([row])[0]
                self._hub.publish("conversation", encode(shown).decode(), [channel])


def fanout_of(request: Request) -> Fanout:
    """Return the fan-out for actions in `request`."""
    return Fanout(store_of(request), hub_of(request), base_of(request))
