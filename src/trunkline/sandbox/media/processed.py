"""The result of processing an upload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from PIL import Image

from trunkline.sandbox.media.colours import colours_of
from trunkline.sandbox.media.images import SMALL_PIXELS, blurhash_of, dimensions, encode_image, shrink
from trunkline.sandbox.media.kinds import File


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture of an attachment, with its metadata. It has colours if it is no part of what is attached."""

    file: File
    size: dict[str, Any]
    blurhash: str
    colours: dict[str, str] | None = None

    @classmethod
    def of(cls, image: Image.Image, content_type: str, name: str = "") -> Self:
        """Scale down and encode an image."""
        small = shrink(image, SMALL_PIXELS)
        return cls(encode_image(small, content_type, name), dimensions(small), blurhash_of(small))

    @classmethod
    def with_colours(cls, image: Image.Image, content_type: str) -> Self:
        """Do the same with a picture that somebody chose, such as the cover of a record."""
        return replace(cls.of(image, content_type), colours=colours_of(image))


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
