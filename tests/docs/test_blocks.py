"""Every block of code of every page is run, or checked, or says why not."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import pytest
import yaml
from PIL import Image

from trunkline import Mastodon
from trunkline.cli.app import cli
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox

from .blocks import OWN_TESTS, Block, blocks, every_block, name_of, pages

BLOCKS = every_block()
HEAVY = ("dlt", "trunkline.pipeline", "altair")
"""What takes seconds; pages with it are among the long tests."""


def programs(path: Path) -> list[Block]:
    """Return the blocks of a page that are run here."""
    if name_of(path) in OWN_TESTS:
        return []
    return [block for block in blocks(path) if block.language == "python" and not block.label]


def _is_heavy(found: list[Block]) -> bool:
    return any(word in block.code for block in found for word in HEAVY)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=60, seed=3, rate_limits=None) as running:
        yield running


@pytest.fixture
def folder(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what pages assume: a token file, an image, a list of servers; and an environment."""
    token = sandbox.token_for("alice")
    write_secrets(tmp_path / "user.secret", token, sandbox.url)
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "sea.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MASTODON_SERVER", sandbox.url)
    monkeypatch.setenv("MASTODON_TOKEN", token)
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", token)
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", sandbox.url)
    return tmp_path


def for_the_sandbox(text: str, sandbox: Sandbox) -> str:
    """Return a text with the sandbox in place of one server, and closed ports in place of others."""
    others = {
        "mastodon.social": sandbox.url,
        "fosstodon.org": "http://127.0.0.1:1",
        "hachyderm.io": "http://127.0.0.1:2",
    }
    for name, address in others.items():
        text = text.replace(name, address)
    return text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[pytest.mark.soak] if _is_heavy(programs(path)) else [], id=name_of(path))
        for path in pages()
        if programs(path)
    ],
)
def test_programs(path: Path, sandbox: Sandbox, folder: Path) -> None:
    for block in blocks(path):
        if block.label.endswith(".txt"):
            (folder / block.label).write_text(for_the_sandbox(block.code, sandbox))
    sandbox.reset()
    write_secrets(folder / "user.secret", sandbox.token_for("alice"), sandbox.url)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        patch.setenv("MASTODON_TOKEN", sandbox.token_for("alice"))
        patch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", sandbox.token_for("alice"))
        sandbox.post("bob", "@alice are you there?")
        with Mastodon(access_token="user.secret") as mastodon:
            names: dict[str, Any] = {"__name__": "page", "mastodon": mastodon, "sandbox": sandbox}
            for block in programs(path):
                code = "\n" * block.line + for_the_sandbox(block.code, sandbox)
                exec(compile(code, str(path), "exec"), names)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=name_of(path))
        for path in pages()
        if any(b.label.startswith("file=") for b in blocks(path))
    ],
)
def test_files(path: Path, folder: Path) -> None:
    """Files of a page compile; those that are tests pass."""
    files = {b.label.removeprefix("file="): b.code for b in blocks(path) if b.label.startswith("file=")}
    for name, code in files.items():
        (folder / name).write_text(code)
        if name.endswith(".py"):
            compile(code, name, "exec")
    if any(name.startswith("test_") for name in files):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


def _systemd(code: str) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(code)
    assert "ExecStart" in parser["Service"]
    if (analyze := shutil.which("systemd-analyze")) is not None:
        here = code.replace("User=bot\n", "")  # there is no such user on this machine, and no such program
        here = re.sub(r"(?m)^(ExecStart)=\S+", r"\1=/bin/true", here)
        with TemporaryDirectory() as folder:
            unit = Path(folder, "page.service")
            unit.write_text(here)
            done = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


def _cron(code: str) -> None:
    """Check the lines of a crontab: five fields within their limits, and a command."""
    for line in code.splitlines():
        if line and line[0] != "#":
            *fields, command = line.split(None, 5)
            assert command
            for field, most in zip(fields, (59, 23, 31, 12, 7), strict=True):
                assert re.fullmatch(r"[\d*/,-]+", field)
                assert all(int(number) <= most for number in re.findall(r"\d+", field))


def _dockerfile(code: str) -> None:
    words = {line.split()[0] for line in code.splitlines() if line and not line[0].isspace() and line[0] != "#"}
    known = {"FROM", "RUN", "USER", "WORKDIR", "COPY", "VOLUME", "CMD", "ENV", "ENTRYPOINT", "EXPOSE", "ARG"}
    assert words <= known


def _javascript(code: str) -> None:
    assert code.count("{") == code.count("}")


def _console(code: str) -> None:
    """Check that the commands of a block exist and have the options that are used."""
    for line in code.replace("\\\n", " ").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if line.startswith("$ ") and words and words[0] == "trunkline":
            known_command(words[1:])


def known_command(words: list[str]) -> None:
    """Fail for a command or an option that is not there."""
    command: click.Command = cli
    context = cli.make_context("trunkline", [], resilient_parsing=True)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, words[0]
        command, words = found, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    options = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("--") and len(word) > 2}
    assert used <= options, used - options


CHECKS: dict[str, Callable[[str], Any]] = {
    "toml": tomllib.loads,
    "json": json.loads,
    "yaml": yaml.safe_load,
    "ini": _systemd,
    "dockerfile": _dockerfile,
    "console": _console,
    "cron": _cron,
    "javascript": _javascript,
    "text": str,
    "sql": str,
}


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language != "python"], ids=lambda block: block.place)
def test_others(block: Block) -> None:
    CHECKS[block.label if block.label in CHECKS else block.language](block.code)


def test_who_is_not_run_says_why() -> None:
    silent = [b.place for b in BLOCKS if b.language == "python" and b.label == "notest"]
    assert silent == []


def test_own_tests_exist() -> None:
    here = Path(__file__).parent
    assert all((here / test).exists() for test in OWN_TESTS.values())
    labelled = {
        b.page for b in BLOCKS if b.language == "python" and b.label and not b.label.startswith(("notest ", "file="))
    }
    assert labelled <= {*OWN_TESTS, "tutorials/first-post"}
