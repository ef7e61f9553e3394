"""The pytest plugin, in runs of pytest of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

LEAVES_NOTHING = """
import pytest

@pytest.mark.parametrize("number", range(2))
def test_each_starts_anew(fresh_sandbox, number):
    assert "mia" not in fresh_sandbox.accounts
    fresh_sandbox.person("mia")
    fresh_sandbox.fail("/*", 503)

def test_nothing_is_left(fresh_sandbox, mastodon_sandbox):
    assert fresh_sandbox is mastodon_sandbox
    assert fresh_sandbox.failures == []
"""
OPTIONS = """
import pytest

@pytest.fixture(scope="session", params=[0, 20], ids=["new", "lively"])
def mastodon_sandbox_options(request):
    return {"size": request.param}

@pytest.fixture(scope="session")
def mia(mastodon_sandbox):
    made = mastodon_sandbox.person("mia")
    mastodon_sandbox.checkpoint()
    return made
"""
WITH_OPTIONS = """
import urllib.request

def test_people_of_the_session_stay(mia, fresh_sandbox):
    fresh_sandbox.post(mia, "Hello")
    assert mia.id == fresh_sandbox.accounts["mia"]

def test_they_stay_again(mia, fresh_sandbox):
    path = f"/api/v1/accounts/{mia.id}/statuses"
    assert fresh_sandbox.request(mia, "GET", path) == []
    assert urllib.request.urlopen(fresh_sandbox.url + "/health").status == 200
"""


def run(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=120).stdout


def test_each_test_has_a_fresh_server(tmp_path: Path) -> None:
    assert "3 passed" in run(tmp_path, test_it=LEAVES_NOTHING)


@pytest.mark.soak
def test_options_and_people_of_the_session(tmp_path: Path) -> None:
    assert "4 passed" in run(tmp_path, conftest=OPTIONS, test_it=WITH_OPTIONS)


def test_the_fixture_starts_anew(fresh_sandbox, mastodon_sandbox_options) -> None:
    assert fresh_sandbox.failures == []
    assert mastodon_sandbox_options == {"rate_limits": 1000.0}
