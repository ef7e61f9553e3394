"""The result of processing an upload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from trunkline.sandbox.media.images import SMALL_PIXELS, blurhash_of, dimensions, encode_image, shrink
from trunkline.sandbox.media.kinds import File


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture of an attachment, with its metadata."""

    file: File
    size: dict[str, Any]
    blurhash: str

    @classmethod
    def of(cls, image: Image.Image, content_type: str, name: str = "") -> Preview:
        """Scale down and encode an image."""
        small = shrink(image, SMALL_PIXELS)
        return cls(encode_image(small, content_type, name), dimensions(small), blurhash_of(small))


@dataclass(frozen=True, slots=True)
class Converted:
    """The original in its final form; `facts` are the metadata that differ from those of the upload."""

    file: File
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Processed:
    """An upload whose original is still to be converted.

    Attributes:
        type: Mastodon's type: image, gifv, video, audio.
        facts: metadata of the original.
        preview: a small picture, if there is one.
        convert: makes the original that is served. Slow: call it in a thread.
    """

    type: str
    facts: dict[str, Any]
    preview: Preview | None
    convert: Callable[[], Converted]
