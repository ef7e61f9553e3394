"""Commands that mend an installation, as they are typed."""

from __future__ import annotations

import json
import os
import shlex
import site
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution
from importlib.util import find_spec
from urllib.parse import urlsplit
from urllib.request import url2pathname

from trunkline.face.records import is_editable

_WINDOWS = sys.platform == "win32"


def reinstall(found: Distribution) -> str:
    """Return the command that puts back the files of a distribution, and touches no other."""
    return _install(found, "--force-reinstall", "--no-deps")


def complete(found: Distribution, extra: str = "") -> str:
    """Return the command that installs what a distribution, or an extra of it, requires."""
    return _install(found, extra=extra)


def reinstall_all(found: Distribution, extra: str = "") -> str:
    """Return the command that puts back a distribution and all that it, or an extra of it, requires."""
    return _install(found, "--force-reinstall", extra=extra)


def install(name: str) -> str:
    """Return the command that installs a distribution."""
    return _pip(name)


def remove(path: str) -> str:
    """Return the command that removes a folder."""
    return _line(["rmdir", "/s", "/q", path] if _WINDOWS else ["rm", "-r", path])


def rename(old: str, new: str) -> str:
    """Return the command that renames a file or folder."""
    return _line(["move" if _WINDOWS else "mv", old, new])


def forget_path() -> str:
    """Return the command that clears PYTHONPATH."""
    return "set PYTHONPATH=" if _WINDOWS else "unset PYTHONPATH"


def run_program() -> str:
    """Return the command that runs a program with trunkline."""
    return f"{_line([sys.executable, '-P', '-m', 'trunkline', 'run'])} PROGRAM"


def _install(found: Distribution, *options: str, extra: str = "") -> str:
    bracket = f"[{extra}]" if extra else ""
    if is_editable(found):
        root = url2pathname(urlsplit(json.loads(found.read_text("direct_url.json") or "{}")["url"]).path)
        return _pip(*options, "--editable", root + bracket)
    folder = os.path.realpath(str(found.locate_file("")))
    known = {*site.getsitepackages(), site.getusersitepackages(), *map(sysconfig.get_path, ("purelib", "platlib"))}
    if folder not in map(os.path.realpath, known):
        options = (*options, "--upgrade", "--target", folder)
    return _pip(*options, f"{found.name}{bracket}=={found.version}")


def _pip(*arguments: str) -> str:
    if find_spec("pip"):
        return _line([sys.executable, "-m", "pip", "install", *arguments])
    return _line(["uv", "pip", "install", "--python", sys.executable, *arguments])


def _line(command: list[str]) -> str:
    return subprocess.list2cmdline(command) if _WINDOWS else shlex.join(command)
