"""Coverage-guided fuzzing of the stream decoders: ``python tests/faults/fuzz_decoders.py -max_total_time=60``.

Needs ``atheris``. Whatever the bytes and however they are cut, the decoders give the same events or a
`MastodonMalformedEventError`, and every event can be made a typed one.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports():
    from trunkline.errors import MastodonMalformedEventError
    from trunkline.streaming.arrivals import typed
    from trunkline.streaming.wires.messages import decode_message
    from trunkline.streaming.wires.raw import RawEvent
    from trunkline.streaming.wires.sse import SseDecoder

LONGEST = 4096


def sse(data: bytes) -> None:
    """The first bytes say where the rest is cut."""
    cuts, body = data[:8], data[8:] + b"\n\n"
    whole = _read([body])
    pieces, start = [], 0
    for cut in cuts:
        pieces.append(body[start : start + cut])
        start += cut
    parts = _read([*pieces, body[start:]])
    assert parts == whole, (parts, whole)
    for event in whole:
        typed(event)


def _read(pieces: list[bytes]) -> list[RawEvent]:
    decoder = SseDecoder(longest=LONGEST)
    return [event for piece in pieces for event in decoder.feed(piece)]


def message(data: bytes) -> None:
    """Any bytes as a WebSocket message."""
    try:
        event = decode_message(data)
    except MastodonMalformedEventError:
        return
    if isinstance(event, RawEvent):
        typed(event)


def one_input(data: bytes) -> None:
    """The first byte chooses the decoder."""
    if data[:1] < b"\x80":
        message(data[1:])
    elif len(data) < LONGEST:
        sse(data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
