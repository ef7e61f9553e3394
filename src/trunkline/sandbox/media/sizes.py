"""Dimensions of images, from their headers alone.

Pillow reads them too, but allocates the whole picture for some formats, and refuses large ones in its own words.
"""

from __future__ import annotations

import re
import struct

_NO_SIZE = (0, 0)
# Frame headers of JPEG: SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_MOST_SEGMENTS = 10_000
_SPATIAL_EXTENTS = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)


def image_size(data: bytes, content_type: str) -> tuple[int, int]:
    """Return width and height of an image in pixels; 0 and 0 if the header is broken."""
    try:
        if content_type == "image/png":
            return _pair(">II", data, 16)
        if content_type == "image/gif":
            return _pair("<HH", data, 6)
        if content_type == "image/webp":
            return _webp(data)
        if content_type == "image/jpeg":
            return _jpeg(data)
    except struct.error:
        return _NO_SIZE
    return _largest_extents(data)


def _pair(form: str, data: bytes, position: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, data, position)
    return first, second


# Source: https://developers.google.com/speed/webp/docs/riff_container
def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        low, high = struct.unpack_from("<IH", data, 24)
        bits = low | high << 32
        return (bits & 0xFFFFFF) + 1, (bits >> 24) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = _pair("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


# Source: https://www.w3.org/Graphics/JPEG/itu-t81.pdf
def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    for _ in range(_MOST_SEGMENTS):
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            break
        marker = data[position + 1]
        if marker in _FRAMES:
            height, width = _pair(">HH", data, position + 5)
            return width, height
        if marker == 0xFF:
            position += 1
        elif marker in _STANDALONE or marker == 0:
            position += 2
        else:
            (length,) = struct.unpack_from(">H", data, position + 2)
            position += 2 + length
    return _NO_SIZE


# Source: https://aomediacodec.github.io/av1-avif/ (ImageSpatialExtentsProperty)
def _largest_extents(data: bytes) -> tuple[int, int]:
    """Return the largest dimensions that an AVIF or HEIC file claims for one of its pictures."""
    claims = [(int.from_bytes(w), int.from_bytes(h)) for w, h in _SPATIAL_EXTENTS.findall(data)]
    return max(claims, key=lambda size: size[0] * size[1], default=_NO_SIZE)
