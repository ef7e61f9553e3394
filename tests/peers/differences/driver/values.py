"""Arguments that JSON has no words for: `{"$": kind, ...}`."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import mastodon


def value(described: Any, client: Any) -> Any:
    """Make an argument from its description."""
    if isinstance(described, list):
        return [value(one, client) for one in described]
    if not isinstance(described, dict):
        return described
    kind = described.get("$")
    if kind is None:
        return {key: value(one, client) for key, one in described.items()}
    if kind == "call":
        arguments = {key: value(one, client) for key, one in described.get("kwargs", {}).items()}
        return getattr(client, described["method"])(*value(described.get("args", []), client), **arguments)
    makers = {
        "datetime": lambda: datetime.fromisoformat(described["value"]),
        "bytes": lambda: bytes.fromhex(described["value"]),
        "path": lambda: Path(described["value"]),
        "file": lambda: io.BytesIO(Path(described["value"]).read_bytes()),
        "tuple": lambda: tuple(value(described["value"], client)),
        "set": lambda: set(described["value"]),
        "listener": mastodon.StreamListener,
        "object": object,
    }
    return makers[kind]()
