"""The Python blocks of the README run unchanged against a sandbox."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from trunkline import Mastodon
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox
from trunkline.streaming import NotificationEvent

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python ?(\w*)\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
PROGRAMS = [code for kind, code in BLOCKS if not kind]
(BOT,) = [code for kind, code in BLOCKS if kind == "bot"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=150, seed=2, rate_limits=None) as running:
        yield running


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with the files that the README assumes: a token file, dlt's secrets, and an image."""
    token = sandbox.token_for("alice")
    write_secrets(tmp_path / "user.secret", token, sandbox.url)
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "sea.png")
    (tmp_path / ".dlt").mkdir()
    secrets = f'[sources.mastodon_source]\naccess_token = "{token}"\napi_base_url = "{sandbox.url}"\n'
    (tmp_path / ".dlt" / "secrets.toml").write_text(secrets)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "DLT_DATA_DIR": str(folder / "dlt"),
        "RUNTIME__DLTHUB_TELEMETRY": "false",
    }


@pytest.mark.parametrize(
    "program",
    [pytest.param(code, marks=[pytest.mark.soak] if "dlt" in code else []) for code in PROGRAMS],
    ids=range(len(PROGRAMS)),
)
def test_programs(program: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


FIRST_POST = README.parent / "docs" / "tutorials" / "first-post.md"


@pytest.mark.parametrize("page", [README, FIRST_POST], ids=["README", "tutorial"])
def test_the_login_program(page: Path, sandbox: Sandbox, folder: Path) -> None:
    """Run the block that needs a person, with the test in that role."""
    (program,) = re.findall(r"^```python login\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program.replace("mastodon.social", sandbox.url)],
        cwd=folder, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    process.communicate(sandbox.authorize(url, "bob") + "\n", timeout=30)
    assert process.returncode == 0
    assert Mastodon(access_token=folder / "user.secret").me().username == "bob"


def test_the_bot_answers(sandbox: Sandbox, folder: Path) -> None:
    bot = subprocess.Popen([sys.executable, "-c", BOT], cwd=folder, env=environment(folder))
    try:
        with (
            Mastodon(access_token=sandbox.token_for("bob"), api_base_url=sandbox.url) as bob,
            bob.stream("user") as events,
        ):
            assert sandbox.hub.wait_for_listener(f"user:{sandbox.accounts['alice']}", timeout=30)
            assert events.connected()
            question = bob.status_post("@alice are you there?")
            answer = next(e.notification.status for e in events if isinstance(e, NotificationEvent))
            assert answer is not None
            assert answer.in_reply_to_id == question.id
            assert "Hello!" in answer.content
    finally:
        bot.terminate()
        bot.wait(timeout=10)


def test_it_is_short() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 120
    assert max(map(len, lines)) <= 120


def test_the_tables_that_come_by_default() -> None:
    from trunkline.pipeline.catalogue import CATALOGUE

    told = README.read_text(encoding="utf-8").partition("loads eight tables: ")[2].partition(". ")[0]
    loaded = [
        name for name, one in CATALOGUE.items() if one.by_default and (not one.subjects or one.needs == "own account")
    ]
    assert re.findall(r"`(\w+)`", told) == loaded
