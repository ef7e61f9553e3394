"""Settings of the server's owner: title, texts, contact, translation, lifetime of tokens, password of all people."""

from __future__ import annotations

import json
from typing import Any

from trunkline.sandbox.store.database import Store

VERSION = "4.7.3"
API_VERSION = 11
SOURCE_URL = "https://github.com/mastodon/mastodon"

DEFAULTS: dict[str, Any] = {
    "title": "Trunkline Sandbox",
    "description": "A Mastodon server on your own machine, with invented people and posts.",
    "email": "admin@sandbox.example",
    "contact_username": "admin",
    "extended_description": None,
    "privacy_policy": None,
    "terms_of_service": None,
    "show_domain_blocks": "disabled",
    "languages": ["en"],
    "translation": True,
    "token_lifetime": None,
    "password": None,
}


def setting(store: Store, name: str) -> Any:
    """Return the value of a setting, or its default."""
    text = store.value("SELECT value FROM settings WHERE key = ?", (name,))
    return DEFAULTS[name] if text is None else json.loads(text)


def change_setting(store: Store, name: str, value: Any) -> None:
    """Change a setting. `value` must be serializable as JSON.

    Raises:
        ValueError: there is no such setting.
    """
    if name not in DEFAULTS:
        raise ValueError(f"there is no setting {name!r}; the settings are {', '.join(DEFAULTS)}")
    store.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )
