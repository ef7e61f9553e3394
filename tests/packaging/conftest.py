"""Wheels of this distribution in two versions, and of what is installed beside it."""

from __future__ import annotations

import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .environments import THEIRS, Environment, build, copy_of_another_version, old_source, output, own_needs, run

MakeEnvironment = Callable[[], Environment]


@pytest.hookimpl(tryfirst=True)  # before ``-m`` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the soak what needs an environment: that is made with pip and an index, and takes long."""
    for item in items:
        if item.path.parent == Path(__file__).parent and "wheels" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.soak)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This distribution."""
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def next_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This distribution with a higher version."""
    source = copy_of_another_version(tmp_path_factory.mktemp("source"), "99.0")
    return build(tmp_path_factory.mktemp("next"), source)


@pytest.fixture(scope="session")
def old_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A distribution like this one as long as it wrote into the folder of Mastodon.py."""
    return build(tmp_path_factory.mktemp("old"), old_source(tmp_path_factory.mktemp("old_source")))


@pytest.fixture(scope="session")
def python_with_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has pip, which the developer's may lack."""
    folder = tmp_path_factory.mktemp("pip")
    venv.create(folder, with_pip=True, symlinks=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def wheels(wheel: Path, python_with_pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Mastodon.py, this distribution, and what both need."""
    folder = tmp_path_factory.mktemp("wheels")
    quiet = ("--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15")
    done = run(python_with_pip, "-m", "pip", "download", *quiet, "--dest", folder, THEIRS, *own_needs())
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        pytest.skip(f"Mastodon.py cannot be downloaded: {said[0] if said else done.returncode}")
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    return folder


@pytest.fixture(scope="session")
def needs(wheels: Path, python_with_pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Mastodon.py and this distribution need, and pip: installed once to be copied."""
    folder = tmp_path_factory.mktemp("needs")
    found = [path for path in wheels.glob("*.whl") if not path.name.startswith(("mastodon_py", "trunkline"))]
    output(python_with_pip, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, *found)
    return folder


@pytest.fixture(scope="session")
def mastodonpy_files(wheels: Path) -> set[str]:
    """Names of the files of Mastodon.py in its folder."""
    (found,) = wheels.glob("mastodon_py-*.whl")
    with zipfile.ZipFile(found) as archive:
        return {name.removeprefix("mastodon/") for name in archive.namelist() if name.startswith("mastodon/")}


@pytest.fixture
def environment(wheels: Path, needs: Path, tmp_path: Path) -> MakeEnvironment:
    """Makes an environment in a folder whose name has a space."""

    def make() -> Environment:
        return Environment.create(tmp_path / "an environment", wheels, needs)

    return make
