"""What the streams of a real Mastodon 4.7 (in its glitch-soc flavour) carried, cut into the actions that caused it.

Other people used that server at the same time; their events are left out.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.recorded_streams.forms import STATUS_EVENTS, Form, Names

BASE = "https://social.example"
PREFIX = "sm_"
STREAMS = {
    "user": "user", "user:notification": "user:notification", "direct": "direct", "list:2": "list",
    "public": "public", "public:local": "public:local", "public:remote": "public:remote",
    "public:media": "public:media", "public:local:media": "public:local:media",
    "hashtag:smtag": "hashtag", "hashtag:local:smtag": "hashtag:local",
}  # fmt: skip
"""The streams that were listened to, by their names in the recording."""

Events = dict[str, list[Form]]
"""Events by stream."""


class Frame(NamedTuple):
    """An event: seconds since the beginning, its stream, its name, its payload."""

    at: float
    stream: str
    event: str
    payload: str


def lines() -> list[dict[str, Any]]:
    """Return all lines of the recording."""
    with gzip.open(Path(__file__).parent / "recording.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def websocket_frames() -> list[Frame]:
    """Return what came over the WebSocket."""
    found = lines()
    begun = found[0]["t"]
    frames = [
        (line["t"] - begun, STREAMS[line["stream"]], json.loads(line["frame"])) for line in found if "frame" in line
    ]
    return [Frame(at, stream, frame["event"], frame["payload"]) for at, stream, frame in frames]


def event_source_frames() -> Iterator[Frame]:
    """Yield what came as server-sent events."""
    found = lines()
    names: dict[str, str] = {}
    for line in found:
        text = line.get("line", "")
        if text.startswith("event: "):
            names[line["stream"]] = text.removeprefix("event: ")
        elif text.startswith("data: "):
            stream = line["stream"]
            yield Frame(line["t"] - found[0]["t"], stream, names[stream], text.removeprefix("data: "))


def actions(begins: dict[str, float]) -> dict[str, Events]:
    """Return the events of each action.

    Args:
        begins: the second in which each action was done, in this order.
    """
    names = Names(BASE)
    found: dict[str, Events] = {name: defaultdict(list) for name in begins}
    frames = websocket_frames()
    for frame in frames:
        if frame.event in STATUS_EVENTS and (status := json.loads(frame.payload))["account"]["acct"].startswith(PREFIX):
            names.name(status)
    for frame in frames:
        current = [name for name, begun in begins.items() if begun <= frame.at]
        if current and _belongs(frame, names):
            found[current[-1]][frame.stream].append(names.form(frame.event, frame.payload))
    return found


def _belongs(frame: Frame, names: Names) -> bool:
    """Return True unless it is about a status by somebody who had nothing to do with the story."""
    if frame.event in STATUS_EVENTS:
        return json.loads(frame.payload)["id"] in names.statuses
    return frame.event != "delete" or frame.stream in ("user", "direct", "list") or frame.payload in names.statuses
