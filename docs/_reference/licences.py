"""The page of the licences of what is installed with the package, as the installed packages state them."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from .rst import page, table, title

ROOT = Path(__file__).parents[2]


def page_of_licences() -> str:
    """Return the page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = {"trunkline": project["dependencies"], **project["optional-dependencies"]}
    parts = []
    for extra, requirements in groups.items():
        rows = [(name, _licence(name)) for name in map(_name, requirements) if name != "trunkline"]
        if rows:
            heading = "Always" if extra == "trunkline" else f"``trunkline[{extra}]``"
            parts += [title(heading, 1), table(("package", "licence"), rows, "40 60")]
    return page(
        "Licences",
        "Trunkline has the MIT licence. These are the licences that the packages it asks for state about themselves. "
        "They bring packages of their own; ``pip install pip-licenses && pip-licenses`` lists all that are installed.",
        *parts,
    )


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return found[0]


def _licence(name: str) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return "not installed where this page was made"
    return _expression(found) or _classifier(found) or "stated in its files"


def _expression(found: Distribution) -> str:
    texts = [*(found.metadata.get_all("License-Expression") or []), *(found.metadata.get_all("License") or []), ""]
    return texts[0] if len(texts[0]) < 60 and "\n" not in texts[0] else ""


def _classifier(found: Distribution) -> str:
    classifiers = found.metadata.get_all("Classifier") or []
    return "; ".join(one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::"))
