"""Duration, dimensions and frame rate of sound and video, read from the headers of WAV, GIF, MP4 and QuickTime files.

The headers may be hostile: nothing is decoded, no part of a file is copied, and the number of boxes that are looked at
is bounded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_MOST_BOXES = 10_000
_MOST_FRAMES = 100_000
_UNKNOWN = (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
_DEFAULT_DELAY = 10  # hundredths of a second


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """Duration in seconds, dimensions in pixels, frames per second; `None` where the headers do not tell."""

    duration: float | None = None
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None


def read_stream_info(data: bytes, content_type: str) -> StreamInfo:
    """Read the headers of a sound or video file. What is broken is not told."""
    try:
        if content_type == "audio/wav":
            return _wave(memoryview(data))
        if content_type in ("video/mp4", "video/quicktime", "audio/mp4", "audio/3gpp"):
            return _mp4(memoryview(data))
        if content_type == "image/gif":
            return _gif(data)
    except (struct.error, IndexError):
        pass
    return StreamInfo()


# Source: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
def _wave(data: memoryview) -> StreamInfo:
    position, bytes_per_second = 12, 0
    for _ in range(_MOST_BOXES):
        kind, length = struct.unpack_from("<4sI", data, position)
        if kind == b"fmt ":
            (bytes_per_second,) = struct.unpack_from("<I", data, position + 16)
        elif kind == b"data":
            length = min(length, len(data) - position - 8)
            return StreamInfo(duration=length / bytes_per_second if bytes_per_second else None)
        position += 8 + length + length % 2
    return StreamInfo()


# Source: ISO/IEC 14496-12, and https://developer.apple.com/documentation/quicktime-file-format
def _mp4(data: memoryview) -> StreamInfo:
    budget = iter(range(_MOST_BOXES))
    duration = frame_rate = None
    width = height = 0
    for movie in _named(b"moov", data, budget):
        for kind, body in _boxes(movie, budget):
            if kind == b"mvhd":
                scale, units = struct.unpack_from(">IQ" if body[0] else ">II", body, 20 if body[0] else 12)
                duration = units / scale if scale and units not in _UNKNOWN else None
            elif kind == b"trak":
                for part, inner in _boxes(body, budget):
                    if part == b"tkhd":
                        size = struct.unpack_from(">II", inner, len(inner) - 8)
                        width, height = max(width, size[0] >> 16), max(height, size[1] >> 16)
                    elif part == b"mdia":
                        frame_rate = _frame_rate(inner, budget) or frame_rate
    return StreamInfo(duration, width or None, height or None, frame_rate)


def _frame_rate(media: memoryview, budget: Iterator[int]) -> float | None:
    """Return the frames per second of a track; `None` if it is no video."""
    scale = 0
    rate = None
    is_video = False
    for kind, body in _boxes(media, budget):
        if kind == b"mdhd":
            (scale,) = struct.unpack_from(">I", body, 20 if body[0] else 12)
        elif kind == b"hdlr":
            is_video = bytes(body[8:12]) == b"vide"
        elif kind == b"minf":
            for table in _named(b"stbl", body, budget):
                for times in _named(b"stts", table, budget):
                    rate = _samples_per_unit(times)
    return rate * scale if is_video and rate else None


def _samples_per_unit(times: memoryview) -> float | None:
    """Return the samples for each unit of time in the first entries of a table of (samples, units of each)."""
    entries = times[8 : 8 + (len(times) - 8) // 8 * 8]
    samples = units = 0
    for count, delta in islice(struct.iter_unpack(">II", entries), _MOST_BOXES):
        samples += count
        units += count * delta
    return samples / units if units else None


def _named(name: bytes, data: memoryview, budget: Iterator[int]) -> Iterator[memoryview]:
    """Yield the content of the boxes called `name`."""
    return (body for kind, body in _boxes(data, budget) if kind == name)


def _boxes(data: memoryview, budget: Iterator[int]) -> Iterator[tuple[bytes, memoryview]]:
    """Yield name and content of the boxes in `data`, each of which uses up one of `budget`."""
    position = 0
    for _ in budget:
        if position + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = position + length if length else len(data)
        if end < start or end > len(data):
            return
        yield kind, data[start:end]
        position = end


# Source: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
def _gif(data: bytes) -> StreamInfo:
    """Read an animation; a picture that stands still has no duration."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    position = 13 + _colours(flags)
    frames = hundredths = 0
    delay = _DEFAULT_DELAY
    while position < len(data) and frames < _MOST_FRAMES:
        if data[position] == 0x21 and data[position + 1] == 0xF9:
            (delay,) = struct.unpack_from("<H", data, position + 4)
            position = _after_blocks(data, position + 2)
        elif data[position] == 0x21:
            position = _after_blocks(data, position + 2)
        elif data[position] == 0x2C:
            frames += 1
            hundredths += delay or _DEFAULT_DELAY
            position = _after_blocks(data, position + 11 + _colours(data[position + 9]))
        else:
            break
    if frames < 2:
        return StreamInfo(None, width, height)
    return StreamInfo(hundredths / 100, width, height, frames * 100 / hundredths)


def _colours(flags: int) -> int:
    """Return the size of a table of colours in bytes."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    """Return the position after a chain of blocks, each with its length in its first byte."""
    while length := data[position]:
        position += length + 1
    return position + 1
