"""Events in a form in which two servers can be compared: names in the place of ids, addresses and times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

STATUS_EVENTS = ("update", "status.update")
_FORK = "local_only"  # what glitch-soc adds to a status
_PICTURES = ("avatar", "avatar_static", "header", "header_static", "preview_url", "blurhash")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z|\d{4}-\d\d-\d\d(?!\d)")
_PROGRAM = ("name", "website")
_PERSONAL = ("followers_count", "following_count", "statuses_count", "last_status_at", "created_at", "note")
_FILE = re.compile(r"(?<=/system/media_attachments/)\S+")
_LONG = re.compile(r"\d{15,20}")


class Form(NamedTuple):
    """An event: its name, the thing it is about, and its payload."""

    event: str
    about: str
    payload: Any


class Names:
    """Names of the things of one server: a status is called after its author and its first text."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._host = base.partition("://")[2]
        self._own_link = re.compile(rf'(<a href="{re.escape(base)}[^>]*>)<span class="invisible">.*?(</a>)')
        self.statuses: dict[str, str] = {}

    def name(self, status: dict[str, Any]) -> str:
        """Name a status that is seen for the first time, and return its name."""
        text = self._text(re.sub("<[^>]+>", "", status["content"]))
        boost = f" boosts {self.statuses.get(status['reblog']['id'])}" if status["reblog"] else ""
        return self.statuses.setdefault(status["id"], f"{status['account']['username']}: {text}{boost}")

    def form(self, event: str, payload: str) -> Form:
        """Return the form of an event."""
        if event in ("delete", "announcement.delete", "notifications_merged"):
            return Form(event, self.statuses.get(payload, event), None)
        value = json.loads(payload)
        about = event
        if event in STATUS_EVENTS:
            about = self.name(value)
        elif event == "notification":
            status = self.name(value["status"]) if "status" in value else "nothing"
            about = f"{value['type']} from {value['account']['username']} about {status}"
        elif event == "conversation":
            about = f"conversation with {self.name(value['last_status'])}"
        return Form(event, about, self._value(value))

    def _value(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            own = _PERSONAL if "acct" in value else _PROGRAM if key == "application" else ()
            return {
                name: "<personal>" if name in own else self._value(inner, name)
                for name, inner in value.items()
                if name != _FORK
            }
        if isinstance(value, list):
            return [self._value(inner, key) for inner in value]
        if not isinstance(value, str):
            return value
        if key in _PICTURES:
            return "<picture>"
        if key == "id" or key.endswith("_id") or key == "group_key":
            return self.statuses.get(value, "<id>")
        return self._text(value)

    def _text(self, value: str) -> str:
        value = self._own_link.sub(r"\1<its address>\2", value)
        value = _FILE.sub("<file>", value.replace(self._base, "{base}").replace(self._host, "{host}"))
        return _TIME.sub("<time>", _LONG.sub("<id>", value))


def differences(real: Any, here: Any, path: str = "") -> Iterator[str]:
    """Yield the paths in which two payloads differ, with both values."""
    if isinstance(real, dict) and isinstance(here, dict):
        for key in sorted(real.keys() | here.keys()):
            yield from differences(real.get(key, "<absent>"), here.get(key, "<absent>"), f"{path}.{key}")
    elif isinstance(real, list) and isinstance(here, list) and len(real) == len(here):
        for one, other in zip(real, here, strict=True):
            yield from differences(one, other, f"{path}[]")
    elif real != here:
        yield f"{path}: real {json.dumps(real)[:200]} | here {json.dumps(here)[:200]}"
