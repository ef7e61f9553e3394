"""load --follow: what happens on the server is in the database seconds later, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.cli.conftest import Running

from trunkline import Mastodon
from trunkline.sandbox import Sandbox


@pytest.mark.soak
def test_follow_until_ctrl_c(
    start: Callable[..., Running], logged_in: Mastodon, bob: Mastodon, server: Sandbox, tmp_path: Path
) -> None:
    running = start("load", "-r", "timelines_home", "--consent", "none", "--follow", "--every", "0.1")
    assert server.hub.wait_for_listener(f"user:{server.accounts['alice']}", timeout=60)
    posted = bob.status_post("while somebody follows")
    running.out_until(": 1 timelines_home")
    running.interrupt()
    code, out, _ = running.finish()
    assert code == 0
    assert "Followed" in out
    with duckdb.connect(str(tmp_path / "mastodon.duckdb")) as database:
        found = database.execute("SELECT id FROM mastodon_data.timelines_home WHERE id = ?", [str(posted.id)])
        assert found.fetchall() == [(str(posted.id),)]
