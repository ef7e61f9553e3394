"""Processing of sound, video and animations, by ffmpeg or, without it, from their headers alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from PIL import Image

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.media.containers import StreamInfo, read_stream_info
from trunkline.sandbox.media.ffmpeg import Probe, StreamFile, has_ffmpeg
from trunkline.sandbox.media.images import SMALL_PIXELS, shrunk
from trunkline.sandbox.media.kinds import VIDEO_FRAME_RATE_LIMIT, VIDEO_MATRIX_LIMIT, File
from trunkline.sandbox.media.processed import Converted, Preview, Processed

_UNKNOWN_SIZE = (640, 360)
_FINEST_RATE = 1001  # the denominator of 30000/1001 frames per second


def check_video(width: int | None, height: int | None, frame_rate: float | Fraction | None) -> None:
    """Check what is known of a video.

    Raises:
        ApiError: it is too large or too fast.
    """
    if (width or 0) * (height or 0) > VIDEO_MATRIX_LIMIT:
        raise ApiError(422, f"{width}x{height} videos are not supported")
    if frame_rate and int(frame_rate) > VIDEO_FRAME_RATE_LIMIT:
        raise ApiError(422, f"{int(frame_rate)}fps videos are not supported")


def process_video(data: bytes, content_type: str) -> Processed:
    """Process a video; one without sound is a `gifv`.

    Its metadata stay those of the upload, as Mastodon keeps them.
    """
    if not has_ffmpeg():
        return _kept(data, content_type)
    with StreamFile(data, content_type) as file:
        facts = file.probe()
        if facts.width is None or facts.frame_rate is None:
            raise ApiError(422, "Video has no video stream")
        check_video(facts.width, facts.height, facts.frame_rate)
        preview = _preview(file.poster())
    kind = "video" if facts.audio_codec else "gifv"
    return Processed(kind, _described(facts), preview, partial(_video, data, content_type, facts))


def _video(data: bytes, content_type: str, facts: Probe) -> Converted:
    with StreamFile(data, content_type) as file:
        return Converted(file.to_mp4(facts))


def process_sound(data: bytes, content_type: str) -> Processed:
    """Process sound. The picture of its cover, if it has one, is its preview."""
    if not has_ffmpeg():
        facts = read_stream_info(data, content_type)
        return Processed("audio", _times(facts, len(data)), None, partial(Converted, File(data, content_type)))
    with StreamFile(data, content_type) as file:
        probed = file.probe()
        preview = _preview(file.poster(), Preview.with_colours) if probed.has_cover else None
    return Processed("audio", _heard(probed), preview, partial(_sound, data, content_type))


def _sound(data: bytes, content_type: str) -> Converted:
    with StreamFile(data, content_type) as file:
        made, facts = file.to_mp3()
    return Converted(made, _heard(facts))


def process_animation(data: bytes, image: Image.Image) -> Processed:
    """Process an animated GIF: it becomes a silent video."""
    if not has_ffmpeg():
        facts = read_stream_info(data, "image/gif")
        shown = {"width": image.width, "height": image.height, **_rated(facts), **_times(facts, len(data))}
        preview = Preview.of(image.convert("RGB"), "image/png")
        return Processed("gifv", shown, preview, partial(Converted, File(data, "image/gif")))
    with StreamFile(data, "image/gif") as file:
        probed = file.probe()
        preview = _preview(file.poster())
        made = file.to_mp4(probed)
        return Processed("gifv", _described(file.probe_mp4()), preview, partial(Converted, made))


def _kept(data: bytes, content_type: str) -> Processed:
    """Process a video without decoding it: it is kept as it is, and a grey picture stands for it."""
    facts = read_stream_info(data, content_type)
    width, height = facts.width or 0, facts.height or 0
    size = {"width": width, "height": height} if width and height else {}
    small = shrunk(*((width, height) if size else _UNKNOWN_SIZE), SMALL_PIXELS)
    preview = Preview.of(Image.new("RGB", small, "#1f232b"), "image/png")
    shown = {**size, **_rated(facts), **_times(facts, len(data))}
    return Processed("video", shown, preview, partial(Converted, File(data, content_type)))


def _preview(png: bytes, make: Callable[[Image.Image, str], Preview] = Preview.of) -> Preview:
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return make(image, "image/png")


def _described(facts: Probe) -> dict[str, Any]:
    size: Mapping[str, Any] = {"width": facts.width, "height": facts.height, "frame_rate": _ratio(facts.frame_rate)}
    return {key: value for key, value in size.items() if value is not None} | _heard(facts)


def _heard(facts: Probe) -> dict[str, Any]:
    return {"duration": facts.duration, "bitrate": facts.bitrate}


def _ratio(rate: Fraction | None) -> str | None:
    return None if rate is None else f"{rate.numerator}/{rate.denominator}"


def _rated(facts: StreamInfo) -> dict[str, Any]:
    rate = facts.frame_rate
    return {"frame_rate": _ratio(Fraction(rate).limit_denominator(_FINEST_RATE))} if rate else {}


def _times(facts: StreamInfo, size: int) -> dict[str, Any]:
    if not facts.duration:
        return {}
    return {"duration": facts.duration, "bitrate": round(size * 8 / facts.duration)}
