"""File uploads, given as a path, as bytes, or as an open file."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import IO, Self, cast

from trunkline.errors import MastodonFileNotFoundError, MastodonIllegalArgumentError, MastodonIOError

PathOrFile = str | PurePath | bytes | IO[bytes]
"""A file to upload: its path, its bytes, or a file opened in binary mode."""

Progress = Callable[[int, int], None]
"""Callback for progress, with the bytes sent and the size of the file (0 if unknown)."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with its name and MIME type; a path is opened when the request is sent."""

    source: PurePath | bytes | IO[bytes]
    file_name: str
    mime_type: str
    progress: Progress | None = None

    def open(self) -> IO[bytes] | bytes:
        """Open the content at its beginning, for one attempt to send it.

        Raises:
            MastodonFileNotFoundError: there is no file at the path any more.
            MastodonIOError: it cannot be read.
        """
        content = self._content()
        if self.progress is None:
            return content
        return cast("IO[bytes]", _Watched(content, self.progress, close=content is not self.source))

    def _content(self) -> IO[bytes] | bytes:
        if isinstance(self.source, PurePath):
            return _opened(self.source)
        if not isinstance(self.source, bytes) and self.source.seekable():
            self.source.seek(0)
        return self.source


def upload(
    source: PathOrFile,
    mime_type: str | None = None,
    file_name: str | None = None,
    progress: Progress | None = None,
) -> Upload:
    """Build an upload; name and type are taken from the path, or guessed from the content.

    Raises:
        MastodonIllegalArgumentError: the type is unknown, the file was opened in text mode, or it is no file.
        MastodonFileNotFoundError: no file exists at the path.
        MastodonIOError: the file at the path cannot be read, such as a folder.
    """
    from mimetypes import guess_type

    if isinstance(source, str):
        source = PurePath(source)
    own_name: str | None
    if isinstance(source, PurePath):
        with _opened(source) as file:  # an unreadable one is refused before anything is sent
            head, own_name = file.read(_HEAD), source.name
    else:
        head, own_name = _head_of(source), _name_of(source)
    mime_type = mime_type or guess_type(file_name or own_name or "")[0] or _sniff(head)
    if mime_type is None:
        raise MastodonIllegalArgumentError("The mime type of this file is unknown; pass mime_type, as in 'image/png'.")
    return Upload(source, file_name or own_name or _invent(mime_type), mime_type, progress)


def data_uri(file: Upload) -> str:
    """Return the whole file as a ``data:`` URI (RFC 2397), for JSON bodies."""
    content = file.open()
    if not isinstance(content, bytes):
        with content if content is not file.source else nullcontext(content) as opened:
            content = opened.read()
    from base64 import b64encode

    return f"data:{file.mime_type};base64,{b64encode(content).decode()}"


class _Watched:
    """A file that reports its progress while it is read."""

    def __init__(self, content: IO[bytes] | bytes, progress: Progress, *, close: bool) -> None:
        self._file = BytesIO(content) if isinstance(content, bytes) else content
        self._progress = progress
        self._close = close
        self._sent = 0
        self._size = _size_of(self._file)

    def read(self, size: int = -1, /) -> bytes:
        """Read the next bytes and report the progress."""
        data = self._file.read(size)
        if data:
            self._sent += len(data)
            self._progress(self._sent, self._size)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to a position in the file, from which progress continues."""
        self._sent = self._file.seek(offset, whence)
        return self._sent

    def tell(self) -> int:
        """Return the position in the file."""
        return self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._close:
            self._file.close()


def _size_of(file: IO[bytes]) -> int:
    if not file.seekable():
        return 0
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _opened(path: PurePath) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except OSError as error:
        kind = MastodonFileNotFoundError if isinstance(error, FileNotFoundError) else MastodonIOError
        raise kind(
            f"Could not load media file {str(path)!r}: {error.strerror}. Pass the path of a readable file, its bytes, "
            "or a file opened in binary mode."
        ) from error


def _head_of(source: bytes | IO[bytes]) -> bytes:
    """Return the first bytes, none where they could not be read again."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    if not hasattr(source, "read"):
        raise MastodonIllegalArgumentError(
            f"A {type(source).__name__} is no file and has no mime type. Pass the path of a file, its bytes, or a file "
            "opened in binary mode."
        )
    if "b" not in getattr(source, "mode", "b"):
        raise MastodonIllegalArgumentError("The file is opened in text mode; open it with mode 'rb'.")
    if not source.seekable():
        return b""
    head = source.read(_HEAD)
    source.seek(0)
    return head


def _name_of(source: bytes | IO[bytes]) -> str | None:
    if isinstance(source, bytes):
        return None
    name = getattr(source, "name", None)
    return os.path.basename(name) if isinstance(name, str) else None


_EXTENSIONS = {"image/avif": ".avif", "image/heic": ".heic", "image/heif": ".heif", "audio/mp4": ".m4a"}
"""Extensions that Python does not know, or has another for."""


def _invent(mime_type: str) -> str:
    from mimetypes import guess_extension
    from secrets import token_hex

    return f"trunkline-{token_hex(8)}{_EXTENSIONS.get(mime_type) or guess_extension(mime_type) or ''}"


_HEAD = 12
"""First bytes of a file that tell its format."""

_SIGNATURES = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)

_BRANDS = (
    ((b"avif", b"avis"), "image/avif"),
    ((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "image/heic"),
    ((b"mif1", b"mif2", b"msf1"), "image/heif"),
    ((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    ((b"qt  ",), "video/quicktime"),
)
"""Major brands of files in the ISO format (https://mp4ra.org/registered-types/brands); the others are videos."""


def _sniff(head: bytes) -> str | None:
    """Return the MIME type of common media formats by their first bytes."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return next((mime for brands, mime in _BRANDS if head[8:12] in brands), "video/mp4")
    return next((mime for start, mime in _SIGNATURES if head.startswith(start)), None)
