"""The run that shows that nothing is lost: posts arrive all the time, and the connection breaks all the time.

``python -m tests.faults.run --disconnects 1000 --seed 1`` runs it on both wires with both clients, and prints numbers.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import threading
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Any, Self

from tests.faults.proxy import FaultProxy, seeded_plan, untouched
from trunkline import AsyncMastodon, Entity, Mastodon
from trunkline.entities import Status
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox import Sandbox
from trunkline.streaming import Delete, Event, Gap, GapFill, NotificationEvent, ReconnectPolicy, StatusUpdate, Update
from trunkline.streaming.wires.names import WireName

_STREAM_SETTINGS: dict[str, Any] = {
    "gap_fill": GapFill(count=10_000, age=timedelta(hours=1), edits=100, hold=60),
    "reconnect": ReconnectPolicy(base=0.01, longest=0.05, stable=0.1),
    "silence": 0.4,
}
_PAUSE = 0.02
_CHANGED = 40
"""Number of the newest posts that may be edited or deleted."""
_EDITS, _DELETIONS = 0.2, 0.1
_THE_END = "That was all."


@dataclass
class Outcome:
    """Result of a run.

    Attributes:
        posted: the ids of all posts, in order.
        versions: number of edits of each post that still exists in the end.
        received: the ids of the posts that were delivered, in order.
        seen: for each post, the versions that were delivered, in order; ``None`` for its deletion.
        notified: the ids of the notifications that were delivered, in order, with those of their posts.
        recovered: number of posts that were fetched after a break.
        edits: number of delivered edits, and of those of them that were found after a break.
        deletions: the same for deletions.
        gaps: reports of lost events, apart from those that old statuses may have been edited.
        faults: number of times that each fault happened.
        disconnects: number of faults that ended a connection.
        seconds: duration of the run.
    """

    posted: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    received: list[str] = field(default_factory=list)
    seen: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    notified: list[tuple[str, str]] = field(default_factory=list)
    recovered: int = 0
    edits: Counter[bool] = field(default_factory=Counter)
    deletions: Counter[bool] = field(default_factory=Counter)
    gaps: list[Gap] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)
    disconnects: int = 0
    seconds: float = 0.0

    def take(self, event: Event) -> None:
        """Note what was delivered."""
        match event:
            case Update(status):
                self.received.append(status.id)
                self.seen[status.id].append(version_of(status))
                self.recovered += event.recovered
            case StatusUpdate(status):
                self.seen[status.id].append(version_of(status))
                self.edits[event.recovered] += 1
            case Delete(status_id):
                self.seen[status_id].append(None)
                self.deletions[event.recovered] += 1
            case NotificationEvent(notification):
                assert notification.status is not None
                self.notified.append((notification.id, notification.status.id))
            case Gap(reason) if reason != "edits":
                self.gaps.append(event)
            case _:
                pass

    @property
    def complete(self) -> bool:
        """True if nothing is missing, repeated or out of order.

        All posts that exist in the end, and their notifications, were delivered once and in order, the edits of a post
        in order up to the last one, and then its deletion.
        """
        delivered, told = set(self.received), {status_id for _, status_id in self.notified}
        return (
            self.received == [one for one in self.posted if one in self.versions or one in delivered]
            and told >= self.versions.keys()
            and [one for one, _ in self.notified] == sorted({one for one, _ in self.notified}, key=int)
            and len(told) == len(self.notified)
            and all(self.is_right(one) for one in delivered)
            and not self.gaps
        )

    def is_right(self, status_id: str) -> bool:
        """Return True if the events of one post are its history, in order, up to its last version or deletion."""
        seen = [version for version, _ in groupby(self.seen[status_id])]  # Mastodon tells a mentioned follower twice
        versions = [version for version in seen if version is not None]
        deleted = status_id not in self.versions
        return (
            versions == sorted(set(versions))
            and seen == [*versions, *([None] if deleted else [])]
            and (deleted or versions[-1] == self.versions[status_id])
        )


def version_of(status: Status) -> int:
    """Return the number of edits of a post of `Poster`."""
    found = re.search(r"version (\d+)", status.content)
    return int(found[1]) if found else 0


class Poster:
    """Posts from one account, which mention the other, until told to stop; the last post says so.

    In between it edits and deletes some of its newest posts.
    """

    def __init__(self, sandbox: Sandbox, name: str, other: str, seed: int) -> None:
        self._client = _client(Mastodon, sandbox.url, sandbox.token_for(name))
        self._other = other
        self._chance = random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.ids: list[str] = []
        self.versions: dict[str, int] = {}

    def _run(self) -> None:
        with self._client:
            while not self._stop.wait(_PAUSE):
                self._post(f"{len(self.ids)} \u2028 {'ä€😀' * 20}")
                changed = self._chance.choice(self.ids[-_CHANGED:])
                if changed in self.versions and self._chance.random() < _EDITS:
                    self.versions[changed] += 1
                    self._client.status_update(changed, f"@{self._other} version {self.versions[changed]}")
                elif changed in self.versions and self._chance.random() < _DELETIONS:
                    del self.versions[changed]
                    self._client.status_delete(changed)
            self._post(_THE_END)

    def _post(self, text: str) -> None:
        status: Any = self._client.status_post(f"@{self._other} {text}")
        self.ids.append(status.id)
        self.versions[status.id] = 0

    def start(self) -> None:
        """Post in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Post one last time, then no more."""
        self._stop.set()

    def join(self) -> None:
        """Wait until the last post is out."""
        self._stop.set()
        self._thread.join()


def _client(kind: type[Any], url: str, token: str) -> Any:
    return kind(api_base_url=url, access_token=token, rate_limiter=RateLimiter(), retry=RetryPolicy(base=0.01))


class _Scene:
    """A server, a line to it that goes bad when `begin` is called, and somebody who posts from then on."""

    def __init__(self, disconnects: int, seed: int) -> None:
        self.outcome = Outcome()
        self._disconnects, self._seed = disconnects, seed
        self._ends = 0
        self._calm_after: int | None = None

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        with ExitStack() as stack:
            sandbox = stack.enter_context(
                Sandbox(size=30, seed=self._seed, rate_limits=None, ordered_streams=True, process=True)
            )
            # Alice follows bob, and is told of his posts by their mentions alone.
            path = f"/api/v1/accounts/{sandbox.accounts['bob']}/follow"
            sandbox.request("alice", "POST", path, notify=False)
            self._proxy = stack.enter_context(FaultProxy(sandbox.url, untouched))
            self._poster = Poster(sandbox, "bob", "alice", self._seed)
            self.url, self.token = self._proxy.url, sandbox.token_for("alice")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        outcome = self.outcome
        self._poster.join()
        outcome.posted, outcome.versions = self._poster.ids, self._poster.versions
        outcome.faults, outcome.disconnects = dict(self._proxy.faults), self._proxy.disconnects
        self._stack.close()
        outcome.seconds = time.monotonic() - self._started

    def begin(self) -> None:
        """Let it begin: posts, and faults for the connections to come; the first is cut."""
        self._proxy.plan = seeded_plan(self._seed)
        self._poster.start()
        self._proxy.cut_all()

    def is_over(self, event: Event) -> bool:
        """Take an event; say whether it was the last."""
        self.outcome.take(event)
        if self._calm_after is None and self._proxy.disconnects >= self._disconnects:
            self._proxy.plan = untouched
            self._proxy.cut_all()
            self._calm_after = len(self._poster.ids) + 5
        if self._calm_after is not None and set(self.outcome.received) & set(self._poster.ids[self._calm_after :]):
            self._poster.stop()  # the line is good again: what comes last will get through
        match event:
            case Update(status) | NotificationEvent(Entity(status=Status() as status)):
                self._ends += _THE_END in status.content
            case _:
                pass
        return self._ends == 2


def run_sync(wire: WireName, disconnects: int, seed: int, **changes: Any) -> Outcome:
    """One run with `Mastodon`; *changes* are other settings of the stream."""
    with (
        _Scene(disconnects, seed) as scene,
        _client(Mastodon, scene.url, scene.token) as client,
        client.stream("user", wire=wire, **{**_STREAM_SETTINGS, **changes}) as stream,
    ):
        assert stream.connected()
        scene.begin()
        for event in stream:
            if scene.is_over(event):
                break
    return scene.outcome


async def run_async(wire: WireName, disconnects: int, seed: int) -> Outcome:
    """One run with `AsyncMastodon`."""
    with _Scene(disconnects, seed) as scene:
        async with (
            _client(AsyncMastodon, scene.url, scene.token) as client,
            client.stream("user", wire=wire, **_STREAM_SETTINGS) as stream,
        ):
            assert await stream.connected()
            scene.begin()
            async for event in stream:
                if scene.is_over(event):
                    break
    return scene.outcome


def main() -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--disconnects", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=["sync", "async"])
    parser.add_argument("--wires", nargs="*", default=["sse", "websocket"])
    options = parser.parse_args()
    for wire in options.wires:
        for kind in options.only:
            if kind == "sync":
                outcome = run_sync(wire, options.disconnects, options.seed)
            else:
                outcome = asyncio.run(run_async(wire, options.disconnects, options.seed))
            print(
                f"{wire:9} {kind:5} disconnects {outcome.disconnects}  posted {len(outcome.posted)}  "
                f"delivered {len(outcome.received)}  of these fetched {outcome.recovered}  "
                f"edits {outcome.edits.total()} ({outcome.edits[True]})  "
                f"deletions {outcome.deletions.total()} ({outcome.deletions[True]})  "
                f"complete and in order: {outcome.complete}  {outcome.seconds:.0f} s  {outcome.faults}",
                flush=True,
            )


if __name__ == "__main__":
    main()
