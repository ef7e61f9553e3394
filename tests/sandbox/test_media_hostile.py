"""Files that claim more than they hold, or nothing that makes sense: refused by their headers, in Mastodon's words."""

import io
import struct
import tracemalloc
import zlib
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.sandbox.test_media import animation, box, picture, sound, video

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.media.containers import StreamInfo, read_stream_info
from trunkline.sandbox.media.files import check_upload, process
from trunkline.sandbox.media.sizes import image_size

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module", autouse=True)
def no_ffmpeg():
    """Read headers alone; `test_media_ffmpeg` gives broken files to ffmpeg."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trunkline.sandbox.media.streams.has_ffmpeg", lambda: False)
        yield


STREAM_TYPES = ("audio/wav", "video/mp4", "video/quicktime", "image/gif", "video/webm")
IMAGE_TYPES = ("image/png", "image/gif", "image/jpeg", "image/webp", "image/avif")


@contextmanager
def refused_at_most():
    """Bear the refusal of a file, and no other error."""
    try:
        yield
    except ApiError as error:
        if error.status != 422:
            raise


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def gif(width: int, height: int, frames: int = 1) -> bytes:
    frame = b"\x21\xf9\x04\x00\x02\x00\x00\x00\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    colours = b"\x00\x00\x00\xff\xff\xff"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + colours + frame * frames + b";"


def jpeg(width: int, height: int) -> bytes:
    data = bytearray(picture(16, 16, "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def riff(kind: bytes, body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + kind + struct.pack("<I", len(body)) + body


def vp8x(width: int, height: int) -> bytes:
    return riff(b"VP8X", bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


def avif(width: int, height: int) -> bytes:
    data = bytearray(picture(16, 16, "AVIF"))
    extents = data.index(b"ispe") + 8
    data[extents : extents + 8] = struct.pack(">II", width, height)
    return bytes(data)


def movie(scale: int, delta: int, samples: int = 100) -> bytes:
    """An MP4 with one track whose samples last `delta` units of 1/`scale` seconds."""
    times = box(b"stts", struct.pack(">IIII", 0, 1, samples, delta))
    media = box(b"mdhd", bytes(12) + struct.pack(">II", scale, 0)) + box(b"hdlr", bytes(8) + b"vide" + bytes(12))
    track = box(b"trak", box(b"mdia", media + box(b"minf", box(b"stbl", times))))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", track)


@pytest.mark.parametrize("build", [png, jpeg, vp8x, avif], ids=lambda build: build.__name__)
def test_images_are_measured_before_they_are_decoded(build):
    with pytest.raises(ApiError, match=r"^20000x20000 images are not supported, must be below 33177600 sqpx$"):
        check_upload(build(20_000, 20_000))


def test_animations_have_a_lower_limit():
    with pytest.raises(ApiError, match=r"^1281x720 images are not supported, must be below 921600 sqpx$"):
        check_upload(gif(1281, 720))
    assert check_upload(gif(1280, 720)) == "image/gif"


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP", "AVIF"])
def test_sizes_are_those_that_are_decoded(kind):
    assert image_size(picture(123, 45, kind), f"image/{kind.lower()}") == (123, 45)
    transparent = io.BytesIO()
    Image.new("RGBA", (31, 77), (255, 0, 0, 9)).save(transparent, "WEBP", lossless=True)
    assert image_size(transparent.getvalue(), "image/webp") == (31, 77)


def test_a_frame_larger_than_the_animation_is_measured_too():
    data = bytearray(gif(1, 1))
    frame = data.index(b"\x2c") + 5
    data[frame : frame + 4] = struct.pack("<HH", 9000, 9000)
    with pytest.raises(ApiError, match=r"^9000x9000 images are not supported"):
        process(bytes(data), check_upload(bytes(data)))


def test_videos_are_measured_before_they_are_decoded():
    with pytest.raises(ApiError, match=r"^20000x20000 videos are not supported$"):
        check_upload(video(20_000, 20_000))
    with pytest.raises(ApiError, match=r"^240fps videos are not supported$"):
        check_upload(movie(240, 1))
    assert check_upload(movie(30_000, 1001)) == "video/mp4"
    assert read_stream_info(movie(30_000, 1001), "video/mp4").frame_rate == pytest.approx(29.97, abs=0.001)


def test_a_large_claim_takes_little_memory():
    tracemalloc.start()
    try:
        for width, height in ((65_535, 126), (1, 65_535)):
            process(video(width, height), "video/mp4")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEGABYTE


def test_frames_of_an_animation_are_counted_without_decoding_them():
    facts = read_stream_info(gif(1280, 720, frames=50_000), "image/gif")
    assert facts == StreamInfo(1000.0, 1280, 720, 50.0)
    processed = process(gif(100, 100, frames=50_000), "image/gif")
    assert (processed.type, processed.facts["duration"]) == ("gifv", 1000.0)
    assert read_stream_info(animation(), "image/gif").duration == 1.0


@pytest.mark.parametrize(
    "data",
    [
        box(b"ftyp", b"isom") + struct.pack(">I4s", 0, b"moov") * 100_000,
        box(b"ftyp", b"isom") + struct.pack(">I4s", 8, b"free") * 100_000,
        box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", 2**64 - 1),
        box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", 0) * 1000,
        box(b"ftyp", b"isom") + struct.pack(">I4s", 4, b"moov") * 1000,
        box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"")) + box(b"moov", box(b"trak", box(b"tkhd", b"\x01"))),
        box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"\x01" + bytes(19) + struct.pack(">IQ", 1, 2**64 - 1))),
        movie(2**32 - 1, 0),
        movie(0, 2**32 - 1, 0),
        b"RIFF\xff\xff\xff\xffWAVE" + b"junk\0\0\0\0" * 100_000,
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + bytes(16) + b"data\xff\xff\xff\xff",
    ],
    ids=[
        "to the end",
        "many empty",
        "too long",
        "long, of length 0",
        "shorter than its header",
        "empty headers",
        "duration unknown",
        "no time",
        "no rate",
        "WAV of many chunks",
        "WAV without a rate",
    ],
)
def test_containers_that_make_no_sense(data):
    kind = check_upload(data)
    facts = read_stream_info(data, kind)
    assert (facts.duration, facts.width, facts.height) == (None, None, None)
    assert process(data, kind).convert().file.data == data


def nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = box(b"moov", data)
    return data


def test_nesting_is_bounded():
    assert read_stream_info(nested(2000), "video/mp4") == StreamInfo()


@pytest.mark.parametrize(
    "data",
    [
        png(10, 10),
        png(0, 0),
        png(10, 10, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(5 * MEGABYTE)))),
        png(10, 10, chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(5 * MEGABYTE)))),
        png(10, 10, chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff")),
        gif(0, 0),
        gif(10, 10)[:20],
        jpeg(0, 0),
        vp8x(10, 10),
        riff(b"VP8 ", bytes(10)),
        avif(0, 0),
        box(b"ftyp", b"heic"),
    ],
    ids=range(12),
)
def test_broken_images_are_refused_or_shown(data):
    with refused_at_most():
        assert process(data, check_upload(data)).type == "image"


@pytest.mark.parametrize("places", [50, pytest.param(300, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "data",
    [picture(20, 10, kind) for kind in ("PNG", "GIF", "JPEG", "WEBP", "AVIF")]
    + [animation(), sound(), video(), movie(25, 1)],
)
def test_files_that_are_cut_off(data, places):
    for end in range(0, len(data), max(1, len(data) // places)):
        with refused_at_most():
            process(data[:end], check_upload(data[:end]))


@given(st.binary(max_size=400), st.sampled_from([*STREAM_TYPES, *IMAGE_TYPES]))
def test_any_bytes_are_read(data, kind):
    assert isinstance(read_stream_info(data, kind), StreamInfo)
    assert len(image_size(data, kind)) == 2


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([picture(8, 8, kind) for kind in ("PNG", "GIF", "JPEG", "WEBP")] + [animation(), video(), sound()]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
)
def test_any_damage_is_refused_or_borne(data, changes):
    damaged = bytearray(data)
    for position, value in changes:
        damaged[position % len(damaged)] = value
    with refused_at_most():
        process(bytes(damaged), check_upload(bytes(damaged)))
