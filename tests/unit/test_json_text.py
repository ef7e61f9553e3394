"""JSON as servers send it."""

from __future__ import annotations

import logging
import math

import pytest

from trunkline.json_text import decoded


def test_plain_json_is_read_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert decoded(b'{"a": ["\\ud83d\\ude00", 1.5]}') == {"a": ["\N{GRINNING FACE}", 1.5]}
    assert not caplog.records


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b'\xef\xbb\xbf{"id": "1"}', {"id": "1"}),
        (rb'["\ud800", "a\udfffb", "\ud83d\ude00\ud83d"]', ["\ufffd", "a\ufffdb", "\N{GRINNING FACE}\ufffd"]),
        (rb'["\ud800", "\\ud800", "\\\ud800"]', ["\ufffd", "\\ud800", "\\\ufffd"]),
        (rb'{"\udc00": "\uD83D\uDE00"}', {"\ufffd": "\N{GRINNING FACE}"}),
        (b'["caf\xe9"]', ["caf\ufffd"]),
        ('\ufeff["text"]', ["text"]),
        (b"[Infinity, -Infinity]", [math.inf, -math.inf]),
    ],
)
def test_what_the_standard_forbids_and_others_take(
    text: bytes | str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert decoded(text) == value
    assert "patient" in caplog.text


def test_nan() -> None:
    assert math.isnan(decoded(b'{"a": NaN}')["a"])


@pytest.mark.parametrize("text", [b"", b"<html>", b'{"a": ', b"[" * 200_000, b"[NaN" + b",[" * 200_000, b"1" * 10_000])
def test_anything_else_is_no_json(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (each reader has its own words)
        decoded(text)
