"""Duration and dimensions of sound and video, read from the headers of WAV, MP4 and QuickTime files."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass

_NESTED = frozenset({b"moov", b"trak"})


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """Duration in seconds and dimensions in pixels; `None` where the headers do not tell."""

    duration: float | None = None
    width: int | None = None
    height: int | None = None


def read_stream_info(data: bytes, content_type: str) -> StreamInfo:
    """Read the headers of a sound or video file."""
    if content_type == "audio/wav":
        return _wave(data)
    if content_type in ("video/mp4", "video/quicktime", "audio/mp4", "audio/3gpp"):
        return _mp4(data)
    return StreamInfo()


def _wave(data: bytes) -> StreamInfo:
    try:
        with wave.open(io.BytesIO(data)) as sound:
            return StreamInfo(duration=sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return StreamInfo()


def _mp4(data: bytes) -> StreamInfo:
    duration: float | None = None
    width = height = 0
    try:
        for kind, body in _boxes(data):
            if kind == b"mvhd":
                scale, units = struct.unpack_from(">IQ" if body[0] else ">II", body, 20 if body[0] else 12)
                duration = units / scale if scale else None
            elif kind == b"tkhd":
                size = struct.unpack_from(">II", body, len(body) - 8)
                width, height = max(width, size[0] >> 16), max(height, size[1] >> 16)
    except (struct.error, IndexError):
        return StreamInfo()
    return StreamInfo(duration, width or None, height or None)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield all boxes, including those inside `moov` and `trak`."""
    position = 0
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = position + length if length else len(data)
        if end <= start - 1 or end > len(data):
            return
        yield kind, data[start:end]
        if kind in _NESTED:
            yield from _boxes(data[start:end])
        position = end
