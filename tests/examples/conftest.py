"""Example programs imported from their files, and servers for them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("dlt")

from trunkline import Mastodon
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox

EXAMPLES = Path(__file__).parents[2] / "examples"

Example = Callable[[str], ModuleType]


@pytest.fixture
def example() -> Iterator[Example]:
    """Return a function that imports an example by its name, for the duration of the test."""
    imported = []

    def load(name: str) -> ModuleType:
        spec = spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        sys.modules[module.__name__] = module
        imported.append(module.__name__)
        spec.loader.exec_module(module)
        return module

    yield load
    for name in imported:
        del sys.modules[name]


@pytest.fixture(scope="session")
def servers() -> Iterator[list[Sandbox]]:
    """Two servers with different communities."""
    with Sandbox(size=150, seed=6, rate_limits=None) as one, Sandbox(size=60, seed=3, rate_limits=None) as other:
        yield [one, other]


@pytest.fixture
def token_file(servers: list[Sandbox], tmp_path: Path) -> Path:
    """The token file of alice on the first server."""
    file = tmp_path / "user.secret"
    write_secrets(file, servers[0].token_for("alice"), servers[0].url)
    return file


@pytest.fixture
def bob(servers: list[Sandbox]) -> Mastodon:
    """A client of another account on that server."""
    return Mastodon(access_token=servers[0].token_for("bob"), api_base_url=servers[0].url)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
