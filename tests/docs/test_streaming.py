"""The programs in docs/streaming.md run unchanged; the bot also after it was killed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from trunkline import Mastodon
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox
from trunkline.streaming import NotificationEvent

PAGE = Path(__file__).parents[2] / "docs" / "streaming.md"
BLOCKS = dict(re.findall(r"^```python ?(\w*)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=50, rate_limits=None) as running:
        yield running


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    write_secrets(tmp_path / "user.secret", sandbox.token_for("alice"), sandbox.url)
    return tmp_path


@contextmanager
def running(program: str, folder: Path) -> Iterator[None]:
    """Run a program for the duration of the block, then kill it."""
    process = subprocess.Popen([sys.executable, "-c", program], cwd=folder)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_the_first_program(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKS[""]], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "user alice <p>Hello, stream</p>\n"


def test_the_bot_answers_each_once_although_it_is_killed(sandbox: Sandbox, folder: Path) -> None:
    alice = f"user:notification:{sandbox.accounts['alice']}"
    with (
        Mastodon(access_token=sandbox.token_for("bob"), api_base_url=sandbox.url) as bob,
        bob.stream("user:notification") as events,
    ):
        assert events.connected()
        answers = (event.notification.status for event in events if isinstance(event, NotificationEvent))
        with running(BLOCKS["bot"], folder):
            assert sandbox.hub.wait_for_listener(alice, timeout=30)
            asked = [bob.status_post("@alice are you there?")]
            answered = [next(answers)]
        asked += [bob.status_post(f"@alice and now? {number}") for number in range(3)]
        with running(BLOCKS["bot"], folder):
            answered += islice(answers, 3)
            asked.append(bob.status_post("@alice the last one"))
            answered.append(next(answers))
    # The events of one moment come in any order.
    assert sorted(str(status and status.in_reply_to_id) for status in answered) == [status.id for status in asked]
