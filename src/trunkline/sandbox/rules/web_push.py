"""Web Push subscriptions: the address, the public key of a client (a point of the curve P-256) and its secret.

The end of one is an address with a token, which every push message has with it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from urllib.parse import urlsplit

from trunkline.sandbox.rules.addresses import is_loopback
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.secrets import database_secret, same_text
from trunkline.sandbox.store.times import DAY

PUSH_LIFETIME = 2 * DAY
"""Milliseconds after which a message need not be delivered any more."""

# Source: https://csrc.nist.gov/pubs/sp/800/186/final (section 3.2.1.3)
_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_BYTES = 32
_UNCOMPRESSED = b"\x04"
_COMPRESSED = (b"\x02", b"\x03")
_LONGEST_TOKEN = 200


def is_endpoint(text: str) -> bool:
    """Return True if messages can be sent to an address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def is_on_this_machine(endpoint: str) -> bool:
    """Return True if an address that `is_endpoint` accepts is one of the loopback interface."""
    host = urlsplit(endpoint).hostname
    return host == "localhost" or is_loopback(host)


def unsubscribe_token(store: Store, subscription_id: int, until: int) -> str:
    """Return a text with which whoever has it may end a subscription until a time (in milliseconds)."""
    signed = f"{subscription_id}-{until}"
    digest = hmac.digest(database_secret(store, "unsubscribing"), signed.encode(), hashlib.sha256)
    return f"{signed}-{digest.hex()}"


def unsubscribe(store: Store, token: str) -> None:
    """End the subscription of an `unsubscribe_token`; nothing happens for a text that is none, or is too old."""
    subscription_id, until, _ = [*token.split("-", 2), "", ""][:3]
    if not (subscription_id.isdecimal() and until.isdecimal() and len(token) < _LONGEST_TOKEN):
        return
    expected = unsubscribe_token(store, int(subscription_id), int(until))
    if same_text(token, expected) and store.now() < int(until):
        store.execute("DELETE FROM push_subscriptions WHERE id = ?", (subscription_id,))


def is_key_pair(public_key: str, secret: str) -> bool:
    """Return True if messages can be encrypted with the two keys of a subscription, in base64 for URLs."""
    point, auth = decoded_key(public_key), decoded_key(secret)
    return point is not None and auth is not None and _is_point(point)


def decoded_key(text: str) -> bytes | None:
    """Decode a key in base64 of either alphabet, with or without padding; `None` if it is empty or none."""
    padded = text if text.endswith("=") else text + "=" * (-len(text) % 4)
    try:
        return base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _is_point(data: bytes) -> bool:
    kind, x = data[:1], int.from_bytes(data[1 : 1 + _BYTES])
    square = (x * x * x - 3 * x + _B) % _PRIME
    if kind == _UNCOMPRESSED and len(data) == 1 + 2 * _BYTES:
        y = int.from_bytes(data[1 + _BYTES :])
        return max(x, y) < _PRIME and y * y % _PRIME == square
    if kind in _COMPRESSED and len(data) == 1 + _BYTES:
        return x < _PRIME and pow(square, (_PRIME - 1) // 2, _PRIME) in (0, 1)
    return False
