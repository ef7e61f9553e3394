"""Videos, sounds and animations become what they are on a real server: MP4 and MP3, by ffmpeg."""

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from tests.sandbox.test_media import ENDPOINT, animation, finished, picture, sound, upload, video

from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.media import ffmpeg
from trunkline.sandbox.media.ffmpeg import StreamFile, has_ffmpeg
from trunkline.sandbox.media.files import check_upload, process

pytestmark = pytest.mark.skipif(not has_ffmpeg(), reason="ffmpeg is not installed")


def made(name: str, *options: str, tmp_path: Path) -> bytes:
    """Make a short video or sound."""
    path = tmp_path / name
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", *options, "-t", "1", "-y", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path.read_bytes()


PICTURES = ("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
MP4 = ("-pix_fmt", "yuv420p", "-c:v", "libx264")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=0, rate_limits=None) as running:
        yield running


@pytest.fixture
def alice(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
    with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=60) as client:
        yield client


def test_animations_become_silent_videos(alice: httpx2.Client) -> None:
    started = upload(alice, animation(), 202)
    assert (started["type"], started["url"], started["preview_url"][-4:]) == ("gifv", None, ".png")
    assert started["meta"]["small"] == {"width": 40, "height": 20, "size": "40x20", "aspect": 2.0}
    done = finished(alice, started["id"])
    assert done["meta"] == started["meta"]
    facts = done["meta"]["original"]
    assert (facts["width"], facts["height"], facts["frame_rate"], facts["duration"]) == (40, 20, "4/1", 1.0)
    served = httpx2.get(done["url"])
    assert (served.headers["content-type"], served.content[4:8]) == ("video/mp4", b"ftyp")
    assert facts["bitrate"] == pytest.approx(len(served.content) * 8, rel=0.01)


def test_videos(alice: httpx2.Client, tmp_path: Path) -> None:
    data = made("v.mp4", *PICTURES, *TONE, *MP4, "-c:a", "aac", tmp_path=tmp_path)
    started = upload(alice, data, 202)
    assert (started["type"], started["url"]) == ("video", None)
    done = finished(alice, started["id"])
    original = done["meta"]["original"]
    assert (original["width"], original["height"], original["frame_rate"]) == (160, 120, "10/1")
    assert original["bitrate"] == pytest.approx(len(data) * 8, rel=0.1)
    poster = Image.open(io.BytesIO(httpx2.get(done["preview_url"]).content))
    assert (poster.format, poster.size) == ("PNG", (160, 120))
    assert done["blurhash"]


def test_videos_without_sound_are_gifv_and_others_are_converted(alice: httpx2.Client, tmp_path: Path) -> None:
    silent = made("v.webm", *PICTURES, "-c:v", "libvpx-vp9", tmp_path=tmp_path)
    done = upload(alice, silent, path="/api/v1/media")
    assert (done["type"], done["url"][-4:]) == ("gifv", ".mp4")
    assert httpx2.get(done["url"]).content[4:8] == b"ftyp"


def test_sounds_become_mp3(alice: httpx2.Client) -> None:
    started = upload(alice, sound(), 202)
    assert started["meta"] == {"original": {"duration": 2.0, "bitrate": 976}}
    done = finished(alice, started["id"])
    assert (done["type"], done["url"][-4:], done["preview_url"]) == ("audio", ".mp3", None)
    assert set(done["meta"]["original"]) == {"duration", "bitrate"}
    assert done["meta"]["original"] != started["meta"]["original"]


def test_covers_are_previews(alice: httpx2.Client, tmp_path: Path) -> None:
    (tmp_path / "cover.png").write_bytes(picture(90, 60))
    cover = ("-i", str(tmp_path / "cover.png"), "-map", "0", "-map", "1", "-disposition:v", "attached_pic")
    data = made("s.mp3", *TONE, *cover, tmp_path=tmp_path)
    started = upload(alice, data, 202)
    assert (started["type"], started["meta"]["small"]["size"]) == ("audio", "90x60")
    assert started["meta"]["colors"].keys() == {"background", "foreground", "accent"}
    assert "/thumbnails/" in started["preview_url"]
    assert set(started["meta"]["original"]) == {"duration", "bitrate"}


def test_a_thumbnail_of_a_silent_video_is_refused(alice: httpx2.Client, tmp_path: Path) -> None:
    silent = made("v.mp4", *PICTURES, *MP4, tmp_path=tmp_path)
    files = {"file": ("v.mp4", silent), "thumbnail": ("t.png", picture(90, 30))}
    refused = alice.post(ENDPOINT, files=files)
    assert refused.json() == {"error": "Validation failed: Thumbnail must be blank"}


def test_unfinished_media_cannot_be_posted(tmp_path: Path) -> None:
    with Sandbox(size=0, media_polls=1, rate_limits=None) as slow:
        headers = {"Authorization": f"Bearer {slow.token_for('alice')}"}
        with httpx2.Client(base_url=slow.url, headers=headers) as client:
            media = upload(client, animation(), 202)
            status = {"status": "x", "media_ids": [media["id"]]}
            refused = client.post("/api/v1/statuses", json=status)
            assert (refused.status_code, "finished processing" in refused.json()["error"]) == (422, True)
            states = [client.get(f"/api/v1/media/{media['id']}").status_code for _ in range(3)]
            assert states == [206, 200, 200]
            assert client.post("/api/v1/statuses", json=status).json()["media_attachments"][0]["type"] == "gifv"


def test_a_moving_avatar_has_a_still_one(alice: httpx2.Client) -> None:
    changed: dict[str, Any] = alice.patch(
        "/api/v1/accounts/update_credentials", files={"avatar": ("a.gif", animation())}
    ).json()
    moving = Image.open(io.BytesIO(httpx2.get(changed["avatar"]).content))
    still = Image.open(io.BytesIO(httpx2.get(changed["avatar_static"]).content))
    assert (moving.format, moving.size, getattr(moving, "n_frames", 1)) == ("GIF", (400, 400), 4)
    assert (still.format, still.size) == ("PNG", (400, 400))


def test_video_without_pictures(tmp_path: Path) -> None:
    data = made("s.mp4", *TONE, "-c:a", "aac", tmp_path=tmp_path)
    for broken in (data, video()):
        with pytest.raises(ApiError, match=r"^Video has no video stream$"):
            process(broken, "video/mp4")


@pytest.mark.parametrize("data", [b"\x1aE\xdf\xa3rest", b"ID3rest", b"OggS" + bytes(30)])
def test_broken_streams_are_refused(data: bytes) -> None:
    with pytest.raises(ApiError, match=r"^File type of uploaded media could not be verified$"):
        process(data, check_upload(data)).convert()


PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("content_type", ["audio/mpeg", "video/mp4", "video/webm", "audio/wav"])
def test_lists_of_other_files_are_not_followed(content_type: str) -> None:
    for data in (PLAYLIST, b"ffconcat version 1.0\nfile /etc/hostname\n"):
        with pytest.raises(ApiError), StreamFile(data, content_type) as file:
            file.to_mp3()


def test_the_programs_have_limits_and_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffprobe"
    program.write_text("#!/bin/sh\n(ulimit -t; ulimit -f; ulimit -v; env) > seen; cat seen >&2; echo '{}'\n")
    program.chmod(0o700)
    monkeypatch.setattr(ffmpeg, "_program", lambda name: str(program))
    monkeypatch.setenv("MASTODON_ACCESS_TOKEN", "a secret")
    with StreamFile(sound(), "audio/wav") as file:
        with pytest.raises(ApiError):
            file.probe()
        seen = (Path(file.folder) / "seen").read_text().splitlines()
    assert seen[0] == "120"
    assert seen[1] == str(99 * 1024 * 1024 // 512)
    assert not any("secret" in line for line in seen)
    assert not Path(file.folder).exists()


def test_a_program_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffprobe"
    program.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    program.chmod(0o700)
    monkeypatch.setattr(ffmpeg, "_program", lambda name: str(program))
    monkeypatch.setattr(ffmpeg, "_SECONDS", 0.1)
    with StreamFile(sound(), "audio/wav") as file, pytest.raises(ApiError):
        file.probe()


def test_facts_that_make_no_sense(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffprobe"
    monkeypatch.setattr(ffmpeg, "_program", lambda name: str(program))
    for shown in ("", "[]", "{}", json.dumps({"format": {"duration": "x"}, "streams": []}), '{"format": 1}'):
        program.write_text(f"#!/bin/sh\necho '{shown}'\n")
        program.chmod(0o700)
        with StreamFile(sound(), "audio/wav") as file, pytest.raises(ApiError):
            file.probe()
