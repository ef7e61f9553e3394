from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline.endpoints.media import Media
from trunkline.entities import MediaAttachment
from trunkline.errors import (
    MastodonAPIError,
    MastodonFileNotFoundError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonUnprocessableError,
)
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.request import Now, Request, Sleep

PNG = b"\x89PNG\r\n\x1a\n"
WORKING = MediaAttachment({"id": "5", "url": None})
READY = MediaAttachment({"id": "5", "url": "https://a.example/5.png"})

CASES = [
    Case(Media.media, (5,), {}, "GET", "/api/v1/media/5", MediaAttachment),
    Case(Media.media_delete, (5,), {}, "DELETE", "/api/v1/media/5"),
    Case(Media.media_update, (5, "a cat", (0, -0.5)), {}, "PUT", "/api/v1/media/5", MediaAttachment,
         form="description=a cat&focus=0,-0.5"),
    Case(Media.media_update, (5,), {"thumbnail": PNG}, "PUT", "/api/v1/media/5", MediaAttachment,
         files={"thumbnail": "image/png"}),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def post(answers: list[Any], *args: Any, **kwargs: Any) -> tuple[list[Any], Any]:
    return finish(Media.media_post.flow(NO_CLIENT, *args, **kwargs), answers)


def test_upload() -> None:
    steps, result = post([WORKING], PNG, "image/png", "a cat", (1, 0), "cat.png", thumbnail=PNG)
    assert result is WORKING
    [sent] = steps
    assert (sent.method, sent.path) == ("POST", "/api/v2/media")
    assert sent.form == {"description": "a cat", "focus": "1,0"}
    assert (sent.files["file"].file_name, sent.files["thumbnail"].mime_type) == ("cat.png", "image/png")


def test_upload_to_a_server_without_the_second_version() -> None:
    steps, result = post([MastodonNotFoundError("no route"), READY], PNG)
    assert [step.path for step in steps] == ["/api/v2/media", "/api/v1/media"]
    assert steps[0].files == steps[1].files
    assert result is READY


def test_synchronous_upload_asks_less_and_less_often() -> None:
    answers = [WORKING, 100.0, *[100.0, None, WORKING] * 10, 130.0, None, READY]
    steps, result = post(answers, PNG, synchronous=True)
    assert result is READY
    waits = [step.seconds for step in steps if isinstance(step, Sleep)]
    assert waits[:3] == [0.25, 0.375, 0.5625]
    assert waits == sorted(waits)
    assert waits[-1] == 5
    asked = [step for step in steps[1:] if isinstance(step, Request)]
    assert {(step.method, step.path) for step in asked} == {("GET", "/api/v1/media/5")}


def test_synchronous_upload_that_is_ready_at_once_asks_nothing() -> None:
    steps, result = post([READY, 100.0], PNG, synchronous=True)
    assert [type(step) for step in steps] == [Request, Now]
    assert result is READY


def test_processing_that_never_ends() -> None:
    with pytest.raises(MastodonAPIError, match=r"call media_wait\('5'\) later"):
        post([WORKING, 100.0, 1001.0], PNG, synchronous=True)


def test_processing_that_fails() -> None:
    with pytest.raises(MastodonUnprocessableError):
        post([WORKING, 100.0, 100.0, None, MastodonUnprocessableError("broken")], PNG, synchronous=True)


def test_media_wait() -> None:
    steps, result = finish(Media.media_wait.flow(NO_CLIENT, 5), [WORKING, 0.0, 0.0, None, READY])
    assert [type(step) for step in steps] == [Request, Now, Now, Sleep, Request]
    assert result is READY


def test_missing_file() -> None:
    with pytest.raises(MastodonFileNotFoundError, match=r"Could not load media file .nowhere\.png."):
        post([], "nowhere.png")


@pytest.mark.parametrize("focus", [(2, 0), (0, -1.1), (0,), (0, 0, 0)])
def test_focus_outside_of_the_image(focus: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="each from -1 to 1"):
        Media.media_update.request(5, focus=focus)


def test_edit_attributes(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(PNG)
    whole = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    for thumbnail in (tmp_path / "cat.png", str(tmp_path / "cat.png"), PNG, io.BytesIO(PNG)):
        assert Media.generate_media_edit_attributes(READY, "a cat", (0, 0), thumbnail) == {
            "id": "5",
            "description": "a cat",
            "focus": "0,0",
            "thumbnail": whole,
        }
    assert Media.generate_media_edit_attributes(5) == {"id": "5"}
