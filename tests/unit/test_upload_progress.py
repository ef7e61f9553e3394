from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from trunkline.protocol.uploads import PathOrFile, Upload, upload

CONTENT = b"\x89PNG\r\n" + bytes(150_000)
SIZE = len(CONTENT)


def read_all(one: Upload) -> bytes:
    opened: Any = one.open()
    with opened:
        assert (opened.seek(0, os.SEEK_END), opened.seek(0), opened.tell()) == (SIZE, 0, 0)
        return b"".join(iter(lambda: opened.read(65_536), b""))


@pytest.mark.parametrize("kind", ["path", "bytes", "file"])
def test_every_part_is_told(kind: str, tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(CONTENT)
    told: list[tuple[int, int]] = []
    with (tmp_path / "cat.png").open("rb") as file:
        sources: dict[str, PathOrFile] = {"path": tmp_path / "cat.png", "bytes": CONTENT, "file": file}
        one = upload(sources[kind], progress=lambda sent, size: told.append((sent, size)))
        parts = [(65_536, SIZE), (131_072, SIZE), (SIZE, SIZE)]
        assert read_all(one) == CONTENT
        assert told == parts
        assert read_all(one) == CONTENT
        assert told == parts * 2
        assert not file.closed


class Pipe(io.RawIOBase):
    """A source that can only be read once, from front to end."""

    def __init__(self, content: bytes) -> None:
        self._rest = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_size_of_a_pipe_is_unknown() -> None:
    told: list[tuple[int, int]] = []
    one = upload(Pipe(b"abc"), "image/png", progress=lambda sent, size: told.append((sent, size)))  # type: ignore[arg-type]
    opened: Any = one.open()
    assert opened.read(2) + opened.read(2) == b"abc"
    assert told == [(2, 0), (3, 0)]


def test_without_progress_nothing_is_wrapped() -> None:
    assert upload(CONTENT).open() is CONTENT
