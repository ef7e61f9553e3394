"""Sound and video through the programs ffmpeg and ffprobe, where they are installed.

Uploads may be hostile. The programs run as children with bounds on time, memory and the size of what they write; they
read one file, with the one demuxer that belongs to its first bytes, and no address; they are given no secret.

Tests upload the same small files again and again, and a start of a program takes a tenth of a second: what came of the
last ones is remembered.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.media.kinds import VIDEO_SIZE_LIMIT, File

# What a child may use up: seconds of a processor, seconds, and memory in KiB.
_PROCESSOR_SECONDS = 120
_SECONDS = 120
_MEMORY = 3 * 1024 * 1024
_BLOCK = 512  # bytes, the unit of the size of files
_LIMITED = (
    f"ulimit -t {_PROCESSOR_SECONDS}; ulimit -v {_MEMORY} 2>/dev/null; ulimit -f {VIDEO_SIZE_LIMIT // _BLOCK}; "
    'exec "$0" "$@"'
)
_DEMUXERS = {
    "image/gif": "gif",
    "video/webm": "matroska",
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "audio/mp4": "mov",
    "audio/3gpp": "mov",
    "video/ogg": "ogg",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "video/x-ms-asf": "asf",
}
# Source of the options: https://github.com/mastodon/mastodon/blob/main/app/models/media_attachment.rb and
# https://github.com/mastodon/mastodon/blob/main/lib/paperclip/transcoder.rb
_MOST_FRAMES = 36_000
_POSTER_SCALE = r"scale='min(640\, iw):min(360\, ih)':force_original_aspect_ratio=decrease"
_EVEN_SIZE = "crop=floor(iw/2)*2:floor(ih/2)*2"
_BITS_PER_PIXEL = 0.11
_SOUND_BITS = 192_000
_FAST_START = ("-movflags", "faststart", "-map_metadata", "-1")
_WEB_COLOURS = ("yuv420p", "yuvj420p")

_REMEMBERED = 64  # results
_LARGEST_REMEMBERED = 256 * 1024  # bytes, of an upload and of what becomes of it

_Result = TypeVar("_Result", "Probe", bytes)

_results: dict[tuple[object, ...], Any] = {}


class BrokenStream(ApiError):
    """The 422 for sound or video that cannot be read."""

    def __init__(self) -> None:
        super().__init__(422, "File type of uploaded media could not be verified")


def has_ffmpeg() -> bool:
    """Return True if both programs are installed."""
    return _program("ffmpeg") is not None and _program("ffprobe") is not None


@lru_cache
def _program(name: str) -> str | None:
    return shutil.which(name)


@dataclass(frozen=True, slots=True)
class Probe:
    """Facts about a file: seconds, bits per second, pixels, frames per second, codecs; `None` if there are none."""

    duration: float
    bitrate: int
    width: int | None = None
    height: int | None = None
    frame_rate: Fraction | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    colours: str | None = None
    has_cover: bool = False

    @property
    def is_for_the_web(self) -> bool:
        """Return True if browsers play the streams as they are."""
        return self.video_codec == "h264" and self.audio_codec in ("aac", None) and self.colours in _WEB_COLOURS


class StreamFile:
    """An upload in a folder of its own, on which the programs work. Leaving the context deletes all of it."""

    def __init__(self, data: bytes, content_type: str) -> None:
        self._data = data
        self._input = ("-protocol_whitelist", "file", "-f", _DEMUXERS[content_type], "-i", "upload")
        self._temporary = tempfile.TemporaryDirectory(prefix="sandbox-media-")
        self.folder = Path(self._temporary.name)

    def __enter__(self) -> Self:
        (self.folder / "upload").write_bytes(self._data)
        return self

    def __exit__(self, *error: object) -> None:
        self._temporary.cleanup()

    def probe(self) -> Probe:
        """Read the facts about the upload.

        Raises:
            BrokenStream: it cannot be read.
        """
        return self._probe(self._input)

    def poster(self) -> bytes:
        """Return the first picture as PNG, at most 640x360."""
        return self._convert("poster.png", ("-an", "-vf", _POSTER_SCALE, "-f", "image2", "-frames:v", "1"))

    def to_mp4(self, facts: Probe) -> File:
        """Return a video that browsers play."""
        if facts.is_for_the_web:
            return File(self._convert("out.mp4", (*_FAST_START, "-c", "copy")), "video/mp4")
        bits = _video_bits(facts)
        options = (
            *_FAST_START, "-pix_fmt", "yuv420p", "-vf", _EVEN_SIZE, "-c:v", "h264", "-c:a", "aac", "-b:a", "192k",
            "-frames:v", str(_MOST_FRAMES), "-b:v", str(bits), "-maxrate", str(bits + _SOUND_BITS),
            "-bufsize", str(bits * 5),
        )  # fmt: skip
        return File(self._convert("out.mp4", options), "video/mp4")

    def to_mp3(self) -> tuple[File, Probe]:
        """Return the sound as MP3, and the facts about it."""
        data = self._convert("out.mp3", ("-q:a", "2"))
        return File(data, "audio/mpeg"), self._probe(("-f", "mp3", "-i", "out.mp3"))

    def to_gif(self, width: int, height: int) -> bytes:
        """Return an animation in another size, cut to its proportions."""
        size = f"{width}:{height}"
        fit = f"scale={size}:force_original_aspect_ratio=increase,crop={size}"
        return self._convert("out.gif", ("-vf", fit, "-frames:v", str(_MOST_FRAMES)))

    def probe_mp4(self) -> Probe:
        """Read the facts about the result of `to_mp4`."""
        return self._probe(("-f", "mov", "-i", "out.mp4"))

    def _probe(self, source: Sequence[str]) -> Probe:
        shown = ("-v", "error", "-print_format", "json", "-show_format", "-show_streams")

        def probed() -> Probe:
            try:
                return _facts(json.loads(self._run("ffprobe", (*shown, *source))))
            except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
                raise BrokenStream from error

        return self._once(("ffprobe", *source), probed)

    def _convert(self, name: str, options: Sequence[str]) -> bytes:
        def converted() -> bytes:
            self._run("ffmpeg", ("-nostdin", "-loglevel", "fatal", *self._input, *options, "-y", name))
            try:
                return (self.folder / name).read_bytes()
            except OSError as error:
                raise BrokenStream from error

        made = self._once(("ffmpeg", *self._input, *options, name), converted)
        (self.folder / name).write_bytes(made)  # for `_probe`
        return made

    def _once(self, command: tuple[str, ...], make: Callable[[], _Result]) -> _Result:
        """Return what a command makes of the upload, from memory if it was asked before; errors are not kept."""
        key = (_program(command[0]), self._data, *command)
        known: _Result | None = _results.get(key)
        if known is not None:
            return known
        made = make()
        if max(len(self._data), len(made) if isinstance(made, bytes) else 0) <= _LARGEST_REMEMBERED:
            if len(_results) >= _REMEMBERED:
                _results.clear()
            _results[key] = made
        return made

    def _run(self, name: str, arguments: Sequence[str]) -> bytes:
        """Run a program in the folder and return its output."""
        command = [_program(name) or name, *arguments]
        if os.name == "posix":
            command = ["/bin/sh", "-c", _LIMITED, *command]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603  (fixed arguments, a file that only its demuxer reads)
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BrokenStream from error
        return done.stdout


def _video_bits(facts: Probe) -> int:
    """Return the bits per second of a video, so that it fits the largest file."""
    wanted = int((facts.width or 0) * (facts.height or 0) * 30 * _BITS_PER_PIXEL)
    largest = int(VIDEO_SIZE_LIMIT * 8 / facts.duration) - _SOUND_BITS if facts.duration else wanted
    return max(1, min(wanted, largest))


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/video_metadata_extractor.rb
def _facts(shown: Mapping[str, Any]) -> Probe:
    container = shown["format"]
    covers = [stream for stream in shown["streams"] if stream.get("disposition", {}).get("attached_pic")]
    streams = {stream["codec_type"]: stream for stream in reversed(shown["streams"]) if stream not in covers}
    video, audio = streams.get("video", {}), streams.get("audio", {})
    width, height = video.get("width"), video.get("height")
    if any(abs(int(data.get("rotation", 0))) % 180 == 90 for data in video.get("side_data_list", ())):
        width, height = height, width
    return Probe(
        duration=float(container.get("duration", 0)),
        bitrate=int(container.get("bit_rate", 0)),
        width=width,
        height=height,
        frame_rate=_rate(video.get("avg_frame_rate")) or _rate(video.get("r_frame_rate")),
        video_codec=video.get("codec_name"),
        audio_codec=audio.get("codec_name"),
        colours=video.get("pix_fmt"),
        has_cover=bool(covers),
    )


def _rate(text: str | None) -> Fraction | None:
    return None if text is None or text.endswith("/0") else Fraction(text)
