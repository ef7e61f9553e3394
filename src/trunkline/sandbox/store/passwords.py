"""Passwords: those of the generated people, and salted scrypt hashes of all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.secrets import database_secret
from trunkline.sandbox.store.settings import setting

_COST = 2**4  # low, because generated passwords are long and random, and can be read in the same database
_BLOCK = 8
_LENGTH = 32
_RANDOM_BYTES = 10


def seeded_password(store: Store, username: str) -> str:
    """Return the password with which a person is generated.

    It is the one that was chosen for all when the database was made, otherwise one that differs between people and
    between databases.
    """
    chosen: str | None = setting(store, "password")
    if chosen is not None:
        return chosen
    digest = hmac.digest(database_secret(store, "password_secret"), username.encode(), "sha256")
    return base64.b32encode(digest[:_RANDOM_BYTES]).decode().lower()


def hash_password(password: str) -> str:
    """Hash `password` with a random salt, and return both in one string."""
    salt = os.urandom(16)
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
