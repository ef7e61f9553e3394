"""Colours of a picture in which a player for it can be drawn."""

from __future__ import annotations

import colorsys
from itertools import islice

from PIL import Image

_SIDE = 64  # of the copy that is looked at, in pixels
_EDGE = 6  # thickness of its edge
_LEVELS = 10  # of each channel; colours in one level are alike
_RARE = 0.01  # share of the pixels below which a colour does not count
# Source: https://github.com/mastodon/mastodon/blob/main/lib/paperclip/color_extractor.rb
_FOREGROUND_CONTRAST = 3.0
_ACCENT_CONTRAST = 2.0
_SHIFT = 0.35  # of the lightness, for a colour that the picture does not have

RgbColour = tuple[int, int, int]


def colours_of(image: Image.Image) -> dict[str, str]:
    """Return background, foreground and accent of a picture as `#rrggbb`.

    The background is the most frequent colour at the edge. The others are the two colours of the picture that are
    farthest from it and in contrast to it; of the two, the foreground has more contrast. Where the picture has none,
    they are lighter or darker than the background.
    """
    data = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.NEAREST).tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    inner = range(_EDGE, _SIDE - _EDGE)
    edge = [pixel for n, pixel in enumerate(pixels) if n % _SIDE not in inner or n // _SIDE not in inner]
    background = _frequent(edge)[0]
    farthest = sorted(_frequent(pixels), key=lambda colour: -_distance(background, colour))
    chosen: list[RgbColour] = []
    for least in (_ACCENT_CONTRAST, _FOREGROUND_CONTRAST):
        fitting = (one for one in farthest if one not in chosen and _contrast(background, one) >= least)
        chosen.extend(islice(fitting, 1))
    chosen += [_shifted(background)] * (2 - len(chosen))
    accent, foreground = sorted(chosen, key=lambda colour: _contrast(background, colour))
    return {
        name: "#{:02x}{:02x}{:02x}".format(*colour)
        for name, colour in (("background", background), ("foreground", foreground), ("accent", accent))
    }


def _frequent(pixels: list[RgbColour]) -> list[RgbColour]:
    """Return the averages of colours that are alike, the most frequent first."""
    groups: dict[RgbColour, list[RgbColour]] = {}
    for pixel in pixels:
        red, green, blue = (channel * _LEVELS // 256 for channel in pixel)
        groups.setdefault((red, green, blue), []).append(pixel)
    largest = sorted(groups.values(), key=len, reverse=True)
    return [_average(group) for group in largest if len(group) >= _RARE * len(pixels)] or [_average(largest[0])]


def _average(pixels: list[RgbColour]) -> RgbColour:
    red, green, blue = (round(sum(channel) / len(pixels)) for channel in zip(*pixels, strict=True))
    return red, green, blue


def _distance(one: RgbColour, other: RgbColour) -> int:
    return sum((left - right) ** 2 for left, right in zip(one, other, strict=True))


# Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
def _contrast(one: RgbColour, other: RgbColour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: RgbColour) -> float:
    shares = (channel / 255 for channel in colour)
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shifted(colour: RgbColour) -> RgbColour:
    """Return a lighter colour for a dark one, and a darker one for a light one."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in colour))
    shifted = lightness + _SHIFT if lightness < 0.5 else lightness - _SHIFT
    red, green, blue = (round(channel * 255) for channel in colorsys.hls_to_rgb(hue, shifted, saturation))
    return red, green, blue
