"""``trunkline doctor`` says what is in force and what is broken, and the commands that it names mend it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trunkline import __version__

from .conftest import MakeEnvironment
from .environments import ROOT, THEIRS, Environment, output, run

WORKS = "from mastodon import Mastodon; import mastodon.Mastodon; print(Mastodon.__module__)"


def mend(environment: Environment, report: dict[str, Any]) -> None:
    """Type the commands of a report."""
    for command in [command for problem in report["problems"] for command in problem["commands"]]:
        done = subprocess.run(
            command, shell=True, env=os.environ | environment.variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.fixture
def here(environment: MakeEnvironment) -> Environment:
    """An environment with this distribution."""
    made = environment()
    made.pip("install", "--no-deps", "trunkline")
    return made


def test_all_is_well(here: Environment) -> None:
    report = here.doctor()
    assert report["ok"]
    assert report["trunkline"] == {
        "version": __version__,
        "path": str(here.site / "trunkline"),
        "distribution": __version__,
        "editable": False,
    }
    assert report["mastodon"] == {
        "path": str(here.site / "trunkline" / "_face" / "mastodon" / "__init__.py"),
        "distribution": "trunkline",
        "version": __version__,
    }
    assert report["Mastodon.py"] is None
    assert report["python"]["executable"] == str(here.python)
    assert {name: extra["state"] for name, extra in report["extras"].items()}["pipeline"] == "absent"


def test_as_text(here: Environment) -> None:
    said = output(here.folder / "bin" / "trunkline", "doctor")
    assert f"trunkline {__version__} at {here.site}/trunkline\n" in said
    assert "Mastodon.py is not installed" in said
    assert f"`import mastodon` is trunkline {__version__}, at " in said
    assert said.endswith("Nothing is broken.\n")
    (here.site / "trunkline_mastodon.pth").unlink()
    done = run(here.folder / "bin" / "trunkline", "doctor")
    assert done.returncode == 1
    assert "BROKEN: Files of trunkline are damaged: 1 missing (trunkline_mastodon.pth)." in done.stdout


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), (["-h"], 0), (["--all"], 2), (["--json", "x"], 2)])
def test_arguments(arguments: list[str], status: int, here: Environment) -> None:
    done = run(here.python, "-m", "trunkline", "doctor", *arguments)
    assert done.returncode == status
    assert ("Usage: trunkline doctor" in done.stdout) == (status == 0)


def old_files(here: Environment, old_wheel: Path) -> None:
    """What a trunkline of old left: files that no RECORD lists."""
    shutil.unpack_archive(old_wheel, here.site, "zip")
    shutil.rmtree(next(here.site.glob("trunkline-0.0.1.dist-info")))


def old_files_among_theirs(here: Environment, old_wheel: Path) -> None:
    """Mastodon.py, with files of a trunkline of old over and among its own."""
    here.pip("install", "--no-deps", THEIRS)
    old_files(here, old_wheel)


def theirs_uninstalled_with_ours(here: Environment, old_wheel: Path) -> None:
    """A trunkline of old over Mastodon.py, upgraded: pip removes files that both list."""
    here.pip("uninstall", "--yes", "trunkline")
    here.pip("install", "--no-deps", THEIRS)
    here.pip("install", "--no-deps", old_wheel)
    here.pip("install", "--no-deps", "--upgrade", "trunkline")


def theirs_over_old(here: Environment, old_wheel: Path) -> None:
    """Mastodon.py over a trunkline of old that stays listed: both metadata are there."""
    shutil.unpack_archive(old_wheel, here.site, "zip")
    here.pip("install", "--no-deps", "--force-reinstall", THEIRS)
    shutil.rmtree(next(here.site.glob("trunkline-0.0.1.dist-info")))


def their_file_changed(here: Environment, _: Path) -> None:
    here.pip("install", "--no-deps", THEIRS)
    (here.site / "mastodon" / "errors.py").write_text("raise ImportError('changed')\n")


def their_file_missing(here: Environment, _: Path) -> None:
    here.pip("install", "--no-deps", THEIRS)
    (here.site / "mastodon" / "__init__.py").unlink()


def path_file_missing(here: Environment, _: Path) -> None:
    (here.site / "trunkline_mastodon.pth").unlink()


def our_modules_missing(here: Environment, _: Path) -> None:
    shutil.rmtree(here.site / "trunkline" / "_face")


def our_file_changed(here: Environment, _: Path) -> None:
    with (here.site / "trunkline" / "clients" / "client.py").open("a") as file:
        file.write("raise ImportError('changed')\n")


def our_requirement_missing(here: Environment, _: Path) -> None:
    here.pip("uninstall", "--yes", "msgspec")


def our_requirement_broken(here: Environment, _: Path) -> None:
    (here.site / "websockets" / "__init__.py").write_text("raise RuntimeError('broken')\n")


def their_requirement_missing(here: Environment, _: Path) -> None:
    here.pip("install", "--no-deps", THEIRS)
    here.pip("uninstall", "--yes", "python-dateutil")


OURS, THEIR = "trunkline.clients.client", "mastodon.Mastodon"


@pytest.mark.parametrize(
    ("damage", "told", "command", "then"),
    [
        (old_files, "belongs to no installed distribution (6 files)", "rm -r", OURS),
        (old_files_among_theirs, "3 not its own (mastodon/client.py, ...)", "--force-reinstall", THEIR),
        (theirs_uninstalled_with_ours, "missing (mastodon/Mastodon.py, ...)", "--force-reinstall", THEIR),
        (theirs_over_old, "3 not its own (mastodon/client.py, ...)", "--force-reinstall", THEIR),
        (their_file_changed, "1 changed (mastodon/errors.py)", "--force-reinstall", THEIR),
        (their_file_missing, "1 missing (mastodon/__init__.py)", "--force-reinstall", THEIR),
        (path_file_missing, "1 missing (trunkline_mastodon.pth)", "--force-reinstall", OURS),
        (our_modules_missing, "missing (trunkline/_face/mastodon/Mastodon.py, ...)", "--force-reinstall", OURS),
        (our_file_changed, "1 changed (trunkline/clients/client.py)", "--force-reinstall", OURS),
        (our_requirement_missing, "msgspec is missing", "pip install", OURS),
        (our_requirement_broken, "websockets: RuntimeError: broken", "--force-reinstall", OURS),
        (their_requirement_missing, "No module named 'dateutil'", "pip install Mastodon.py==2.3.3", THEIR),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_damage_is_named_and_mended(
    damage: Callable[[Environment, Path], None],
    told: str,
    command: str,
    then: str,
    here: Environment,
    old_wheel: Path,
) -> None:
    damage(here, old_wheel)
    report = here.doctor()
    assert told in " ".join(problem["problem"] for problem in report["problems"])
    assert command in " ".join(typed for problem in report["problems"] for typed in problem["commands"])
    mend(here, report)
    assert here.doctor()["problems"] == []
    assert output(here.python, "-c", WORKS) == f"{then}\n"


def test_a_package_from_elsewhere(here: Environment) -> None:
    report = here.doctor(PYTHONPATH=str(ROOT / "src"))
    (problem,) = report["problems"]
    assert problem["problem"] == (
        f"trunkline is imported from {ROOT}/src/trunkline, and installed in {here.site}/trunkline."
    )
    assert problem["commands"] == ["unset PYTHONPATH"]


def test_distributions_without_a_record(here: Environment) -> None:
    here.pip("install", "--no-deps", THEIRS)
    for record in here.site.glob("*.dist-info/RECORD"):
        record.unlink()
    report = here.doctor()
    assert report["ok"]
    assert report["mastodon"]["distribution"] == "Mastodon.py"


def test_a_package_that_is_not_installed(environment: MakeEnvironment) -> None:
    here = environment()
    for pip in (f"'{here.python}' -m pip install", f"uv pip install --python '{here.python}'"):
        report = here.doctor(PYTHONPATH=str(ROOT / "src"))
        assert report["trunkline"]["distribution"] is None
        (problem,) = report["problems"]
        assert problem["commands"] == [f"{pip} trunkline"]
        shutil.rmtree(here.site / "pip", ignore_errors=True)


def test_a_module_of_the_same_name_in_this_folder(here: Environment, tmp_path: Path) -> None:
    (tmp_path / "mastodon.py").touch()
    done = run(here.folder / "bin" / "trunkline", "doctor", "--json", cwd=tmp_path)
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["commands"] == ["mv mastodon.py own_mastodon.py"]


def test_another_library_of_that_name(here: Environment) -> None:
    other = here.site / "another-3.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: another\nVersion: 3\n")
    (other / "RECORD").write_text("mastodon/__init__.py,,\n")
    (here.site / "mastodon").mkdir()
    (here.site / "mastodon" / "Mastodon.py").touch()
    (here.site / "mastodon" / "__init__.py").write_text("Mastodon = None\n")
    report = here.doctor()
    assert report["mastodon"]["distribution"] == "another"
    assert report["mastodon"]["version"] == "3"


def fake(here: Environment, name: str, version: str, module: str = "", code: str = "") -> None:
    """Install something of that name."""
    folder = here.site / f"{name}-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if module:
        (here.site / f"{module}.py").write_text(code)


def test_extras(here: Environment) -> None:
    fake(here, "click", "8.2.1", "click")
    fake(here, "rich", "13.9.4", "rich")
    fake(here, "http_ece", "1.2")
    report = here.doctor()
    assert report["ok"]
    extras = report["extras"]
    assert extras["cli"] == {"state": "installed", "missing": [], "conflicts": []}
    assert extras["webpush"] == {"state": "incomplete", "missing": ["cryptography"], "conflicts": []}
    assert extras["blurhash"]["state"] == "absent"
    assert "trunkline[webpush]      incomplete: cryptography missing\n" in output(
        here.python, "-m", "trunkline", "doctor"
    )


def test_an_extra_of_a_wrong_version(here: Environment) -> None:
    fake(here, "click", "8.0.4", "click")
    fake(here, "rich", "13.9.4", "rich")
    (problem,) = here.doctor()["problems"]
    assert problem["problem"] == "click 8.0.4 is installed, >=8.2 is required."
    assert problem["commands"][0].endswith(f"-m pip install 'trunkline[cli]=={__version__}'")


def test_an_extra_that_cannot_be_imported(here: Environment) -> None:
    fake(here, "click", "8.2", "click", "import missing_part\n")
    fake(here, "rich", "14.0", "rich", "raise SystemExit(3)\n")
    (problem,) = here.doctor()["problems"]
    assert problem["problem"] == "The extra cli: click: ModuleNotFoundError: No module named 'missing_part'."
    assert "--force-reinstall" in problem["commands"][0]


def test_it_tells_no_secrets(here: Environment) -> None:
    secrets = {
        "MASTODON_ACCESS_TOKEN": "secret-token",
        "SOURCES__MASTODON_SOURCE__ACCESS_TOKEN": "secret-token",
        "PIP_INDEX_URL": "https://user:secret-token@index.example/simple",
    }
    (here.site / "trunkline_mastodon.pth").unlink()
    for options in ([], ["--json"]):
        done = run(here.python, "-m", "trunkline", "doctor", *options, **secrets)
        assert done.returncode == 1
        assert "secret-token" not in done.stdout + done.stderr
