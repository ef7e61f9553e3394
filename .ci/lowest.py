"""Print every direct dependency at its lowest allowed version, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
needs = [*project["dependencies"], *(need for extra in project["optional-dependencies"].values() for need in extra)]
bounds = {found.expand(r"\1==\2") for need in needs if (found := re.match(r"([\w.-]+)(?:\[.*\])?>=([\d.]+)", need))}
print(*sorted(bounds), sep="\n")  # noqa: T201
