"""The content of a push message."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.database import Row, Store
from trunkline.text.markup import tokenize

_LENGTH = 140
_ENDING = "..."
# Source: https://github.com/mastodon/mastodon/blob/main/config/locales/en.yml (notification_mailer)
_TITLES = {
    "admin.report": "{} submitted a report",
    "admin.sign_up": "{} signed up",
    "favourite": "{} favorited your post",
    "follow": "{} is now following you",
    "follow_request": "Pending follower: {}",
    "mention": "You were mentioned by {}",
    "moderation_warning": "You have received a moderation warning",
    "poll": "A poll by {} has ended",
    "quote": "{} quoted your post",
    "quoted_update": "{} edited a post you have quoted",
    "reblog": "{} boosted your post",
    "severed_relationships": "You have lost connections due to a moderation decision",
    "status": "{} just posted",
    "update": "{} edited a post",
}
# For the other types Mastodon has no title either, and sends what Rails shows in the place of a missing text.
_NO_TITLE = "Translation missing: en.notification_mailer.{}.subject"


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/web/notification_serializer.rb
def push_message(store: Store, base: str, notification: Row, token: str, locale: str | None) -> Json:
    """Build the content of a push message, with an English title.

    Args:
        store: the database.
        base: address of the server.
        notification: a row of `notifications`.
        token: access token of the subscription.
        locale: language of the user.
    """
    sender_id = notification["from_account_id"]
    senders = AccountBatch(store, base, notification["account_id"], [sender_id])
    sender = senders.get(sender_id)
    kind = notification["type"]
    title = _TITLES.get(kind, _NO_TITLE.format(kind)).format(sender["display_name"] or sender["username"])
    return {
        "access_token": token,
        "preferred_locale": locale or "en",
        "notification_id": notification["id"],
        "notification_type": kind,
        "icon": sender["avatar_static"],
        "title": title,
        "body": _body(store, notification, senders.rows[sender_id]["note"]),
    }


def _body(store: Store, notification: Row, note: str) -> str:
    status: Any = store.row("SELECT spoiler_text, text FROM statuses WHERE id = ?", (notification["status_id"],))
    written = note if status is None else status["spoiler_text"] or status["text"]
    text = "".join(token for token in tokenize(written) if isinstance(token, str))
    return text if len(text) <= _LENGTH else text[: _LENGTH - len(_ENDING)] + _ENDING
