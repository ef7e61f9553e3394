"""Reduce a folder of facts about the Mastodon API to ``facts/endpoints.json``, which the tests here read.

The folder holds facts about the Mastodon API as JSON files (endpoints, entities and others), collected from its
documentation and source; it is not part of the repository. Run this after it changed::

    python tests/contract/reduce_endpoint_facts.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "facts" / "endpoints.json"


def main(folder: Path) -> None:
    """Write the reduced file, one endpoint a line."""
    documented = json.loads((folder / "endpoints.json").read_text())
    others = json.loads((folder / "undocumented_endpoints.json").read_text())
    facts = {key(e): reduced(e) for e in documented if not e["removed"]}
    facts |= {key(e): reduced_undocumented(e) for e in others if not e["glitch_only"]}
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(facts.items()))
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def key(endpoint: dict[str, Any]) -> str:
    """Return the key of an endpoint: its method and path."""
    return f"{endpoint['http_method']} {endpoint['path']}"


def reduced(e: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a documented endpoint; where sources differ, those of the server's source."""
    rails = e.get("rails") or {}
    parameters = {p["name"]: {k: p[k] for k in ("required", "since") if p.get(k)} | limits(p) for p in e["params"]}
    parameters |= {p["name"]: {"undocumented": True} for p in e.get("params_undocumented", []) if not p["glitch_only"]}
    if of_page := (e["pagination_detail"] or {}).get("rails_limit"):
        parameters["limit"] |= dict(zip(("default", "max"), of_page, strict=True))
    return {
        "since": e["since"],
        "changed": last_change(e),
        "deprecated": e["deprecated"],
        "scopes": [] if e["auth"] == "none" else rails.get("scopes_any") or e["scopes"],
        "pagination": pagination(e),
        "answer": e["response"].get("rails_type") or e["response"]["type"],
        "parameters": parameters,
        "method": e["python_method"],
        "other_methods": e["python_methods_other"],
        **({"transport": e["transport"]} if e.get("transport") else {}),
    }


def reduced_undocumented(e: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of an endpoint known only from the server's source."""
    parameters: dict[str, Any] = {name: {"undocumented": True} for name in e["params"]}
    if e["limit"]:
        parameters["limit"] |= dict(zip(("default", "max"), e["limit"], strict=True))
    return {
        "since": None,
        "changed": None,
        "deprecated": e["deprecation_header"],
        "scopes": e["scopes_any"],
        "pagination": "link" if e["link_header"] else "none",
        "answer": e["response"],
        "parameters": parameters,
        "method": e["python_method"],
        "other_methods": [],
    }


def limits(parameter: dict[str, Any]) -> dict[str, int]:
    """Return default and maximum of a numeric parameter."""
    return {key: parameter[key] for key in ("default", "max") if type(parameter.get(key)) is int and parameter[key]}


def last_change(e: dict[str, Any]) -> str | None:
    """Return the version of the last change of an endpoint after its introduction."""
    later = [c["version"] for c in e["changed"] if c["version"] != e["since"]]
    return max(later, key=numbers, default=None)


def pagination(e: dict[str, Any]) -> str:
    """Return the kind of pagination: by the Link header wherever the server sends one."""
    if e["pagination"] == "none":
        return "none"
    if e["pagination"] == "offset" and not e["pagination_detail"]["rails_link_header"]:
        return "offset"
    return "link"


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as a comparable tuple."""
    return tuple(int(part) for part in version.partition("-")[0].split("."))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
