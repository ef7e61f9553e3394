"""`dlt init mastodon duckdb --location` with this repository makes a project that loads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("dlt")
pytest.importorskip("git")

import duckdb

from trunkline.sandbox import Sandbox

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    environment = {**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false", "DLT_DATA_DIR": str(cwd.parent / "dlt")}
    done = subprocess.run(
        [str(one) for one in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the folder `sources`: dlt wants one, and the tests may run in an export."""
    folder = tmp_path / "repository"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sources", folder / "sources", ignore=ignored)
    run("git", "init", "--quiet", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    author = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    run("git", *author, "commit", "--quiet", "--message", "The source", cwd=folder)
    return folder


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """A folder in which dlt has made a project of the source."""
    folder = tmp_path / "project"
    folder.mkdir()
    init = ("-m", "dlt", "--non-interactive", "init", "mastodon", "duckdb", "--location", repository)
    assert "was added to your project" in run(sys.executable, *init, cwd=folder)
    return folder


def test_a_project_is_made(project: Path) -> None:
    assert tomllib.loads((project / ".dlt" / "secrets.toml").read_text())["sources"] == {
        "mastodon": {"access_token": "<configure me>"}
    }
    assert tomllib.loads((project / ".dlt" / "config.toml").read_text())["sources"] == {
        "mastodon": {"api_base_url": "<configure me>"}
    }
    assert (project / "requirements.txt").read_text().split() == ["dlt[duckdb]>=1.31", "trunkline[pipeline]>=0.2"]
    assert (project / "mastodon_pipeline.py").exists()


@pytest.mark.soak
def test_the_project_loads(project: Path) -> None:
    with Sandbox(size=30, rate_limits=None) as sandbox:
        settings = f'[sources.mastodon]\napi_base_url = "{sandbox.url}"\nresources = ["timelines_home", "accounts"]\n'
        (project / ".dlt" / "config.toml").write_text(settings)
        secret = f'[sources.mastodon]\naccess_token = "{sandbox.token_for("alice")}"\n'
        (project / ".dlt" / "secrets.toml").write_text(secret)
        first, loaded = load(project)
        assert loaded[0] > 0
        assert loaded[1] == 1
        assert "1 load package(s) were loaded" in first
        sandbox.post("bob", "@alice one more")
        assert load(project)[1] == (loaded[0] + 1, 1), "the second run loads what is new"


def load(project: Path) -> tuple[str, tuple[int, int]]:
    """Run the script of the project, and return what it printed and the number of posts and of profiles."""
    said = run(sys.executable, "mastodon_pipeline.py", cwd=project)
    with duckdb.connect(str(project / "mastodon_pipeline.duckdb"), read_only=True) as data:
        count = "SELECT (SELECT count(*) FROM timelines_home), (SELECT count(*) FROM accounts), count(*) FROM posts"
        data.execute("SET schema = 'mastodon_data'")
        ((home, accounts, posts),) = data.execute(count).fetchall()
    assert posts > 0
    return said, (home, accounts)


def test_the_lower_bounds_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = (ROOT / "sources" / "mastodon" / "requirements.txt").read_text().split()
    bound = next(need for need in project["optional-dependencies"]["pipeline"] if need.startswith("dlt["))
    assert needs[0].removeprefix("dlt") == bound.partition("]")[2]
