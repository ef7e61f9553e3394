"""Server-sent events: from bytes in pieces of any size to events. No I/O."""

from __future__ import annotations

from mastodon.errors import MastodonMalformedEventError
from mastodon.streaming.raw import HEARTBEAT, RawEvent

LONGEST_EVENT = 16 * 1024 * 1024
"""Bytes of one event beyond which the server is taken to talk nonsense."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SseDecoder:
    """Turns the body of an event stream into events, as the HTML standard describes it.

    Lines end at CR, LF or CRLF and nowhere else (U+2028 and its like are data). An event that is cut off by the end of
    the stream is never delivered. Beyond the standard, a named event without data is delivered too, since Mastodon has
    events without payload.

    Args:
        longest: bytes that no event may exceed.
    """

    def __init__(self, longest: int = LONGEST_EVENT) -> None:
        self._longest = longest
        self._parts: list[bytes] = []
        self._unfinished = 0
        self._size = 0
        self._at_start = True
        self._name = ""
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> list[RawEvent]:
        """Take the next bytes; return what they complete, with `HEARTBEAT` for each comment.

        Raises:
            MastodonMalformedEventError: an event is longer than allowed.
        """
        if b"\n" in chunk or b"\r" in chunk:
            events = self._lines(b"".join((*self._parts, chunk)))
        else:
            self._parts.append(chunk)
            self._unfinished += len(chunk)
            events = []
        if self._size + self._unfinished > self._longest:
            raise MastodonMalformedEventError(f"The server sent an event of more than {self._longest} bytes.")
        return events

    def _lines(self, text: bytes) -> list[RawEvent]:
        """Read all complete lines of *text*, and keep the rest: a CR at its end may be half of a CRLF."""
        if self._at_start:
            text, self._at_start = text.removeprefix(_BYTE_ORDER_MARK), False
        half = b"\r" if text.endswith(b"\r") else b""
        if b"\r" in text:
            text = text.removesuffix(half).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = text.split(b"\n")
        self._parts = [lines.pop() + half]
        self._unfinished = len(self._parts[0])
        events: list[RawEvent] = []
        for line in lines:
            if line.startswith(b"data: "):
                self._data.append(line[6:])
                self._size += len(line)
            elif line:
                self._field(line, events)
            else:
                self._dispatch(events)
        return events

    def _field(self, line: bytes, events: list[RawEvent]) -> None:
        field, _, value = line.partition(b":")
        if not field:
            events.append(HEARTBEAT)
            return
        self._size += len(line)
        if field == b"event":
            self._name = value.removeprefix(b" ").decode("utf-8", "replace")
        elif field == b"data":
            self._data.append(value.removeprefix(b" "))

    def _dispatch(self, events: list[RawEvent]) -> None:
        if self._name or self._data:
            payload = b"\n".join(self._data) if self._data else None
            events.append(RawEvent(self._name or "message", payload))
            self._name, self._data = "", []
        self._size = 0
