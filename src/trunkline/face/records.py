"""Installed distributions, and their files compared with their RECORD.

https://packaging.python.org/en/latest/specifications/recording-installed-packages/
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath
from importlib.metadata import distribution as _distribution
from typing import NamedTuple

_CACHES = ("__pycache__",)


class Damage(NamedTuple):
    """Differences between the files of a folder and the RECORD.

    Attributes:
        missing: files of the RECORD that are not there.
        changed: files with other content.
        strange: files that the RECORD does not list.
    """

    missing: list[str]
    changed: list[str]
    strange: list[str]

    def __str__(self) -> str:
        parts = zip(("missing", "changed", "not its own"), self, strict=True)
        return ", ".join(
            f"{len(files)} {word} ({files[0]}{', ...' * (len(files) > 1)})" for word, files in parts if files
        )


def distribution(name: str) -> Distribution | None:
    """Return an installed distribution."""
    try:
        return _distribution(name)
    except PackageNotFoundError:
        return None


def is_editable(found: Distribution) -> bool:
    """Return True if the distribution is installed as a link to a checkout."""
    stated = json.loads(found.read_text("direct_url.json") or "{}")
    return bool(stated.get("dir_info", {}).get("editable"))


def package_folders(found: Distribution, package: str) -> list[str]:
    """Return where the package of a distribution is imported from: its own folder, or those of its .pth files.

    Packages of an operating system may have no RECORD.
    """
    files = found.files
    if files is None or any(str(file) == f"{package}/__init__.py" for file in files):
        return [_place(found, package)]
    linked = [file for file in files if file.suffix == ".pth"]
    lines = [line for file in linked if os.path.exists(file.locate()) for line in file.read_text().splitlines()]
    return [os.path.realpath(os.path.join(line, package)) for line in lines]


def damage(found: Distribution, *tops: str) -> Damage:
    """Compare what lies under some names of site-packages with the RECORD of the distribution they belong to.

    Args:
        found: the distribution.
        tops: names of folders or files beside its metadata.
    """
    recorded = {_place(found, str(file)): file for file in found.files or [] if file.parts[0] in tops}
    there = {path for top in tops for path in files_under(_place(found, top))}
    missing = [path for path in recorded if not os.path.exists(path) and not _is_cache(path)]
    changed = [path for path in there if path in recorded and not _is_same(path, recorded[path])]
    strange = there - set(recorded)
    return Damage(*([_short(found, path) for path in sorted(paths)] for paths in (missing, changed, strange)))


def files_under(path: str) -> list[str]:
    """Return the files in a folder and below, without caches; of a file, the file."""
    if os.path.isfile(path):
        return [path]
    return [os.path.join(folder, name) for folder, _, names in os.walk(path) if not _is_cache(folder) for name in names]


def _is_cache(path: str) -> bool:
    return any(part in _CACHES for part in path.split(os.sep))


def _place(found: Distribution, name: str) -> str:
    return os.path.realpath(str(found.locate_file(name)))


def _short(found: Distribution, path: str) -> str:
    return os.path.relpath(path, _place(found, ""))


def _is_same(path: str, recorded: PackagePath) -> bool:
    if recorded.hash is None:
        return True
    with open(path, "rb") as file:
        digest = hashlib.new(recorded.hash.mode, file.read()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == recorded.hash.value
