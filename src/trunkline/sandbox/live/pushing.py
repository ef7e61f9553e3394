"""Web Push: messages for the subscriptions that want a notification, sent in the background.

Messages wait in the table `push_deliveries`, so that a restart loses none, and are sent to this machine alone.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.live.hub import PUSH, Hub
from trunkline.sandbox.live.push_encryption import (
    PushExchange,
    encrypt_aes128gcm,
    encrypt_aesgcm,
    signed_claims,
    unpadded,
)
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.rules.vapid import vapid_key, vapid_public_key
from trunkline.sandbox.rules.web_push import PUSH_LIFETIME, decoded_key, is_on_this_machine, unsubscribe_token
from trunkline.sandbox.serializers.push_messages import push_message
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.settings import VERSION, setting
from trunkline.sandbox.store.times import DAY

if TYPE_CHECKING:
    import httpx2

logger = logging.getLogger(__name__)

_CHANNELS = (PUSH,)

_PATIENCE = 10.0  # for an answer, in seconds
_SECOND = 1_000
# Source: https://github.com/mastodon/mastodon/blob/main/app/workers/web/push_notification_worker.rb
_RETRIES = 5
_SIGNED_FOR = DAY
_SUCCESS = range(200, 300)
_REFUSALS = frozenset(range(400, 500)) - {408, 429}

_SUBSCRIPTIONS = """
SELECT p.* FROM push_subscriptions p JOIN access_tokens t ON t.id = p.token_id WHERE t.account_id = ? ORDER BY p.id
"""
_IS_DUE = "SELECT 1 FROM push_deliveries WHERE due_at <= ? LIMIT 1"
_DUE = """
SELECT d.id AS delivery_id, d.retries, p.*, t.token, u.locale, n.id AS notification_id
FROM push_deliveries d JOIN push_subscriptions p ON p.id = d.subscription_id JOIN access_tokens t ON t.id = p.token_id
JOIN users u ON u.account_id = t.account_id JOIN notifications n ON n.id = d.notification_id
WHERE d.due_at <= ? ORDER BY d.id
"""


def queue_pushes(store: Store, hub: EventPublisher, notification: Row) -> None:
    """Let the subscriptions that want a notification have it; nothing happens without a sender."""
    if not any(hub.has_listeners(channel) for channel in _CHANNELS):
        return
    wanting = [
        row for row in store.rows(_SUBSCRIPTIONS, (notification["account_id"],)) if _wants(store, row, notification)
    ]
    for row in wanting:
        delivery = {"subscription_id": row["id"], "notification_id": notification["id"], "due_at": store.now()}
        store.insert("push_deliveries", delivery)
    if wanting:
        hub.publish(PUSH, "", _CHANNELS)


def wake_sender(store: Store, hub: EventPublisher) -> None:
    """Tell the sender if there are messages to be tried again."""
    if store.value(_IS_DUE, (store.now(),)):
        hub.publish(PUSH, "", _CHANNELS)


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/web/push_subscription.rb (pushable?)
def _wants(store: Store, subscription: Row, notification: Row) -> bool:
    """Return True if a subscription is on this machine, and for a notification of this type and sender."""
    if not is_on_this_machine(subscription["endpoint"]) or not json.loads(subscription["alerts"]).get(
        notification["type"]
    ):
        return False
    own, sender = notification["account_id"], notification["from_account_id"]
    match subscription["policy"]:
        case "all":
            return True
        case "followed":
            return is_related(store, "follows", own, sender)
        case "follower":
            return is_related(store, "follows", sender, own)
        case _:
            return False


class PushSender:
    """Sends push messages until it is cancelled, which gives up those that are under way; they stay in the table.

    Args:
        store: the database.
        hub: tells that something is due.
        base: address of the server, for the content of messages.
    """

    def __init__(self, store: Store, hub: Hub, base: str) -> None:
        self._store = store
        self._hub = hub
        self._base = base
        self._underway: set[int] = set()

    async def run(self) -> None:
        """Send what is due, and later whatever the hub tells of."""
        while not self._hub.closed:
            await self._run_until_disconnected()

    async def _run_until_disconnected(self) -> None:
        with self._hub.subscribe(_CHANNELS) as told:
            while not self._store.value(_IS_DUE, (self._store.now(),)):
                await told.messages()
                if told.closed:
                    return
            import httpx2

            client = httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=_PATIENCE)
            async with client, asyncio.TaskGroup() as group:
                while not told.closed:
                    self._start_due(group, client)
                    await told.messages()

    def _start_due(self, group: asyncio.TaskGroup, client: httpx2.AsyncClient) -> None:
        for row in self._store.rows(_DUE, (self._store.now(),)):
            if row["delivery_id"] not in self._underway:
                self._underway.add(row["delivery_id"])
                group.create_task(self._deliver(client, row))

    async def _deliver(self, client: httpx2.AsyncClient, row: Row) -> None:
        """Send one message. Whatever goes wrong must not end the others."""
        store = self._store
        try:
            notification = store.row("SELECT * FROM notifications WHERE id = ?", (row["notification_id"],))
            if notification is None or _is_stale(store, row, notification):
                self._forget(row)
            else:
                self._settle(row, await self._send(client, row, notification))
        except Exception:
            logger.exception("a push message could not be made")
            self._forget(row)
        finally:
            self._underway.discard(row["delivery_id"])

    async def _send(self, client: httpx2.AsyncClient, row: Row, notification: Row) -> int | None:
        """Send a message and return the HTTP status of the answer, `None` if there is none."""
        import httpx2

        content = push_message(self._store, self._base, notification, row["token"], row["locale"])
        try:
            body, headers = _sealed_message(self._store, self._base, row, encode(content))
            async with client.stream("POST", row["endpoint"], content=body, headers=headers) as answered:
                return answered.status_code
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            logger.info("subscription %s: %s", row["id"], type(error).__name__)
            return None

    def _settle(self, row: Row, status: int | None) -> None:
        """Forget a message that arrived, end a subscription that is refused, and try again after everything else."""
        if status in _SUCCESS:
            self._forget(row)
        elif status in _REFUSALS:
            logger.info("subscription %s ends: its address answers %s", row["id"], status)
            self._store.execute("DELETE FROM push_subscriptions WHERE id = ?", (row["id"],))
        elif row["retries"] < _RETRIES:
            due_at = self._store.now() + _pause(row["retries"]) * _SECOND
            self._store.update("push_deliveries", row["delivery_id"], {"retries": row["retries"] + 1, "due_at": due_at})
        else:
            logger.warning("subscription %s: a message was tried %s times in vain", row["id"], _RETRIES + 1)
            self._forget(row)

    def _forget(self, row: Row) -> None:
        self._store.execute("DELETE FROM push_deliveries WHERE id = ?", (row["delivery_id"],))


def _is_stale(store: Store, subscription: Row, notification: Row) -> bool:
    """Return True if a notification is too old, or is not wanted any more."""
    return store.now() - notification["created_at"] > PUSH_LIFETIME or not _wants(store, subscription, notification)


# Source: https://github.com/sidekiq/sidekiq/wiki/Error-Handling (without the random part)
def _pause(retries: int) -> int:
    """Return the seconds after which a message is tried again that was tried again `retries` times: 15, 16, 31 ..."""
    return int(retries**4) + 15


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/web_push_request.rb
def _sealed_message(store: Store, base: str, row: Row, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Encrypt a message, and return it with its headers."""
    now = store.now()
    until = unsubscribe_token(store, row["id"], now + PUSH_LIFETIME)
    claims = {
        "aud": _site(row["endpoint"]),
        "exp": (now + _SIGNED_FOR) // _SECOND,
        "sub": f"mailto:{setting(store, 'email')}",
    }
    token, own_key = signed_claims(vapid_key(store), claims), vapid_public_key(store).rstrip("=")
    exchange = PushExchange.begin(decoded_key(row["key_p256dh"]) or b"", decoded_key(row["key_auth"]) or b"")
    headers = {
        "Content-Type": "application/octet-stream",
        "Ttl": str(PUSH_LIFETIME // _SECOND),
        "Urgency": "normal",
        "Unsubscribe-URL": f"{base}/api/web/push_subscriptions/{until}",
        "User-Agent": f"Mastodon/{VERSION} (+{base}/)",
    }
    if row["standard"]:
        described = {"Content-Encoding": "aes128gcm", "Authorization": f"vapid t={token},k={own_key}"}
        return encrypt_aes128gcm(exchange, content), {**headers, **described}
    described = {
        "Content-Encoding": "aesgcm",
        "Encryption": f"salt={unpadded(exchange.salt)}",
        "Crypto-Key": f"dh={unpadded(exchange.sender)};p256ecdsa={own_key}",
        "Authorization": f"WebPush {token}",
    }
    return encrypt_aesgcm(exchange, content), {**headers, **described}


def _site(endpoint: str) -> str:
    """Return scheme, host and port of an address; the port is left out if it is the default one."""
    parts = urlsplit(endpoint)
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host.removesuffix(':443' if parts.scheme == 'https' else ':80')}"
