"""Statuses in a terminal."""

from __future__ import annotations

import pytest

from trunkline.cli.output.statuses import status_text
from trunkline.cli.output.terminal import harmless, one_line
from trunkline.entities import Status

_STATUS = {
    "id": "7",
    "created_at": "2026-01-02T03:04:05.000Z",
    "account": {"username": "ann", "acct": "ann@far.example", "display_name": "Ann \x1b[31mred"},
    "content": "<p>One &amp; <a href='x'><span class='invisible'>https://</span>far.example</a></p>"
    "<p>Two<br />three</p>",
    "spoiler_text": "",
    "media_attachments": [{"type": "image", "description": None}, {"type": "image", "description": "A cat"}],
    "poll": {"options": [{"title": "yes", "votes_count": 3}, {"title": "no", "votes_count": None}]},
    "replies_count": 1,
    "reblogs_count": 2,
    "favourites_count": 3,
}


def test_a_status():
    lines = status_text(Status(_STATUS)).plain.splitlines()
    assert lines[0].startswith("Ann [31mred @ann@far.example · 2026-01-0")
    assert lines[1:] == [
        "One & https://far.example",
        "",
        "Two",
        "three",
        "▣ image without a description",
        "▣ A cat",
        "○ yes  3",
        "○ no",
        "↩ 1  ↻ 2  ★ 3  7",
    ]


def test_a_boost_with_a_content_warning():
    boosted = Status({**_STATUS, "spoiler_text": "Spoiler", "media_attachments": [], "poll": None})
    boost = Status({**_STATUS, "account": {"username": "bob", "acct": "bob", "display_name": ""}, "reblog": boosted})
    lines = status_text(boost).plain.splitlines()
    assert lines[0] == "↻ @bob boosted"
    assert lines[2] == "Spoiler"


@pytest.mark.parametrize("bad", ["\x1b", "\x9b", "\r", "\x07", "\u202e", "\u2066", "\x7f"])
def test_nothing_takes_over_the_terminal(bad):
    assert harmless(f"a{bad}b\n\tc") == "ab\n\tc"


def test_one_line():
    assert one_line("a\n  b\x1b\tc ") == "a b c"
