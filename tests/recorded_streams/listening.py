"""Listening to all streams of somebody over both wires, action by action."""

from __future__ import annotations

import json
import queue
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from trunkline.sandbox import Sandbox
from trunkline.streaming.wires.sse import SseDecoder

PATIENCE = 20.0
END = "end of an action"
PATHS = {
    "user": "user", "user:notification": "user/notification", "direct": "direct", "list": "list",
    "public": "public", "public:local": "public/local", "public:remote": "public/remote",
    "public:media": "public?only_media=true", "public:local:media": "public/local?only_media=true",
    "hashtag": "hashtag", "hashtag:local": "hashtag/local",
}  # fmt: skip
"""Paths of the event streams by the names of streams."""


class Heard(NamedTuple):
    """An event, and where it came from."""

    wire: str
    stream: str
    event: str
    payload: str


class Listening:
    """Open streams of one person, and what came over them."""

    def __init__(self, sandbox: Sandbox, account_id: str, list_id: str, tag: str) -> None:
        self._sandbox = sandbox
        self._channels = {
            **{stream: stream for stream in PATHS if stream.startswith("public")},
            "user": f"user:{account_id}",
            "user:notification": f"user:notification:{account_id}",
            "direct": f"direct:{account_id}",
            "list": f"list:{list_id}",
            "hashtag": f"hashtag:{tag}",
            "hashtag:local": f"hashtag:{tag}:local",
        }
        self.parameters = {"list": list_id, "tag": tag}
        self.heard: queue.Queue[Heard] = queue.Queue()
        self.headers: dict[str, httpx2.Headers] = {}
        self._actions = 0

    def all_of_action(self) -> dict[str, list[Heard]]:
        """Return what came since the last call, by wire."""
        self._actions += 1
        for stream, channel in self._channels.items():
            self._sandbox.hub.publish(END, f"{self._actions} {stream}", [channel])
        waiting = {(wire, stream) for wire in ("sse", "ws") for stream in PATHS}
        found: dict[str, list[Heard]] = defaultdict(list)
        while waiting:
            one = self.heard.get(timeout=PATIENCE)
            if one.event != END:
                found[one.wire].append(one)
            elif one.payload == f"{self._actions} {one.stream}":
                waiting.remove((one.wire, one.stream))
        return found

    def read_socket(self, connection: ClientConnection) -> None:
        """Read until the server closes the connection."""
        try:
            for text in connection:
                frame = json.loads(text)
                self.heard.put(Heard("ws", frame["stream"][0], frame["event"], frame["payload"]))
        except ConnectionClosed:
            return

    def read_events(self, stream: str, url: str, token: str, opened: threading.Semaphore) -> None:
        """Read until the server ends the response."""
        decoder = SseDecoder()
        headers = {"Authorization": f"Bearer {token}"}
        address = httpx2.URL(url).copy_merge_params(self.parameters)
        with httpx2.stream("GET", address, headers=headers, timeout=PATIENCE) as response:
            assert response.status_code == 200
            self.headers[stream] = response.headers
            for chunk in response.iter_raw():
                for event in decoder.feed(chunk):
                    if event.payload is None:  # the greeting
                        opened.release()
                    else:
                        self.heard.put(Heard("sse", stream, event.name, bytes(event.payload).decode()))

    def wait_for_socket(self) -> None:
        """Wait until all streams of the WebSocket are open. Nobody else may listen."""
        assert all(self._sandbox.hub.wait_for_listener(channel, PATIENCE) for channel in self._channels.values())


@contextmanager
def listening(sandbox: Sandbox, account_id: str, token: str, list_id: str, tag: str) -> Iterator[Listening]:
    """Listen to all streams over both wires. All streams of the sandbox end with the block."""
    found = Listening(sandbox, account_id, list_id, tag)
    address = f"{sandbox.url.replace('http', 'ws')}/api/v1/streaming"
    with connect(address, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        for stream in PATHS:
            socket.send(json.dumps({"type": "subscribe", "stream": stream, **found.parameters}))
        found.wait_for_socket()
        opened = threading.Semaphore(0)
        threads = [threading.Thread(target=found.read_socket, args=(socket,))]
        for stream, path in PATHS.items():
            url = f"{sandbox.url}/api/v1/streaming/{path}"
            threads.append(threading.Thread(target=found.read_events, args=(stream, url, token, opened)))
        for thread in threads:
            thread.start()
        for _ in PATHS:
            assert opened.acquire(timeout=PATIENCE)
        try:
            yield found
        finally:
            sandbox.hub.close()
            for thread in threads:
                thread.join(PATIENCE)
