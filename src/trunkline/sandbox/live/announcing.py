"""Announcements of the server: publishing and taking back, which Mastodon's staff does on its website."""

from __future__ import annotations

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.live.channels import home
from trunkline.sandbox.rules.text import format_text
from trunkline.sandbox.serializers.announcements import serialize_announcement
from trunkline.sandbox.store.database import Store


# Source: https://github.com/mastodon/mastodon/blob/main/app/workers/publish_scheduled_announcement_worker.rb
def announce(store: Store, hub: EventPublisher, base: str, text: str) -> int:
    """Publish an announcement and return its id."""
    now = store.now()
    values = {"text": text, "content": format_text(text), "published_at": now, "updated_at": now}
    announcement_id = store.insert("announcements", values)
    row = store.row("SELECT * FROM announcements WHERE id = ?", (announcement_id,))
    if row is not None:
        tell_everybody(store, hub, "announcement", encode(serialize_announcement(store, base, row)).decode())
    return announcement_id


def take_back(store: Store, hub: EventPublisher, announcement_id: int) -> bool:
    """Delete an announcement; return False if there is none with this id."""
    if not store.execute("DELETE FROM announcements WHERE id = ?", (announcement_id,)).rowcount:
        return False
    tell_everybody(store, hub, "announcement.delete", str(announcement_id))
    return True


def tell_everybody(store: Store, hub: EventPublisher, event: str, payload: str) -> None:
    """Publish an event to all local accounts."""
    hub.publish(event, payload, map(home, store.column("SELECT account_id FROM users")))
