"""Reduce a folder of facts about the Mastodon API to the files in ``facts/`` that the tests here read.

The folder holds facts about the Mastodon API as JSON files (endpoints, entities and others), collected from its
documentation and source; it is not part of the repository. Run this after it changed::

    python tests/contract/reduce_facts.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "facts"
KEPT = ("type", "format", "nullable", "optional", "enum", "since")


def main(folder: Path) -> None:
    """Write every reduced file."""
    write("entities.json", entities(load(folder, "entities.json")))
    write("answers.json", answers(load(folder, "endpoints.json"), load(folder, "undocumented_endpoints.json")))
    write("return_types.json", return_types(load(folder, "mastodonpy_api.json")))


def load(folder: Path, name: str) -> Any:
    """Return the content of one file of the folder."""
    return json.loads((folder / name).read_text())


def write(name: str, facts: dict[str, Any]) -> None:
    """Write one reduced file, one record a line."""
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(facts.items()))
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def entities(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return by entity its base and its attributes, without those of a single fork."""
    return {
        record["name"]: {
            "extends": record["extends"],
            "attributes": {
                attribute["name"]: {
                    **{key: attribute[key] for key in KEPT if attribute[key]},
                    **({"enum": attribute["enum"] + undocumented(attribute)} if attribute["enum"] else {}),
                }
                for attribute in record["attributes"]
                if not attribute.get("glitch_only")
            },
        }
        for record in records
    }


def undocumented(attribute: dict[str, Any]) -> list[str]:
    """Return the values of an enumeration known only from the server's source."""
    return list(attribute.get("enum_undocumented", []))


def answers(documented: list[dict[str, Any]], others: list[dict[str, Any]]) -> dict[str, str]:
    """Return the result type by method and path; where sources differ, that of the server's source."""
    return {f"{e['http_method']} {e['path']}": e["response"] for e in others} | {
        f"{e['http_method']} {e['path']}": e["response"].get("rails_type") or e["response"]["type"] for e in documented
    }


def return_types(api: dict[str, Any]) -> dict[str, Any]:
    """Return the annotated attributes by class of Mastodon.py."""
    return {r["name"]: {f["name"]: f["annotation"] for f in r["fields"]} for r in api["return_types"]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
