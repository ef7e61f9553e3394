"""Web Push subscriptions: the address, the public key of a client (a point of the curve P-256) and its secret."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlsplit

# Source: https://csrc.nist.gov/pubs/sp/800/186/final (section 3.2.1.3)
_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_BYTES = 32
_UNCOMPRESSED = b"\x04"
_COMPRESSED = (b"\x02", b"\x03")


def is_endpoint(text: str) -> bool:
    """Return True if messages can be sent to an address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def is_key_pair(public_key: str, secret: str) -> bool:
    """Return True if messages can be encrypted with the two keys of a subscription, in base64 for URLs."""
    point, auth = _decoded(public_key), _decoded(secret)
    return point is not None and auth is not None and _is_point(point)


def _decoded(text: str) -> bytes | None:
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
