"""The picture that the demo posts."""

from __future__ import annotations

import math
from io import BytesIO

ALT_TEXT = "A drawing of hills in three shades of blue under an orange evening sky, with a low sun."

_WIDTH, _HEIGHT = 960, 540
_SKY_TOP, _SKY_BOTTOM = (44, 38, 84), (247, 160, 96)
_SUN = (255, 226, 160)
_HILLS = ((0.62, 46, 150.0, (74, 82, 140)), (0.74, 34, 100.0, (50, 58, 108)), (0.86, 26, 70.0, (28, 34, 70)))


def draw() -> bytes:
    """Return a landscape as PNG."""
    from PIL import Image, ImageDraw

    sky = Image.linear_gradient("L").resize((_WIDTH, _HEIGHT))
    image = Image.composite(Image.new("RGB", sky.size, _SKY_BOTTOM), Image.new("RGB", sky.size, _SKY_TOP), sky)
    pen = ImageDraw.Draw(image)
    pen.ellipse((610, 210, 740, 340), fill=_SUN)
    for height, swing, length, colour in _HILLS:
        ridge = [
            (x, height * _HEIGHT + swing * math.sin(x / length) + swing / 2 * math.sin(x / length * 2.3))
            for x in range(0, _WIDTH + 1, 8)
        ]
        pen.polygon([(0, _HEIGHT), *ridge, (_WIDTH, _HEIGHT)], fill=colour)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
