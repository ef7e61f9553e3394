"""Process-wide settings: proxies, output encoding, warnings."""

from __future__ import annotations

import os
import sys

import pytest

from trunkline.cli import process


def test_a_proxy_is_not_for_this_machine(start, logged_in, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    status, out, err = start("whoami").finish()
    assert (status, err) == (0, "")
    assert "@alice" in out


def test_a_terminal_without_unicode(start, logged_in, monkeypatch):
    logged_in.status_post("Grüße, мир")
    status, out, _ = start("timeline", "--limit", "1", encoding="ascii").finish()
    assert status == 0
    assert "Gr??e, ???" in out


def test_warnings_are_notes(start, server):
    status, _, err = start("load", "--server", server.url).finish()
    assert status == 0
    assert err.startswith("Note: Without an access token these resources are left out: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed_is_the_null_device(monkeypatch, name):
    """As by ``trunkline timeline >&-``; Python has ``None`` in its place."""
    monkeypatch.setattr(sys, name, None)
    process._open_missing()
    with getattr(sys, name) as opened:
        assert opened.name == os.devnull
