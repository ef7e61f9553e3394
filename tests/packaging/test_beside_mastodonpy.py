"""Beside Mastodon.py, in every order: `mastodon` is wholly theirs or wholly ours, and nobody's files are touched."""

from __future__ import annotations

import re
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from trunkline import __version__

from .conftest import MakeEnvironment
from .environments import ROOT, THEIRS, Environment, output

OURS_CLASS, THEIR_CLASS = "trunkline.clients.client.Mastodon", "mastodon.Mastodon.Mastodon"
SEQUENCES = {
    "ours": ["ours"],
    "ours, theirs": ["ours", "theirs"],
    "both, without ours": ["theirs", "ours", "-ours"],
    "both, without theirs": ["ours", "theirs", "-theirs"],
    "upgraded": ["ours", "newer", "theirs", "ours", "-theirs"],
    "upgraded beside theirs": ["theirs", "ours", "newer", "-theirs", "theirs", "-ours", "-theirs"],
    "editable": ["editable", "theirs", "-theirs"],
    "editable over ours": ["theirs", "ours", "editable", "ours", "editable", "-theirs"],
}


def step(environment: Environment, name: str, next_wheel: Path) -> None:
    """Install or uninstall one of the two."""
    match name:
        case "ours":
            environment.pip("install", "--no-deps", f"trunkline=={__version__}")
        case "newer":
            environment.pip("install", "--no-deps", next_wheel)
        case "editable":
            environment.pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
        case "theirs":
            environment.pip("install", "--no-deps", THEIRS)
        case "-ours":
            environment.pip("uninstall", "--yes", "trunkline")
        case "-theirs":
            environment.pip("uninstall", "--yes", "Mastodon.py")


def expected(steps: list[str]) -> dict[str, bool]:
    """Which of the two are installed after these steps."""
    installed = {"ours": False, "theirs": False}
    for name in steps:
        installed["theirs" if "theirs" in name else "ours"] = not name.startswith("-")
    return installed


def files(environment: Environment) -> set[str]:
    """What lies in the folder of Mastodon.py."""
    folder = environment.site / "mastodon"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}


def requirements(wheel: Path) -> list[str]:
    """What a wheel says that it requires."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])


def checked_types(environment: Environment, folder: Path) -> list[str]:
    """What mypy and pyright say that the class is."""
    program = folder / "program.py"
    program.write_text("from mastodon import Mastodon\nreveal_type(Mastodon)\nreveal_type(Mastodon.__init__)\n")
    commands: list[list[Any]] = [
        [
            "mypy",
            "--config-file=",
            "--strict",
            "--python-executable",
            environment.python,
            "--cache-dir",
            folder / "cache",
        ],
        ["pyright", "--pythonpath", environment.python],
    ]
    return [output(sys.executable, "-m", *command, program, cwd=folder) for command in commands]


@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=list(SEQUENCES))
def test_each_is_whole(
    steps: list[str], environment: MakeEnvironment, next_wheel: Path, mastodonpy_files: set[str], tmp_path: Path
) -> None:
    here = environment()
    for number, name in enumerate(steps, 1):
        step(here, name, next_wheel)
        installed = expected(steps[:number])
        seen = here.look()
        assert files(here) == (mastodonpy_files if installed["theirs"] else set())
        assert (seen["trunkline"] is not None) == installed["ours"]
        if any(installed.values()):
            assert seen["class"] == (THEIR_CLASS if installed["theirs"] else OURS_CLASS)
            assert len(seen["folders"]) == 1
        else:
            assert "class" not in seen
    installed = expected(steps)
    if any(installed.values()):
        for said in checked_types(here, tmp_path):
            assert ("rate_limiter" in said) == (not installed["theirs"]), said
    if installed["ours"]:
        report = here.doctor()
        assert report["problems"] == []
        assert report["mastodon"]["distribution"] == ("Mastodon.py" if installed["theirs"] else "trunkline")
    left = {path.name for path in here.site.iterdir() if re.search("trunkline|mastodon", path.name, re.IGNORECASE)}
    if not any(installed.values()):
        assert left == set()


def test_an_editable_installation_brings_no_copy(environment: MakeEnvironment) -> None:
    here = environment()
    here.pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    assert here.look()["folders"] == [str(ROOT / "src" / "mastodon")]
    assert not (here.site / "trunkline").exists()
    assert not (here.site / "trunkline_mastodon.pth").exists()


def test_one_environment_in_another(environment: MakeEnvironment, needs: Path, tmp_path: Path) -> None:
    """Ours in an environment that sees a system with Mastodon.py: what is installed closer is imported."""
    system = environment()
    system.pip("install", "--no-deps", THEIRS)
    inner = Environment.create(tmp_path / "inner", system.wheels, needs)
    inner.pip("install", "--no-deps", "trunkline")
    (inner.site / "zz_system.pth").write_text(f"{system.site}\n")
    assert inner.look()["class"] == OURS_CLASS


def test_the_extra_for_old_programs_brings_what_theirs_requires(wheels: Path) -> None:
    (theirs,) = wheels.glob("mastodon_py-*.whl")
    (ours,) = wheels.glob("trunkline-*.whl")
    needed, brought = requirements(theirs), requirements(ours)
    wanted = {re.split("[<>=]", one)[0] for one in needed if "extra ==" not in one}
    compat = {re.split("[<>=]", one)[0] for one in brought if "extra == 'compat'" in one}
    assert {"requests"} < wanted <= compat
