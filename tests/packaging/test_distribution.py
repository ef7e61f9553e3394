"""The distribution as a stranger gets it: built, installed into an empty environment, imported."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from trunkline import __version__

ROOT = Path(__file__).parents[2]
EXTRA_PACKAGES = (
    "dlt",
    "duckdb",
    "pyarrow",
    "starlette",
    "uvicorn",
    "PIL",
    "click",
    "rich",
    "cryptography",
    "blurhash",
    "mcp",
    "pydantic",
)
HEAVY_PACKAGES = ("httpx2", "websockets", "msgspec", "asyncio", "ssl")


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def empty(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", *built.glob("*.whl"))
    return python


@pytest.mark.soak
def test_the_wheel_says_what_it_needs(built: Path) -> None:
    (wheel,) = built.glob("trunkline-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        path_file = archive.read("trunkline_mastodon.pth").decode().splitlines()
        metadata = message_from_bytes(archive.read(f"trunkline-{__version__}.dist-info/METADATA"))
    needed = [r for r in metadata.get_all("Requires-Dist", []) if "extra ==" not in r]
    assert sorted(r.split(">")[0] for r in needed) == ["httpx2", "msgspec", "websockets"]
    databases = {"bigquery", "databricks", "delta", "iceberg", "postgres", "redshift", "snowflake", "sqlalchemy"}
    extras = {
        "pipeline",
        "sandbox",
        "cli",
        "keyring",
        "socks",
        "webpush",
        "blurhash",
        "compat",
        "explore",
        "mcp",
        "show",
        "spark",
        "all",
    } | databases
    assert set(metadata.get_all("Provides-Extra", [])) == extras
    assert {
        "trunkline/py.typed",
        "trunkline/_face/mastodon/py.typed",
        "trunkline/assistants/skills/mastodon/SKILL.md",
        "trunkline/sandbox/store/schema.sql",
    } <= set(names)
    tops = {"trunkline", "trunkline_mastodon.pth", f"trunkline-{__version__}.dist-info"}
    assert {n.split("/")[0] for n in names} == tops, "nothing is written into site-packages/mastodon"
    assert path_file == ["trunkline/_face"], "a path, and no code"


@pytest.mark.soak
def test_it_imports_with_nothing_else_installed(empty: Path) -> None:
    for package in ("trunkline", "mastodon"):
        code = f"import {package} as m; print(m.__version__, m.Mastodon(api_base_url='m.example'))"
        assert run(empty, "-c", code).split() == [__version__, "<Mastodon", "https://m.example>"]


@pytest.mark.soak
def test_the_command_says_which_extra_it_needs(empty: Path) -> None:
    done = subprocess.run([empty.with_name("trunkline")], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "pip install 'trunkline[cli]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.soak
def test_the_command_runs_with_its_extra(empty: Path) -> None:
    (site,) = empty.parents[1].glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    assert "sandbox" in run(empty.with_name("trunkline"), "--help")
    (site / "borrowed.pth").unlink()


def test_importing_loads_no_extra_and_nothing_heavy() -> None:
    loaded = run(sys.executable, "-c", "import sys, mastodon; mastodon.Mastodon; print(*sys.modules)").split()
    assert not {name.partition(".")[0] for name in loaded} & {*EXTRA_PACKAGES, *HEAVY_PACKAGES}
