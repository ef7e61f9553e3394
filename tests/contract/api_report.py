"""Coverage of the Mastodon API: covered / all, and the missing rest.

::

    python tests/contract/api_report.py
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.contract.described import FACTS, by_fact, json_names, plain
from tests.contract.endpoint_differences import NOT_CALLS, PARAMETERS_LEFT_OUT
from tests.contract.entity_names import DIVIDED_ENTITIES, ENTITY_NAMES, LEFT_OUT
from tests.contract.facts_types import facts
from trunkline import entities
from trunkline.answers.entity import declared_types


def endpoints() -> Iterator[tuple[str, bool]]:
    """Return every endpoint called by a request, with True if the client has it."""
    for name in sorted(set(FACTS) - set(NOT_CALLS)):
        yield name, bool(by_fact()[name])


def parameters() -> Iterator[tuple[str, bool]]:
    """Return every parameter of these endpoints, with True if some call sends it."""
    for name, described in endpoints():
        requests = [request for made in by_fact()[name].values() for request in made] if described else []
        sent = {part for request in requests for json_name in json_names(request) for part in _with_groups(json_name)}
        for parameter in FACTS[name]["parameters"]:
            if plain(parameter) not in PARAMETERS_LEFT_OUT.get(name, {}):
                yield f"{name}: {parameter}", plain(parameter) in sent


def _with_groups(name: str) -> Iterator[str]:
    """Return a parameter with the lists and objects that contain it."""
    parts = name.split("[")
    for count in range(1, len(parts) + 1):
        yield plain("[".join(parts[:count]))


def entity_classes() -> Iterator[tuple[str, bool]]:
    """Return every entity, with True if it has a class."""
    for name in sorted(set(facts("entities")) - set(LEFT_OUT)):
        yield name, bool(_declared(name))


def attributes() -> Iterator[tuple[str, bool]]:
    """Return every attribute of these entities, with True if the class declares it."""
    for name, record in sorted(facts("entities").items()):
        if name not in LEFT_OUT:
            for attribute in record["attributes"]:
                yield f"{name}.{attribute}", attribute in _declared(name)


def _declared(entity: str) -> set[str]:
    """Return the keys declared by the class or classes of an entity."""
    names = DIVIDED_ENTITIES.get(entity, (ENTITY_NAMES.get(entity),))
    classes = [getattr(entities, name) for name in names if name]
    return {cls.json_names.get(field, field) for cls in classes for field in declared_types(cls)}


def table() -> Iterator[str]:
    """Return the table, one line for each kind."""
    for kind, found in KINDS.items():
        every = list(found())
        ours = sum(has for _, has in every)
        yield f"{kind:<12}{ours:>5} / {len(every):<5}{100 * ours / len(every):6.1f} %"


def missing() -> Iterator[str]:
    """Return the missing things, one a line."""
    for kind, found in KINDS.items():
        yield from (f"missing among {kind}: {name}" for name, has in found() if not has)


def not_calls() -> Iterator[str]:
    """Return the endpoints left out of the table, one line for each reason."""
    for reason, count in Counter(NOT_CALLS.values()).items():
        yield f"not counted: {count:>2}, {reason}"


KINDS: dict[str, Callable[[], Iterator[tuple[str, bool]]]] = {
    "endpoints": endpoints,
    "parameters": parameters,
    "entities": entity_classes,
    "attributes": attributes,
}


def main() -> int:
    """Print the report; return 1 if anything is missing."""
    lacking = list(missing())
    print("\n".join([*table(), *lacking, *not_calls()]))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
