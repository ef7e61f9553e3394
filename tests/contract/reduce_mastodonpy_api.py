"""Reduce a folder of facts to ``facts/mastodonpy_api.json``: the names and signatures that existing programs use.

The folder holds the public names and signatures of Mastodon.py as a JSON file, collected from its source; it is not
part of the repository. Run this after it changed::

    python tests/contract/reduce_mastodonpy_api.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "facts" / "mastodonpy_api.json"


def main(folder: Path) -> None:
    """Write the reduced file."""
    api = json.loads((folder / "mastodonpy_api.json").read_text())
    client = api["Mastodon"]
    facts = {
        "exports": api["exports"],
        "instance_attributes": client["instance_attributes"],
        "init": parameters(client["init"]),
        "methods": {m["name"]: parameters(m) for m in client["methods"]},
        "static_methods": [m["name"] for m in client["methods"] if m["kind"] == "staticmethod"],
        "errors": {e["name"]: e["bases"] for e in api["errors"]},
        "listeners": {c["name"]: listener(c) for c in api["streaming_classes"]},
        "return_types": [t["name"] for t in api["return_types"]],
        "type_names": api["return_type_aliases"],
        "modules": {module: {n["name"]: n["kind"] for n in names} for module, names in api["module_level"].items()},
    }
    TARGET.write_text("{\n" + ",\n".join(f"{json.dumps(k)}: {lines(v)}" for k, v in facts.items()) + "\n}\n")


def parameters(function: dict[str, Any]) -> list[list[str | None]]:
    """Return names and defaults, as written; ``None`` without a default."""
    return [[("**" if p["kind"] == "var_keyword" else "") + p["name"], p["default"]] for p in function["params"]]


def listener(found: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a class of the streaming modules."""
    methods = {m["name"]: parameters(m) for m in found["methods"]}
    return {"module": found["module"], "bases": found["bases"], "methods": methods}


def lines(value: Any) -> str:
    """Return JSON with one entry of a mapping a line."""
    if not isinstance(value, dict):
        return json.dumps(value)
    return "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + "\n}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
