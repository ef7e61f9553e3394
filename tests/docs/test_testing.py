"""The programs in docs/testing.md run unchanged."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from trunkline.sandbox import Sandbox

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(?:python|javascript) ([\w-]+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
PROGRAMS = ("unittest", "people", "failures", "hostile")


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # The command `trunkline` of this environment is on the path.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False, timeout=120
    )


def test_every_block_is_run() -> None:
    assert len(re.findall(r"^```\w", TEXT, re.MULTILINE)) == len(BLOCKS) + 1  # the one for the shell
    assert set(BLOCKS) == {"pytest", "conftest", "conftest-test", "likes", "node", *PROGRAMS}


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str, tmp_path: Path) -> None:
    done = run(tmp_path, sys.executable, "-c", BLOCKS[name])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "blocks",
    [
        {"test_it": "pytest"},
        pytest.param({"test_it": "likes"}, marks=[pytest.mark.soak]),
        pytest.param({"conftest": "conftest", "test_it": "conftest-test"}, marks=[pytest.mark.soak]),
    ],
    ids=["alone", "like other software", "with a conftest"],
)
def test_the_pytest_blocks(blocks: dict[str, str], tmp_path: Path) -> None:
    for file, block in blocks.items():
        (tmp_path / f"{file}.py").write_text(BLOCKS[block])
    done = run(tmp_path, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert "2 passed" in done.stdout, done.stdout


@pytest.mark.soak
def test_the_node_block(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    (tmp_path / "it.test.mjs").write_text(BLOCKS["node"])
    done = run(tmp_path, node, "--test", "it.test.mjs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 2" in done.stdout


def test_the_table_of_methods_is_complete() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", TEXT.partition("## Node")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"\w+", row)}
    with Sandbox(size=0) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.control['secret']}"}
        error = httpx2.post(f"{sandbox.control['url']}/nothing", headers=headers).json()["error"]
    assert named == {*error.partition("there are ")[2].split(", ")} - {"control"}
