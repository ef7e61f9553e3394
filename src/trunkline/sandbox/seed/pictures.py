"""Images of the generated community: a small pool, drawn at run time."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache

import blurhash
from PIL import Image, ImageDraw

from trunkline.sandbox.media.images import dimensions
from trunkline.sandbox.seed.dice import Dice

_SIZE = (480, 320)
_SMALL = (240, 160)
_BLUR = (15, 10)
_VARIANTS = 2

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file and its metadata. `scene` is an index of `SCENES`."""

    scene: int
    path: str
    preview_path: str
    data: bytes
    preview: bytes
    blurhash: str
    meta: str


@dataclass(frozen=True, slots=True)
class Icon:
    """An avatar or custom emoji."""

    path: str
    data: bytes


@cache
def photos() -> tuple[Picture, ...]:
    """Return the photos, every scene in several variants."""
    return tuple(_photo(scene, variant) for variant in range(_VARIANTS) for scene in range(len(SCENES)))


@cache
def avatars() -> tuple[Icon, ...]:
    """Return the avatars: symmetrical patterns of squares."""
    return tuple(Icon(f"/system/seed/avatars/{n}.png", _png(_pattern(Dice(n), 120))) for n in range(24))


@cache
def emojis() -> dict[str, Icon]:
    """Return the custom emojis by shortcode."""
    return {
        code: Icon(f"/system/seed/emojis/{code}.png", _png(_blob(colour))) for code, colour in _EMOJI_COLOURS.items()
    }


def _photo(scene: int, variant: int) -> Picture:
    dice = Dice(1_000 * scene + variant)
    image = SCENES[scene](dice)
    small = image.resize(_SMALL)
    name = f"/system/seed/media/{scene}-{variant}"
    return Picture(
        scene,
        f"{name}.jpg",
        f"{name}-small.jpg",
        _jpeg(image),
        _jpeg(small),
        _blurhash(small.resize(_BLUR)),
        json.dumps({"original": dimensions(image), "small": dimensions(small)}),
    )


def _blurhash(image: Image.Image) -> str:
    width, height = image.size
    data = image.tobytes()
    pixels = [[list(data[3 * (y * width + x) :][:3]) for x in range(width)] for y in range(height)]
    return str(blurhash.encode(pixels, components_x=4, components_y=4))


def _jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=70)
    return target.getvalue()


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _gradient(top: Colour, bottom: Colour) -> Image.Image:
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), top)
    strip.putpixel((0, 1), bottom)
    return strip.resize(_SIZE, Image.Resampling.BILINEAR)


def _sunset(dice: Dice) -> Image.Image:
    image = _gradient((250, 200, 90), (150, 30, 50))
    draw = ImageDraw.Draw(image)
    x, horizon = dice.between(120, 360), 210
    draw.ellipse((x - 40, horizon - 50, x + 40, horizon + 30), fill=(255, 235, 170))
    draw.rectangle((0, horizon, 480, 320), fill=(60, 30, 70))
    for y in range(horizon + 8, 320, 14):
        draw.line((x - 30, y, x + 30, y), fill=(240, 170, 110), width=3)
    return image


def _mountains(dice: Dice) -> Image.Image:
    image = _gradient((220, 230, 240), (180, 200, 220))
    draw = ImageDraw.Draw(image)
    for layer, colour in enumerate(((140, 165, 200), (90, 120, 165), (40, 65, 110))):
        base = 170 + layer * 50
        ridge = [(x, base - dice.between(0, 60)) for x in range(0, 481, 60)]
        draw.polygon([(0, 320), *ridge, (480, 320)], fill=colour)
    return image


def _city(dice: Dice) -> Image.Image:
    image = _gradient((15, 20, 50), (70, 50, 90))
    draw = ImageDraw.Draw(image)
    for x in range(0, 480, 48):
        top = dice.between(100, 230)
        draw.rectangle((x, top, x + 40, 320), fill=(20, 20, 35))
        for y in range(top + 8, 312, 16):
            draw.rectangle((x + 8, y, x + 14, y + 7), fill=(250, 220, 120) if dice.chance(0.5) else (35, 35, 55))
    return image


def _stars(dice: Dice) -> Image.Image:
    image = _gradient((5, 8, 30), (30, 40, 80))
    draw = ImageDraw.Draw(image)
    for _ in range(160):
        x, y = dice.between(0, 479), dice.between(0, 250)
        draw.ellipse((x, y, x + dice.between(0, 2), y + 1), fill=(255, 255, 240))
    draw.polygon([(0, 320), (0, 260), (160, 235), (320, 270), (480, 245), (480, 320)], fill=(8, 12, 16))
    return image


def _field(dice: Dice) -> Image.Image:
    image = _gradient((200, 225, 245), (240, 240, 225))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 170, 480, 320), fill=(90, dice.between(140, 180), 70))
    draw.polygon([(200, 320), (300, 320), (255, 170), (248, 170)], fill=(205, 185, 140))
    return image


def _circles(dice: Dice) -> Image.Image:
    image = Image.new("RGB", _SIZE, (35, 20, 30))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, radius = dice.between(0, 480), dice.between(0, 320), dice.between(15, 80)
        fill = (dice.between(190, 255), dice.between(70, 170), dice.between(40, 90))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    return image


SCENES = (_sunset, _mountains, _city, _stars, _field, _circles)

_EMOJI_COLOURS: dict[str, Colour] = {
    "blobcat": (250, 200, 80),
    "blobheart": (230, 80, 100),
    "partyfern": (90, 180, 90),
    "verified_human": (80, 140, 230),
    "tiny_train": (120, 120, 200),
    "rainbow_tea": (200, 120, 200),
}


def _blob(colour: Colour) -> Image.Image:
    image = Image.new("RGBA", (48, 48), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((3, 6, 45, 46), fill=colour)
    for x in (15, 29):
        draw.ellipse((x, 18, x + 5, 25), fill=(30, 30, 30))
    return image


def _pattern(dice: Dice, side: int) -> Image.Image:
    colour = (dice.between(40, 200), dice.between(40, 200), dice.between(40, 200))
    cells = [[dice.chance(0.5) for _ in range(3)] for _ in range(5)]
    image = Image.new("RGB", (5, 5), (240, 240, 240))
    for y, row in enumerate(cells):
        for x, filled in enumerate((*row, row[1], row[0])):
            if filled:
                image.putpixel((x, y), colour)
    return image.resize((side, side), Image.Resampling.NEAREST)
