"""Times, marks and the pager."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime, timedelta

import pytest

from trunkline.cli.output.terminal import show, styled
from trunkline.cli.output.view import View, distance, mark

_NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=3), "now"),
        (timedelta(seconds=59), "59 seconds ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (-timedelta(minutes=5), "in 5 minutes"),
        (timedelta(days=30), "2026-02-07"),
    ],
)
def test_distances(ago, said):
    assert distance(_NOW - ago, _NOW) == said


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_dates_where_output_is_no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert View().time(_NOW).startswith("2026-03-09 ")
    monkeypatch.setattr("sys.stdout", _Screen())
    assert "2026-03-09" in View(absolute=True).time(_NOW)


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "↻"), ("ascii", "RT"), ("iso8859-1", "RT")])
def test_marks(monkeypatch, encoding, shown):
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert mark("boost") == shown


@pytest.mark.parametrize(("pager", "is_terminal"), [(True, True), (False, True), (True, False)])
def test_the_pager_is_for_terminals(monkeypatch, pager, is_terminal):
    paged: list[str] = []
    screen = _Screen() if is_terminal else io.StringIO()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setattr("sys.stdin", _Screen())
    monkeypatch.setattr("click.echo_via_pager", paged.extend)
    monkeypatch.setenv("NO_COLOR", "1")
    show([styled("one"), styled("two")], pager=pager)
    assert bool(paged) == (pager and is_terminal)
    assert ("".join(paged) or screen.getvalue()) == "one\n\ntwo\n\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the pager is a shell script")
def test_the_pager_gets_colours(monkeypatch, tmp_path):
    pager, paged = tmp_path / "less", tmp_path / "paged.txt"
    pager.write_text(f"#!/bin/sh\ncat > {paged}\n")
    pager.chmod(0o700)
    monkeypatch.setattr("sys.stdout", _Screen())
    monkeypatch.setattr("sys.stdin", _Screen())
    for name in ("LESS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAGER", str(pager))
    monkeypatch.setenv("TERM", "xterm-256color")
    show([styled(("one", "bold"))])
    assert paged.read_text() == "\x1b[1mone\x1b[0m\n\n\n"
