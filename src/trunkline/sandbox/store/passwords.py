"""Passwords as salted scrypt hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

_COST = 2**12  # low, because the passwords of a development server are public
_BLOCK = 8
_LENGTH = 32


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Hash `password` with a salt, random by default, and return both in one string."""
    salt = os.urandom(16) if salt is None else salt
    return f"{_encode(salt)}${_encode(_digest(password, salt))}"


def verify_password(password: str, hashed: str) -> bool:
    """Return True if `password` matches the hash. An empty hash matches nothing."""
    salt, _, digest = hashed.partition("$")
    if not digest:
        return False
    return hmac.compare_digest(_encode(_digest(password, base64.b64decode(salt))), digest)


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, dklen=_LENGTH)


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
