"""Types of files by their first bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from trunkline.errors import MastodonIllegalArgumentError
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
    with pytest.raises(MastodonIllegalArgumentError, match="pass its mime_type"):
        upload(b"nothing known")
