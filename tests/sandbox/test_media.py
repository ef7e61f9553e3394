"""Uploads: processing and its states, descriptions, limits, and serving."""

import io
import struct
import wave
from collections.abc import Iterator
from typing import Any

import blurhash
import httpx2
import pytest
from PIL import Image

from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.media.attributes import with_focus
from trunkline.sandbox.media.colours import colours_of
from trunkline.sandbox.media.containers import StreamInfo, read_stream_info
from trunkline.sandbox.media.files import process
from trunkline.sandbox.media.kinds import DESCRIPTION_LIMIT, recognise

ENDPOINT = "/api/v2/media"


def picture(width: int, height: int, kind: str = "PNG", **options: Any) -> bytes:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (0, 0, width // 2, height // 2))
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def animation() -> bytes:
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "green", "blue", "white")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=250)
    return buffer.getvalue()


def sound(seconds: int = 2) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(100)
        file.writeframes(b"\x80" * 100 * seconds)
    return buffer.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def video(width: int = 320, height: int = 240) -> bytes:
    """An MP4 with headers and no pictures, 2.5 seconds long."""
    mvhd = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 2500) + bytes(80))
    tkhd = box(b"tkhd", bytes(76) + struct.pack(">II", width << 16, height << 16))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", mvhd + box(b"trak", tkhd))


@pytest.fixture(scope="module", autouse=True)
def no_ffmpeg() -> Iterator[None]:
    """Process uploads as where ffmpeg is not installed; `test_media_ffmpeg` does it with ffmpeg."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trunkline.sandbox.media.streams.has_ffmpeg", lambda: False)
        yield


@pytest.fixture(scope="module")
def sandbox(no_ffmpeg: None) -> Iterator[Sandbox]:
    with Sandbox(size=0, rate_limits=None) as running:
        yield running


@pytest.fixture
def alice(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
    with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=20) as client:
        yield client


def upload(client: httpx2.Client, data: bytes, status: int = 200, path: str = ENDPOINT, **fields: str) -> Any:
    response = client.post(path, files={"file": ("file", data)}, data=fields)
    assert response.status_code == status, response.text
    return response.json()


def finished(client: httpx2.Client, media_id: str) -> Any:
    """Ask until the work is done. It goes on meanwhile, so this ends."""
    while (response := client.get(f"/api/v1/media/{media_id}")).status_code == 206:
        assert response.json()["url"] is None
    assert response.status_code == 200
    return response.json()


def test_image(alice: httpx2.Client) -> None:
    media = upload(alice, picture(1200, 600), description=" A picture ", focus="-0.5,0.25")
    assert list(media) == [
        "id", "type", "url", "preview_url", "remote_url", "preview_remote_url", "text_url", "meta", "description",
        "blurhash",
    ]  # fmt: skip
    assert media["type"] == "image"
    assert media["description"] == " A picture "
    assert media["meta"]["original"] == {"width": 1200, "height": 600, "size": "1200x600", "aspect": 2.0}
    small = media["meta"]["small"]
    assert small["width"] * small["height"] <= 640 * 360 + 1000
    assert small["aspect"] == pytest.approx(2.0, rel=0.01)
    assert media["meta"]["focus"] == {"x": -0.5, "y": 0.25}
    assert blurhash.components(media["blurhash"]) == (4, 4)
    original, preview = httpx2.get(media["url"]), httpx2.get(media["preview_url"])
    assert original.headers["content-type"] == "image/png"
    assert original.headers["x-content-type-options"] == "nosniff"
    assert original.headers["content-security-policy"].startswith("default-src 'none'")
    assert Image.open(io.BytesIO(original.content)).size == (1200, 600)
    assert Image.open(io.BytesIO(preview.content)).size == (small["width"], small["height"])


def test_blurhash_shows_the_picture() -> None:
    top, bottom = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 32), "blue")
    top.paste(bottom, (0, 32))
    buffer = io.BytesIO()
    top.save(buffer, "PNG")
    preview = process(buffer.getvalue(), "image/png").preview
    assert preview is not None
    shown = blurhash.decode(preview.blurhash, 4, 4)
    for (red, _, blue), is_top in ((shown[0][1], True), (shown[3][2], False)):
        assert max(red, blue) > 200
        assert (red > blue + 100) is is_top


def test_small_images_are_kept_as_they_are(alice: httpx2.Client) -> None:
    data = picture(100, 50, "JPEG")
    media = upload(alice, data)
    assert media["meta"]["original"] == media["meta"]["small"]
    assert httpx2.get(media["url"]).content == data
    assert media["url"].endswith(".jpeg")
    kept = alice.post(ENDPOINT, files={"file": ("photo.jpg", data)}).json()
    assert kept["url"].endswith(".jpg")
    assert alice.post(ENDPOINT, files={"file": ("photo.png", data)}).json()["url"].endswith(".jpeg")


def test_turned_photos_stand_upright(alice: httpx2.Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    media = upload(alice, picture(60, 30, "JPEG", exif=exif))
    assert media["meta"]["original"]["size"] == "30x60"
    assert not Image.open(io.BytesIO(httpx2.get(media["url"]).content)).getexif()


def test_too_large_images_are_shrunk_or_refused(alice: httpx2.Client) -> None:
    large = upload(alice, picture(4000, 3000, "JPEG"))["meta"]["original"]
    assert large["width"] * large["height"] == pytest.approx(8_294_400, rel=0.001)
    refused = upload(alice, picture(7000, 5000, "JPEG", quality=10), 422)
    assert "7000x5000 images are not supported" in refused["error"]


def test_webp_stays_and_avif_becomes_jpeg(alice: httpx2.Client) -> None:
    assert upload(alice, picture(50, 40, "WEBP"))["url"].endswith(".webp")
    assert upload(alice, picture(50, 40, "AVIF"))["url"].endswith(".jpeg")


def test_animations(alice: httpx2.Client) -> None:
    media = upload(alice, animation(), 202)
    assert (media["type"], media["url"]) == ("gifv", None)
    assert finished(alice, media["id"])["url"].endswith(".gif")
    original = media["meta"]["original"]
    assert (original["width"], original["height"]) == (40, 20)
    assert (original["frame_rate"], original["duration"]) == ("4/1", 1.0)
    still = upload(alice, picture(20, 20, "GIF"))
    assert (still["type"], still["url"][-4:], still["preview_url"][-4:]) == ("image", ".gif", ".png")


def test_sound_and_video_are_worked_on_after_the_answer(alice: httpx2.Client) -> None:
    started = upload(alice, video(), 202, description="Silence")
    assert (started["type"], started["url"]) == ("video", None)
    done = finished(alice, started["id"])
    assert done["url"].endswith(".mp4")
    assert done["meta"]["original"]["duration"] == 2.5
    assert done["meta"]["small"]["size"] == "320x240"
    assert done["description"] == "Silence"
    audio = finished(alice, upload(alice, sound(), 202)["id"])
    assert (audio["type"], audio["preview_url"], audio["blurhash"]) == ("audio", None, None)
    assert audio["meta"]["original"]["duration"] == 2.0
    assert httpx2.get(audio["url"]).headers["content-type"] == "audio/wav"


def test_version_1_waits(alice: httpx2.Client) -> None:
    assert upload(alice, sound(), path="/api/v1/media")["url"].endswith(".wav")


def test_polls_that_the_sandbox_was_told() -> None:
    with Sandbox(size=0, media_polls=2, rate_limits=None) as slow:
        headers = {"Authorization": f"Bearer {slow.token_for('alice')}"}
        with httpx2.Client(base_url=slow.url, headers=headers) as client:
            media = upload(client, picture(20, 20), 202)
            assert media["url"] is None
            waiting = {"status": "x", "media_ids": [media["id"]]}
            refused = client.post("/api/v1/statuses", json=waiting)
            assert (refused.status_code, "finished processing" in refused.json()["error"]) == (422, True)
            states = [client.get(f"/api/v1/media/{media['id']}").status_code for _ in range(4)]
            assert states == [206, 206, 200, 200]
            assert client.post("/api/v1/statuses", json=waiting).status_code == 200


def test_own_thumbnail(alice: httpx2.Client) -> None:
    files = {"file": ("v.mp4", video()), "thumbnail": ("t.png", picture(90, 30))}
    response = alice.post(ENDPOINT, files=files)
    assert response.status_code == 202
    assert "/thumbnails/" in response.json()["preview_url"]
    done = finished(alice, response.json()["id"])
    assert done["preview_url"] == response.json()["preview_url"]
    assert done["meta"]["small"]["size"] == "90x30"
    assert done["meta"]["colors"].keys() == {"background", "foreground", "accent"}
    other = io.BytesIO()
    Image.new("RGB", (20, 20), "#2659a6").save(other, "PNG")
    changed = alice.put(f"/api/v1/media/{done['id']}", files={"thumbnail": ("t.png", other.getvalue())}).json()["meta"]
    assert changed["colors"] == {"background": "#2659a6", "foreground": "#97b7e7", "accent": "#97b7e7"}
    assert (changed["small"]["size"], changed["original"]) == ("20x20", done["meta"]["original"])


def test_colours_of_a_picture() -> None:
    cover = Image.new("RGB", (300, 200), "#102030")
    cover.paste("#ffffff", (100, 50, 200, 150))
    cover.paste("#dd4040", (120, 60, 180, 100))
    assert colours_of(cover) == {"background": "#102030", "foreground": "#ffffff", "accent": "#dd4040"}
    light = colours_of(Image.new("L", (2, 2), 255))
    assert light == {"background": "#ffffff", "foreground": "#a6a6a6", "accent": "#a6a6a6"}
    noise = Image.frombytes("RGB", (64, 64), bytes(n * n * 7 % 251 for n in range(64 * 64 * 3)))
    assert len(colours_of(noise)["background"]) == 7


def test_only_sound_and_video_have_a_thumbnail(alice: httpx2.Client) -> None:
    thumbnail = {"thumbnail": ("t.png", picture(90, 30))}
    refused = alice.post(ENDPOINT, files={"file": ("a.png", picture(9, 9)), **thumbnail})
    assert refused.json() == {"error": "Validation failed: Thumbnail must be blank"}
    assert alice.post(ENDPOINT, files=thumbnail).json() == {
        "error": "Validation failed: File can't be blank, Thumbnail must be blank"
    }
    image = upload(alice, picture(20, 20))
    changed = alice.put(f"/api/v1/media/{image['id']}", files=thumbnail)
    assert (changed.status_code, changed.json()) == (422, {"error": "Validation failed: Thumbnail must be blank"})


def test_update_and_delete(alice: httpx2.Client) -> None:
    media = upload(alice, picture(20, 20))
    address = f"/api/v1/media/{media['id']}"
    changed = alice.put(address, data={"description": "Better", "focus": "1.0,-1.0"}).json()
    assert (changed["description"], changed["meta"]["focus"]) == ("Better", {"x": 1.0, "y": -1.0})
    assert changed["meta"]["original"] == media["meta"]["original"]
    assert alice.put(address, data={"focus": "0,0"}).json()["description"] == "Better"
    assert alice.put(address, data={"description": ""}).json()["description"] == ""
    assert alice.put(address, json={"description": None}).json()["description"] is None
    assert alice.put(address, data={"focus": "0.5"}).json()["meta"]["focus"] == {"x": 0.5, "y": None}
    long = alice.put(address, data={"description": "x" * (DESCRIPTION_LIMIT + 1)})
    assert (long.status_code, "Description is too long" in long.json()["error"]) == (422, True)
    assert alice.delete(address).json() == {}
    assert alice.get(address).status_code == 404
    assert httpx2.get(media["url"]).status_code == 404


def test_used_media_can_be_neither_changed_nor_deleted(alice: httpx2.Client) -> None:
    media = upload(alice, picture(20, 20))
    alice.post("/api/v1/statuses", json={"status": "x", "media_ids": [media["id"]]})
    address = f"/api/v1/media/{media['id']}"
    assert alice.put(address, data={"description": "late"}).status_code == 404
    refused = alice.delete(address)
    assert (refused.status_code, refused.json()) == (422, {"error": "Media attachment is currently used by a status"})


def test_media_of_others(alice: httpx2.Client, sandbox: Sandbox) -> None:
    media = upload(alice, picture(20, 20))
    bob = {"Authorization": f"Bearer {sandbox.token_for('bob')}"}
    for method in ("GET", "PUT", "DELETE"):
        assert alice.request(method, f"/api/v1/media/{media['id']}", headers=bob).status_code == 404
    reader = {"Authorization": f"Bearer {sandbox.token_for('alice', 'read')}"}
    assert alice.post(ENDPOINT, files={"file": picture(9, 9)}, headers=reader).status_code == 403


def test_refused_files(alice: httpx2.Client) -> None:
    assert alice.post(ENDPOINT).json() == {"error": "Validation failed: File can't be blank"}
    unverified = {"error": "File type of uploaded media could not be verified"}
    unknown = {"error": "Validation failed: File content type is invalid, File is invalid"}
    for data in (
        b"just text",
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>1</script>",
        b"%PDF-1",
    ):
        assert upload(alice, data, 422) == unknown
    assert upload(alice, picture(200, 200)[:-400], 422) == unverified
    big = picture(10, 10) + bytes(16 * 1024 * 1024)
    assert upload(alice, big, 422)["error"] == (
        "Validation failed: File must be less than 16 MB, File file size must be less than 16 MB"
    )


@pytest.mark.parametrize(
    ("asked", "status", "part", "content_range"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/{size}"),
        ("bytes=10-", 206, slice(10, None), "bytes 10-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), None),
        ("bytes=-99999999", 206, slice(None), "bytes 0-{last}/{size}"),
        ("bytes=10-99999999", 206, slice(10, None), "bytes 10-{last}/{size}"),
        ("bytes=99999999-", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=-0", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=5-2", 200, slice(None), ""),
        ("bytes=-", 200, slice(None), ""),
        ("bytes=0-1,4-5", 200, slice(None), ""),
        ("seconds=0-1", 200, slice(None), ""),
        ("", 200, slice(None), ""),
    ],
)
def test_ranges(alice: httpx2.Client, asked: str, status: int, part: slice, content_range: str | None) -> None:
    data = picture(30, 20)
    url = upload(alice, data)["url"]
    answer = httpx2.get(url, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, data[part])
    assert answer.headers["accept-ranges"] == "bytes"
    if content_range is not None:
        wanted = content_range.format(size=len(data), last=len(data) - 1)
        assert answer.headers.get("content-range", "") == wanted
    changed = httpx2.get(url, headers={"Range": asked, "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, data)


def test_missing_pictures_are_drawn(sandbox: Sandbox) -> None:
    avatar = httpx2.get(f"{sandbox.url}/avatars/original/missing.png")
    assert Image.open(io.BytesIO(avatar.content)).size == (400, 400)
    header = httpx2.get(f"{sandbox.url}/headers/original/missing.png")
    assert header.headers["content-type"] == "image/png"
    assert httpx2.get(f"{sandbox.url}/system/nothing.png").status_code == 404


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture(4, 4, "JPEG"), "image/jpeg"),
        (picture(4, 4, "WEBP"), "image/webp"),
        (sound(), "audio/wav"),
        (video(), "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A \x00", "audio/mp4"),
        (b"OggS" + bytes(30), "audio/ogg"),
        (b"OggS" + bytes(30) + b"theora", "video/ogg"),
        (b"\x1aE\xdf\xa3rest", "video/webm"),
        (b"ID3rest", "audio/mpeg"),
        (b"fLaCrest", "audio/flac"),
        (b"nothing", None),
        (b"", None),
    ],
)
def test_recognise(data: bytes, kind: str | None) -> None:
    assert recognise(data) == kind


@pytest.mark.parametrize(
    ("sent", "focus"),
    [
        ("0.1,0.2", {"x": 0.1, "y": 0.2}),
        ("1.5abc,-2", {"x": 1.5, "y": -2.0}),
        ("abc", {"x": 0.0, "y": None}),
        (",.5", {"x": 0.0, "y": 0.5}),
        ("1e999,nan", {"x": 0.0, "y": 0.0}),
        ("1,2,3", {"x": 1.0, "y": 2.0}),
    ],
)
def test_focus(sent: str, focus: dict[str, float | None]) -> None:
    assert with_focus({"a": 1}, Params({"focus": sent})) == {"a": 1, "focus": focus}
    assert with_focus({"a": 1}, Params({"focus": " "})) == {"a": 1}


@pytest.mark.parametrize("data", [video()[:-5], b"\x00\x00\x00\x01moov", b"\x00" * 40, b"\xff" * 7])
def test_broken_containers_tell_nothing(data: bytes) -> None:
    assert read_stream_info(data, "video/mp4") == StreamInfo()
    assert read_stream_info(data, "audio/wav") == StreamInfo()
