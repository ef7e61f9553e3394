"""BlurHash: the few colours that stand for an image until it is loaded. Needs the ``blurhash`` package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trunkline.errors import MastodonIllegalArgumentError

Pixels = list[list[list[float]]]
"""Rows of pixels of red, green and blue."""


def decode(media: Mapping[str, Any] | str, size: tuple[int, int], *, per_component: bool, linear: bool) -> Pixels:
    """The pixels of the BlurHash of *media*. See `Utility.decode_blurhash`."""
    try:
        import blurhash
    except ModuleNotFoundError as error:
        raise NotImplementedError(
            'Decoding a BlurHash needs the package blurhash; install it with: pip install "trunkline[blurhash]"'
        ) from error
    text = media if isinstance(media, str) else media.get("blurhash")
    if not text:
        raise MastodonIllegalArgumentError(
            "This attachment has no blurhash: sound has none, nor have unprocessed files."
        )
    width, height = size
    if per_component:
        across, down = blurhash.components(text)
        width, height = width * across, height * down
    pixels: Pixels = blurhash.decode(text, width, height, linear=linear)
    return pixels
