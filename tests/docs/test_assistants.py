"""The programs of the skill and of docs/assistants.md run unchanged, and what the pages name exists."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

pytest.importorskip("mcp")
pytest.importorskip("dlt")

from trunkline import AsyncMastodon, Mastodon, errors
from trunkline.assistants.prompts import PROMPTS
from trunkline.assistants.reach import Reach
from trunkline.assistants.server import AssistantServer
from trunkline.assistants.skill import PLACES, skill_text
from trunkline.cli.assistant import mcp
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox
from trunkline.streaming import NotificationEvent

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
SKILL = skill_text()
BLOCKS = dict(re.findall(r"^```python ([\w-]+)\n(.*?)^```", SKILL + PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=50, rate_limits=None) as running:
        yield running


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    """A folder with the files that the programs assume: a token file, and dlt's secrets."""
    token = sandbox.token_for("alice")
    write_secrets(tmp_path / "user.secret", token, sandbox.url)
    (tmp_path / ".dlt").mkdir()
    secrets = f'[sources.mastodon_source]\naccess_token = "{token}"\napi_base_url = "{sandbox.url}"\n'
    (tmp_path / ".dlt" / "secrets.toml").write_text(secrets)
    return tmp_path


def start(program: str, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DLT_DATA_DIR": str(folder / "dlt"), "RUNTIME__DLTHUB_TELEMETRY": "false"}
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(program: str, folder: Path) -> str:
    process = start(program, folder)
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said


def test_every_block_is_run() -> None:
    assert set(BLOCKS) == {"test", "bot", "pipeline", "study", "server"}
    assert (SKILL + PAGE).count("```python") == len(BLOCKS)


@pytest.mark.parametrize("name", ["test", "server", pytest.param("pipeline", marks=[pytest.mark.soak])])
def test_programs(name: str, folder: Path) -> None:
    run(BLOCKS[name], folder)


@pytest.mark.soak
def test_the_study(sandbox: Sandbox, folder: Path) -> None:
    for text in ("A #caturday", "Another #Caturday #cats"):
        sandbox.post("bob", text)
    said = run(BLOCKS["study"].replace("mastodon.social", sandbox.url), folder)
    assert re.search(r"caturday +│ +1", said), said


def test_the_bot_answers_each_mention_once(sandbox: Sandbox, folder: Path) -> None:
    """Also after it was killed."""
    listening = f"user:notification:{sandbox.accounts['alice']}"
    bob = Mastodon(access_token=sandbox.token_for("bob"), api_base_url=sandbox.url)
    with bob, bob.stream("user:notification") as events:
        assert events.connected()
        answers = (event.notification.status for event in events if isinstance(event, NotificationEvent))
        for text in ("one two", "one two three"):
            bot = start(BLOCKS["bot"], folder)
            try:
                assert sandbox.hub.wait_for_listener(listening, timeout=60)
                question = bob.status_post(f"@alice {text}")
                answer = next(answers)
                assert answer
                assert answer.in_reply_to_id == question.id
                assert f"You wrote {len(text.split()) + 1} words." in answer.content
            finally:
                bot.kill()
                bot.communicate()


def test_names_of_the_skill_exist() -> None:
    rules = SKILL.partition("## Rules")[2].partition("\n## ")[0]
    called = set(re.findall(r"(?:mastodon\.|`)(\w+)(?:\(|` does)", rules))
    assert {"iterate", "html_to_text", "status_reply", "account_update_credentials"} <= called
    assert [name for name in called if not hasattr(Mastodon, name) and name != "html_to_text"] == []
    assert all(hasattr(errors, name) for name in re.findall(r"`(Mastodon\w*Error)`", rules))


def test_tools_of_the_page_are_those_that_there_are() -> None:
    async def listed() -> tuple[set[str], list[str]]:
        async with AsyncMastodon(api_base_url="m.example") as client:
            server = AssistantServer(Reach(client=client, write=True))
            templates = await server.list_resource_templates()
            return {tool.name for tool in await server.list_tools()}, [one.uri_template for one in templates]

    tools, resources = anyio.run(listed)
    rows = re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == tools
    assert all(f"`{one}`" in PAGE for one in (*resources, *(prompt.__name__ for prompt in PROMPTS)))


def test_options_and_agents_of_the_page_exist() -> None:
    options = {option for parameter in mcp.params for option in parameter.opts}
    for option in ("--write", "--private", "--http", "--database"):
        assert option in PAGE
        assert option in options
    assert all(f"`{agent}`" in PAGE or f"--agent {agent}" in PAGE for agent in PLACES)
    (configuration,) = re.findall(r"^```json config\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert json.loads(configuration)["mcpServers"]["mastodon"]["args"][0] == "mcp"
