"""The key with which the server signs what it pushes (VAPID, RFC 8292). Needs the package ``cryptography``."""

from __future__ import annotations

import base64
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.secrets import database_secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

# Source: https://csrc.nist.gov/pubs/sp/800/186/final (section 3.2.1.3)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@lru_cache(1)
def can_push() -> bool:
    """Return True if messages can be encrypted and signed here. Otherwise the server has no key, and pushes nothing."""
    return find_spec("cryptography") is not None


def vapid_key(store: Store) -> EllipticCurvePrivateKey:
    """Return the key of the database, which is random and stays the same."""
    return _key(database_secret(store, "vapid_key"))


def vapid_public_key(store: Store) -> str:
    """Return the public part as clients get it: a point in base64 for URLs. It is empty if nothing can be pushed."""
    return base64.urlsafe_b64encode(point_of(vapid_key(store))).decode() if can_push() else ""


def point_of(key: EllipticCurvePrivateKey) -> bytes:
    """Return the public part of a key as an uncompressed point."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@lru_cache(16)
def _key(secret: bytes) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, ec.SECP256R1())
