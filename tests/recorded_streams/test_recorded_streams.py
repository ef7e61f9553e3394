"""A sandbox tells the same streams the same events as a real Mastodon did, but for what `left.txt` lists.

A line of `left.txt` has the action, the stream, the event and the path within its payload, each of which may be `*`,
and the reason. An event that came only here or only there has the path `-`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.recorded_streams.forms import Form, Names, differences
from tests.recorded_streams.listening import Heard, listening
from tests.recorded_streams.recording import Events, actions, event_source_frames, websocket_frames
from tests.recorded_streams.story import BEGINS, LateClock, Story
from trunkline.sandbox import Sandbox


class Left(NamedTuple):
    """A known difference, by patterns."""

    action: str
    stream: str
    event: str
    path: str
    reason: str


LEFT = [
    Left(*line.split(" ", 4)) for line in (Path(__file__).parent / "left.txt").read_text(encoding="utf-8").splitlines()
]


def told() -> tuple[dict[str, dict[str, list[Heard]]], str]:
    """Do all actions on a sandbox; return what the streams carried, by action and wire, and the server's address."""
    clock = LateClock()
    with Sandbox(size=0, rate_limits=None, clock=clock, ordered_streams=True) as sandbox:
        story = Story(sandbox, clock)
        try:
            with listening(sandbox, story.alice.id, story.alice.token, story.list, "smtag") as streams:
                found = {}
                for name in BEGINS:
                    getattr(story, name)()
                    found[name] = streams.all_of_action()
                for headers in streams.headers.values():
                    assert headers["content-type"].partition(";")[0] == "text/event-stream"
                    assert headers["cache-control"] == "private, no-store"
                    assert headers["access-control-allow-origin"] == "*"
                return found, sandbox.url
        finally:
            story.close()


def forms(heard: list[Heard], names: Names) -> Events:
    """Return the forms of events, by stream."""
    found: Events = defaultdict(list)
    for one in heard:
        found[one.stream].append(names.form(one.event, one.payload))
    return found


def compared(real: list[Form], here: list[Form]) -> Iterator[tuple[str, str, str]]:
    """Yield event, path and description of each difference. The order does not matter."""
    for about in {(form.event, form.about) for form in (*real, *here)}:
        theirs = [form for form in real if form[:2] == about]
        ours = [form for form in here if form[:2] == about]
        if len(theirs) != len(ours):
            yield about[0], "-", f"{about}: {len(theirs)} of the real server, {len(ours)} here"
        for one, other in zip(theirs, ours, strict=False):
            for difference in differences(one.payload, other.payload):
                yield about[0], difference.partition(":")[0], f"{about} {difference}"


def test_both_wires_of_the_real_server_carried_the_same() -> None:
    assert Counter(frame[1:] for frame in websocket_frames()) == Counter(frame[1:] for frame in event_source_frames())


@pytest.mark.soak
def test_the_same_streams_carry_the_same_events() -> None:
    real = actions(BEGINS)
    heard, base = told()
    used, found = set[Left](), []
    for wire in ("sse", "ws"):
        names = Names(base)
        for action, by_wire in heard.items():
            here = forms(by_wire[wire], names)
            for stream in real[action].keys() | here.keys():
                for event, path, text in compared(real[action].get(stream, []), here.get(stream, [])):
                    key = (action, stream, event, path)
                    known = [left for left in LEFT if all(map(fnmatch, key, left[:4]))]
                    used.update(known)
                    if not known:
                        found.append(f"{wire} {' '.join(key)}\n    {text}")
    assert not found, "\n".join(["a real Mastodon did otherwise:", *found])
    assert not (unused := [" ".join(left) for left in LEFT if left not in used]), f"the same by now: {unused}"


def test_every_difference_has_a_reason() -> None:
    assert all(left.reason.strip() for left in LEFT)
