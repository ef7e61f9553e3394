"""Environments that hold this distribution, Mastodon.py, both or neither."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
THEIRS = "Mastodon.py==2.3.3"

_LOOK = """
import importlib, json, os, pkgutil, sys
seen = {}
try:
    import mastodon
except ModuleNotFoundError as error:
    if error.name != "mastodon":
        raise
else:
    names = [module.name for module in pkgutil.iter_modules(mastodon.__path__)]
    modules = [mastodon, *(importlib.import_module("mastodon." + name) for name in names)]
    seen["folders"] = sorted({os.path.dirname(module.__file__) for module in modules})
    seen["class"] = f"{mastodon.Mastodon.__module__}.{mastodon.Mastodon.__qualname__}"
try:
    import trunkline
except ModuleNotFoundError:
    seen["trunkline"] = None
else:
    seen["trunkline"] = os.path.dirname(os.path.dirname(trunkline.__file__))
print(json.dumps(seen))
"""


def run(*command: object, cwd: str | Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command that knows nothing of the code under test but what is installed."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=cwd, env=clean | variables, check=False
    )


def output(*command: object, cwd: str | Path | None = None, **variables: str) -> str:
    """Run a command that must succeed, and return what it prints."""
    done = run(*command, cwd=cwd, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and the folder of wheels that it installs from."""

    folder: Path
    wheels: Path

    @classmethod
    def create(cls, folder: Path, wheels: Path, needs: Path) -> Environment:
        """Make a new one that holds what both libraries need, and pip."""
        venv.create(folder, symlinks=True)
        made = cls(folder, wheels)
        shutil.copytree(needs, made.site, dirs_exist_ok=True)
        return made

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def site(self) -> Path:
        """Its site-packages."""
        (found,) = self.folder.glob("lib/python*/site-packages")
        return found

    @property
    def variables(self) -> dict[str, str]:
        """Variables with which pip takes from the folder of wheels alone."""
        return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}

    def pip(self, *arguments: object) -> None:
        """Run its pip."""
        quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
        output(self.python, "-m", "pip", *quiet, *arguments, **self.variables)

    def look(self) -> dict[str, Any]:
        """Import everything, and return where it lies."""
        found: dict[str, Any] = json.loads(output(self.python, "-P", "-c", _LOOK))
        return found

    def doctor(self, **variables: str) -> dict[str, Any]:
        """Return the report of the doctor; its exit status says the same."""
        done = run(self.python, "-P", "-m", "trunkline", "doctor", "--json", **variables)
        assert done.stdout, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == (0 if report["ok"] else 1), done.stderr
        assert report["ok"] == (not report["problems"])
        return report


def build(folder: Path, source: Path = ROOT) -> Path:
    """Build the wheel of a source tree, without touching it."""
    output(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def copy_of_another_version(folder: Path, version: str) -> Path:
    """Copy the source tree, with another version."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    about = folder / "src" / "trunkline" / "about.py"
    lines = [
        f'__version__ = "{version}"' if "__version__ =" in line else line for line in about.read_text().split("\n")
    ]
    about.write_text("\n".join(lines))
    return folder


def old_source(folder: Path) -> Path:
    """Write a source tree like that of trunkline before 0.2: its package was called `mastodon`."""
    modules = ("__init__", "Mastodon", "client", "errors", "sandbox/__init__", "streaming/__init__")
    for module in modules:
        path = folder / "mastodon" / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"""Old."""\n')
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "trunkline"\nversion = "0.0.1"\n'
        '[tool.hatch.build.targets.wheel]\npackages = ["mastodon"]\n'
    )
    return folder


def own_needs() -> list[str]:
    """Return the requirements of this distribution, those of its build, and pip."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        stated = tomllib.load(file)
    return [*stated["project"]["dependencies"], *stated["build-system"]["requires"], "editables", "pip"]
