"""BlurHash (https://blurha.sh): a few colours that stand for an image until it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trunkline.errors import MastodonIllegalArgumentError

Pixels = list[list[list[float]]]
"""Rows of pixels of red, green and blue."""


class Blurhashes:
    """Part of both clients: previews of attachments."""

    def decode_blurhash(
        self,
        media_dict: Mapping[str, Any] | str,
        out_size: tuple[int, int] = (16, 16),
        size_per_component: bool = True,
        return_linear: bool = True,
    ) -> Pixels:
        """Compute the small blurred image that stands for an attachment until it is loaded.

        Args:
            media_dict: the attachment, anything else with a ``blurhash``, or that text itself.
            out_size: width and height in pixels.
            size_per_component: take *out_size* for the size of each of the hash's components, not of the image.
            return_linear: linear colours from 0 to 1; otherwise sRGB from 0 to 255.

        Returns:
            Rows of pixels of red, green and blue.

        Raises:
            MastodonIllegalArgumentError: the attachment has no ``blurhash``.
            NotImplementedError: the extra package is missing.
        """
        try:
            import blurhash
        except ModuleNotFoundError as error:
            raise NotImplementedError(
                'Decoding a BlurHash needs the package blurhash; install it with: pip install "trunkline[blurhash]"'
            ) from error
        text = media_dict if isinstance(media_dict, str) else media_dict.get("blurhash")
        if not text:
            raise MastodonIllegalArgumentError(
                "This attachment has no blurhash: sound has none, nor have unprocessed files."
            )
        width, height = out_size
        if size_per_component:
            across, down = blurhash.components(text)
            width, height = width * across, height * down
        pixels: Pixels = blurhash.decode(text, width, height, linear=return_linear)
        return pixels
