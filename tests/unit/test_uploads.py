"""Types of files by their first bytes."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from trunkline.errors import MastodonFileNotFoundError, MastodonIllegalArgumentError, MastodonIOError
from trunkline.protocol.uploads import upload


@pytest.mark.parametrize(
    ("head", "mime_type", "extension"),
    [
        (b"\0\0\0\x20ftypheic", "image/heic", ".heic"),
        (b"\0\0\0\x20ftyphevc", "image/heic", ".heic"),
        (b"\0\0\0\x20ftypmif1", "image/heif", ".heif"),
        (b"\0\0\0\x20ftypavif", "image/avif", ".avif"),
        (b"\0\0\0\x20ftypavis", "image/avif", ".avif"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4", ".m4a"),
        (b"\0\0\0\x20ftypqt  ", "video/quicktime", ".mov"),
        (b"\0\0\0\x20ftypisom", "video/mp4", ".mp4"),
        (b"RIFF\0\0\0\0WEBP", "image/webp", ".webp"),
        (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    ],
)
def test_the_type_of_a_file_without_a_name(head: bytes, mime_type: str, extension: str, tmp_path: Path) -> None:
    made = upload(head + b"more")
    assert (made.mime_type, Path(made.file_name).suffix) == (mime_type, extension)
    assert upload(io.BytesIO(head)).mime_type == mime_type
    (tmp_path / "nameless").write_bytes(head)
    assert upload(tmp_path / "nameless").mime_type == mime_type


def test_unknown_bytes_need_a_type() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="pass mime_type"):
        upload(b"nothing known")


@pytest.mark.parametrize("mime_type", [None, "image/png"])
@pytest.mark.parametrize("as_path", [True, False])
def test_an_unreadable_file_is_an_error_with_its_cause(tmp_path: Path, mime_type: str | None, as_path: bool) -> None:
    for path, kind, cause in (
        (tmp_path / "missing.png", MastodonFileNotFoundError, FileNotFoundError),
        (tmp_path, MastodonIOError, IsADirectoryError if os.name == "posix" else PermissionError),
    ):
        with pytest.raises(kind) as caught:
            upload(path if as_path else str(path), mime_type)
        assert type(caught.value) is kind
        assert isinstance(caught.value, OSError)
        assert isinstance(caught.value.__cause__, cause)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("what", [1, None, object(), ["a.png"]])
def test_what_is_no_file_is_refused(what: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="is no file"):
        upload(what)
