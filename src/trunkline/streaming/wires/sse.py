"""Parser of server-sent events, from bytes in pieces of any size. No I/O.

The format is https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream.
"""

from __future__ import annotations

from trunkline.errors import MastodonMalformedEventError
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent, is_heartbeat, is_sign_of_life

LONGEST_EVENT = 16 * 1024 * 1024
"""Default limit of one event, in bytes."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SseDecoder:
    """Parses the body of an event stream as the HTML standard describes it.

    Lines end at CR, LF or CRLF and nowhere else (U+2028 and its like are data). An event that is cut off by the end of
    the stream is never delivered. Unlike the standard, a named event without data is delivered too, since Mastodon has
    events without payload (``filters_changed``).

    Args:
        stream: name of the stream, put into the events.
        longest: limit of one event, in bytes.
    """

    def __init__(self, stream: str | None = None, longest: int = LONGEST_EVENT) -> None:
        self._stream = stream
        self._longest = longest
        self._unfinished: list[bytes] = []
        self._size = 0
        self._at_start = True
        self._after_cr = False
        self._name = ""
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> list[RawEvent]:
        """Take the next bytes; return the events that they complete, with `HEARTBEAT` for each comment.

        Raises:
            MastodonMalformedEventError: an event is longer than allowed.
        """
        if self._after_cr and chunk:
            chunk, self._after_cr = chunk.removeprefix(b"\n"), False
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        events: list[RawEvent] = []
        rest = self._lines(chunk, events)
        if rest:
            self._unfinished.append(rest)
            self._size += len(rest)
        if self._size > self._longest:
            raise MastodonMalformedEventError(f"The server sent an event of more than {self._longest} bytes.")
        return events

    def _lines(self, text: bytes, events: list[RawEvent]) -> bytes:
        """Read all lines that *text* completes; return the rest. Lines of data are copied only once."""
        start = 0
        if self._unfinished or self._at_start:
            end = text.find(b"\n")
            if end < 0:
                return text
            self._first_line(text[:end], events)
            start = end + 1
        while (end := text.find(b"\n", start)) >= 0:
            if text.startswith(b"data: ", start):
                self._data.append(text[start + 6 : end])
                self._size += end - start
            else:
                self._line(text[start:end], events)
            start = end + 1
        return text[start:]

    def _first_line(self, end: bytes, events: list[RawEvent]) -> None:
        """Read the line that ends with *end* and began in earlier bytes."""
        line = b"".join((*self._unfinished, end))
        self._size -= len(line) - len(end)
        self._unfinished.clear()
        if self._at_start:
            line, self._at_start = line.removeprefix(_BYTE_ORDER_MARK), False
        self._line(line, events)

    def _line(self, line: bytes, events: list[RawEvent]) -> None:
        field, _, value = line.partition(b":")
        if not line:
            self._dispatch(events)
        elif not field:  # Mastodon sends the comment ":thump" as a heartbeat
            events.append(HEARTBEAT)
        else:
            self._size += len(line)
            if field == b"event":
                self._name = value.removeprefix(b" ").decode("utf-8", "replace")
            elif field == b"data":
                self._data.append(value.removeprefix(b" "))

    def _dispatch(self, events: list[RawEvent]) -> None:
        if self._name or self._data:
            payload = b"\n".join(self._data) if self._data else None
            name = self._name or "message"
            only_alive = is_heartbeat(name) or (name == "message" and is_sign_of_life(payload))
            events.append(HEARTBEAT if only_alive else RawEvent(name, payload, self._stream))
            self._name, self._data = "", []
        self._size = 0
