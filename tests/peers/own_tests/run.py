"""Downloads the tests, and runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tests.peers.environments import ORIGINAL, ROOT, NotMade, Peer

_HERE = Path(__file__).parent
_NEEDS = (
    *("blurhash", "cryptography", "graphemeu", "http-ece", "websocket-client", "requests", "decorator"),
    *(
        "python-dateutil",
        "pytest",
        "pytest-mock",
        "pytest-retry",
        "pytest-timeout",
        "vcrpy",
        "requests-mock",
        "pytz",
        "mock",
    ),
)
THEIRS = Peer("own-tests-original", needs=_NEEDS, original=True)
OURS = Peer("own-tests", needs=_NEEDS)
_OPTIONS = (
    *("-q", "-p", "cassettes", "-p", "no:recording", "-p", "no:cacheprovider", "-o", "addopts=", "--timeout", "20"),
    "--continue-on-collection-errors",
)
_SECONDS = 1500


@dataclass(frozen=True)
class Results:
    """What became of the tests.

    Attributes:
        passed: their names.
        skipped: likewise, with those that are expected to fail.
        failed: names, with the first line of the error.
    """

    passed: set[str]
    skipped: set[str]
    failed: dict[str, str]

    def failed_of(self, theirs: Results) -> dict[str, str]:
        """Return what fails, of that which passes with the other library: a file that cannot be read has no tests."""
        missing = theirs.passed - self.passed - self.skipped - set(self.failed)
        unread = {name: f"{name.partition('::')[0]} cannot be imported" for name in missing}
        return {**unread, **{name: line for name, line in self.failed.items() if name in theirs.passed}}


def download(folder: Path) -> Path:
    """Download the source distribution and unpack its tests; return the folder that holds `tests`.

    Raises:
        NotMade: it cannot be had.
    """
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        "-d",
        str(folder),
    ]
    try:
        done = subprocess.run([*command, ORIGINAL], capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotMade("the download took too long") from error
    if done.returncode:
        raise NotMade(done.stderr.strip().splitlines()[-1])
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(path.parent for path in folder.glob("*/tests"))


def results(python: Path, unpacked: Path, folder: Path, path: Path | None = None) -> Results:
    """Run the tests in a folder of their own.

    Args:
        path: a folder with the package, before what the interpreter finds by itself.
    """
    shutil.copytree(unpacked / "tests", folder / "tests")
    shutil.copy(_HERE / "cassettes.py", folder)
    variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    variables["PYTHONPATH"] = os.pathsep.join(str(one) for one in (path, folder) if one)
    command = [str(python), "-m", "pytest", *_OPTIONS, "--junit-xml", "results.xml", "tests"]
    with (folder / "output").open("w") as output:
        subprocess.run(command, cwd=folder, env=variables, stdout=output, stderr=output, timeout=_SECONDS, check=False)
    return _read(folder / "results.xml")


def ours_path() -> Path:
    """The package under test, as it is in the working tree."""
    return ROOT / "src"


def _read(file: Path) -> Results:
    found = Results(set(), set(), {})
    for case in ET.parse(file).iter("testcase"):
        name = f"{case.get('classname', '').removeprefix('tests.')}::{case.get('name')}"
        wrong = [one for one in case if one.tag in ("failure", "error")]
        if wrong:
            found.failed.setdefault(name, _first_line(wrong[0].get("message") or wrong[0].text or ""))
        elif any(one.tag == "skipped" for one in case):
            found.skipped.add(name)
        else:
            found.passed.add(name)
    return Results(found.passed - set(found.failed), found.skipped, found.failed)


def _first_line(message: str) -> str:
    line = next((one for one in message.splitlines() if one.strip()), "")
    return re.sub(r"0x[0-9a-f]+|127\.0\.0\.1:\d+", "...", line)[:200]
