"""Statuses in a terminal."""

from __future__ import annotations

import io
import json
import re

import pytest

from trunkline.cli.output.statuses import status_text
from trunkline.cli.output.terminal import console, harmless, json_line, one_line, say_json_text, styled
from trunkline.cli.stream.events import event_text
from trunkline.entities import Notification, Status
from trunkline.streaming.events import NotificationEvent, Unknown, Update

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
        "  One & https://far.example",
        "",
        "  Two",
        "  three",
        "  ▣ image without a description",
        "  ▣ A cat",
        "  ○ yes  100% ████████████████████ 3",
        "  ○ no",
        "  ↩ 1  ↻ 2  ★ 3  7",
    ]


def test_a_boost_with_a_content_warning():
    boosted = Status({**_STATUS, "spoiler_text": "Spoiler", "media_attachments": [], "poll": None})
    boost = Status({**_STATUS, "account": {"username": "bob", "acct": "bob", "display_name": ""}, "reblog": boosted})
    lines = status_text(boost).plain.splitlines()
    assert lines[0] == "↻ @bob boosted"
    assert lines[2] == "  Spoiler"


BAD = [
    "\x1b", "\x9b", "\x00", "\r", "\x07", "\x7f", "\x85", "\u202e", "\u2066", "\u2028", "\u2029",
    "\ufeff", "\ufff9", "\u206a", "\U000e0041",
]  # fmt: skip
GOOD = (
    "ab\n\tc é 👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f "
    "שלום\u200f! \u0645\u06cc\u200c\u062e\u0648"
)


@pytest.mark.parametrize("bad", BAD)
def test_nothing_takes_over_the_terminal(bad):
    assert harmless(f"a{bad}b\n\tc") == "ab\n\tc"
    assert bad not in one_line(f"a{bad}b\n")


def test_what_people_write_is_kept():
    assert harmless(GOOD) == GOOD


@pytest.mark.parametrize("bad", [*BAD, "\ud800", "é", "\U000e0041"])
def test_json_keeps_its_data_and_escapes_it(bad):
    line = json_line({"name": f"a{bad}b", bad: GOOD})
    assert json.loads(line) == {"name": f"a{bad}b", bad: GOOD}
    assert bad not in line or bad == "é"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_whole_in_every_encoding(encoding, monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", out)
    value = {"text": GOOD, "end": "\x9b"}
    out.write(json_line(value))
    out.flush()
    assert json.loads(out.buffer.getvalue().decode(encoding)) == value


NUMBERS = '{"a":1.10,"b":12345678901234567890123,"c":1e999,"d":"\x9b31m\\u001b","e":"é"}'


def test_the_json_of_a_server_is_printed_as_it_wrote_it(capsys):
    say_json_text(NUMBERS)
    out = capsys.readouterr().out
    assert "\x9b" not in out
    assert "1.10" in out
    assert "12345678901234567890123" in out
    assert "é" in out
    assert json.loads(out) == json.loads(NUMBERS)


@pytest.mark.parametrize(
    "text", ["<html>\x1b[31m\x9b2J\u202e", "[" * 100_000 + "\x1b", '{"a":\x1b1}', "1" * 5000 + "\x1bx", "\ud800\x1b"]
)
def test_what_is_no_json_is_printed_without_control_characters(text, capsys):
    say_json_text(text)
    assert capsys.readouterr().out == harmless(text) + "\n"
    assert "\x1b" not in harmless(text)


def test_the_console_prints_strings_as_they_are(capsys):
    from rich.panel import Panel
    from rich.table import Table

    out = console()
    evil = "[red]a[/red] [link=file:///etc/passwd]b[/link] :smile: \x1b]0;title\x07\x9b1m"
    table = Table(evil, box=None)
    table.add_row(evil)
    for shown in (evil, table, Panel(evil, title=evil)):
        out.print(shown, soft_wrap=True)
    printed = capsys.readouterr().out
    assert printed.count("[red]a[/red] [link=file:///etc/passwd]b[/link] :smile: ]0;title1m") >= 4
    assert not {"\x1b", "\x9b", "\x07"} & set(printed)


FORGED = "x\n\nBob @bob · 2026-01-01 10:00\r\x85\u2028I resign"


def test_nobody_writes_the_next_status():
    account = {"username": FORGED, "acct": FORGED, "display_name": FORGED}
    status = {
        **_STATUS,
        "id": FORGED,
        "account": account,
        "content": f"<p>{FORGED}</p><p>Bob @bob<br>Bob @bob</p><pre>{FORGED}</pre>",
        "spoiler_text": FORGED,
        "replies_count": FORGED,
        "media_attachments": [{"type": FORGED, "description": None}, {"type": "image", "description": FORGED}],
        "poll": {"options": [{"title": FORGED, "votes_count": None}]},
    }
    shown = status_text(Status({**_STATUS, "account": account, "reblog": status})).plain
    assert [line[:1] for line in shown.split("\n")[:2]] == ["↻", "x"]
    assert all(line.startswith("  ") for line in shown.split("\n")[2:] if line)
    assert "\n" not in event_text(Unknown(FORGED, FORGED, stream="user")).plain
    asked = Notification({"type": FORGED, "account": account})
    assert "\n" not in event_text(NotificationEvent(asked, stream="user")).plain


def test_nobody_writes_the_next_status_by_the_width_of_the_terminal(monkeypatch):
    width = 40
    bob = "Bob @bob · 2026-01-01 10:00"
    forged = " ".join("x" * (width - at) + f" {bob}" for at in range(6))
    status = Status(
        {
            **_STATUS,
            "account": {"username": "a", "acct": forged, "display_name": forged},
            "content": f"<p>{forged}</p><p>wide {'字' * width}</p>",
            "media_attachments": [{"type": "image", "description": forged}],
        }
    )
    shown = Notification({"type": "mention", "account": status.account, "status": status})
    monkeypatch.setattr("sys.stdout", _Screen())
    monkeypatch.setenv("COLUMNS", str(width))
    for text in (status_text(status), event_text(NotificationEvent(shown, stream="user"))):
        out = console()
        with out.capture() as captured:
            out.print(text)
        first, *others = re.sub(r"\x1b\[[\d;]*m", "", captured.get()).splitlines()
        assert first.startswith("x")
        assert sum(bob in line for line in others) > 6
        assert all(line.startswith(("  ", "│ ")) for line in others if line), others


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "broken",
    [
        {"account": None},
        {"created_at": "9999-12-31T23:59:59-23:59"},
        {"created_at": None},
        {"content": 5},
        {"media_attachments": 7},
        {"poll": {"options": [None]}},
    ],
)
def test_what_cannot_be_shown_is_shown_raw(broken):
    status = Status({**_STATUS, "url": "https://far.example/\x1b7", **broken})
    for text in (status_text(status).plain, event_text(Update(status, stream="user")).plain):
        assert text
        assert "\x1b" not in text


def test_one_line():
    assert one_line("a\n  b\x1b\tc ") == "a b c"


def test_a_line_that_is_wrapped_keeps_its_bar_and_its_indentation(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr("trunkline.cli.output.terminal.is_terminal", lambda: True)
    for line in (
        "A name that is long, too",
        "  a text that is long, too",
        "│ a bar beside a long text",
        "│   a body, too",
    ):
        console().print(styled(line))
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "A name that is",
        "    long, too",
        "  a text that is",
        "  long, too",
        "│ a bar beside",
        "│     a long text",
        "│   a body, too",
    ]
