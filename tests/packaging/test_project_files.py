"""The files for people who join the project say what is there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from trunkline import __version__
from trunkline.face.extras import MODULES

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROSE = [
    "AGENTS.md",
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/releasing.md",
    ".github/workflows/ci.yml",
    ".ci/run",
]


def read_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda file: str(file.name))
def test_github_files_are_yaml(file: Path) -> None:
    assert isinstance(yaml.safe_load(file.read_text(encoding="utf-8")), dict)


def test_the_workflow_runs_each_version_that_is_promised() -> None:
    matrix = read_yaml(".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert set(promised) <= set(matrix["python"])
    assert f">={min(matrix['python'], key=lambda v: int(v[2:]))}" == PROJECT["project"]["requires-python"]


def test_the_workflow_skips_only_what_machines_lack() -> None:
    """GitHub sets CI, which makes a failure of what cannot be run; only one job installs everything."""
    jobs = read_yaml(".github/workflows/ci.yml")["jobs"]
    assert {name for name, job in jobs.items() if job.get("env", {}).get("CI") != ""} == {"everything"}


def test_hooks_are_valid_and_of_the_environment() -> None:
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config"], cwd=ROOT, check=True, timeout=60)
    hooks = [hook for repo in read_yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)


@pytest.mark.parametrize("name", PROSE)
def test_make_has_the_targets_that_are_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|\$ |run: )make ([a-z-]+)", text, re.MULTILINE))
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("name", [name for name in PROSE if name.endswith(".md")])
def test_links_lead_to_files(name: str) -> None:
    file = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_the_version_has_its_changes() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


MODULE_OF = {
    "http-ece": "http_ece",
    "pillow": "PIL",
    "python-dateutil": "dateutil",
    "python-socks": "python_socks",
    "python-multipart": "python_multipart",
    "vl-convert-python": "vl_convert",
}


def required(extra: str) -> set[str]:
    """Return the names of the packages that an extra requires."""
    return {re.split(r"[\[<>=]", need)[0] for need in PROJECT["project"]["optional-dependencies"][extra]}


@pytest.mark.parametrize(
    "extra", ["pipeline", "sandbox", "cli", "explore", "mcp", "socks", "spark", "webpush", "blurhash", "compat"]
)
def test_modules_of_an_extra_are_those_it_requires(extra: str) -> None:
    needs_a_library = {"python-magic"}
    assert set(MODULES[extra]) == {
        MODULE_OF.get(name, name) for name in required(extra) - {"trunkline"} - needs_a_library
    }


def test_what_the_extra_for_old_programs_brings_is_documented() -> None:
    text = (ROOT / "docs/coming-from-mastodonpy.md").read_text(encoding="utf-8")
    first = text.split("\n## ")[0]
    (named,) = re.findall(r"`pip install 'trunkline\[compat\]'` brings (.+?)\.\n", first, re.DOTALL)
    assert set(re.findall(r"`([\w-]+)`", named)) == required("compat")
    assert "compat" in PROJECT["project"]["optional-dependencies"]["all"][0]


def test_lower_bounds_can_be_tried() -> None:
    """Each dependency has one, apart from those that are only kept from a release that breaks something."""
    run = subprocess.run([sys.executable, ROOT / ".ci" / "lowest.py"], check=True, capture_output=True, text=True)
    pinned = {line.partition("==")[0] for line in run.stdout.split()}
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    needs = {re.split(r"[\[<>=]", need)[0] for need in (*project["dependencies"], *(n for e in extras for n in e))}
    assert needs - pinned == {"sqlglot", "trunkline"}


def test_each_exception_from_a_security_rule_has_a_reason() -> None:
    lines = [line for file in (ROOT / "src").rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()]
    exceptions = [line for line in lines if re.search(r"# noqa:.*\bS\d{3}", line)]
    assert exceptions
    assert [line for line in exceptions if not re.search(r"# noqa: [A-Z0-9, ]+ {2}\(.+\)$", line)] == []
    assert "S" in PROJECT["tool"]["ruff"]["lint"]["select"]
