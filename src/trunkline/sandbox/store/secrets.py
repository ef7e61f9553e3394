"""Secrets of one database: random, made at first use, and kept in it."""

from __future__ import annotations

import hmac
import secrets

from trunkline.sandbox.store.database import Store


def database_secret(store: Store, name: str) -> bytes:
    """Return the secret `name` of the database."""
    with store.transaction():
        text = store.value("SELECT value FROM settings WHERE key = ?", (name,))
        if text is None:
            text = secrets.token_hex(32)
            store.insert("settings", {"key": name, "value": text})
    return bytes.fromhex(text)


def same_text(one: str, other: str) -> bool:
    """Compare two texts in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
