"""Pages of the entities, one for each module, and of the values that some of their fields have."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, get_args

from trunkline import entities
from trunkline.answers.entity import Entity
from trunkline.answers.field_texts import own_fields

from .rst import directive, page, prose, table, toctree


def classes() -> list[type[Entity]]:
    """Return all public entity classes."""
    found = (getattr(entities, name) for name in entities.__all__)
    return [value for value in found if isinstance(value, type) and issubclass(value, Entity) and value is not Entity]


def aliases() -> dict[str, Any]:
    """Return the public names that stand for types, such as ``Visibility``, by name."""
    values = {name: getattr(entities, name) for name in entities.__all__}
    return {name: value for name, value in values.items() if not isinstance(value, type) and get_args(value)}


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    grouped: dict[str, list[type[Entity]]] = defaultdict(list)
    for cls in classes():
        grouped[cls.__module__.rpartition(".")[2]].append(cls)
    made = {f"entities/{module}.rst": _module(module, found) for module, found in grouped.items()}
    return {**made, "entities/values.rst": _values(), "entities/index.rst": _index(grouped)}


def _index(grouped: dict[str, list[type[Entity]]]) -> str:
    names = sorted(grouped)
    rows = [
        (f":doc:`{module}`", ", ".join(f":py:class:`~trunkline.entities.{cls.__name__}`" for cls in grouped[module]))
        for module in names
    ]
    return page(
        "Entities",
        "What the server answers, as classes of `trunkline.entities`. An entity is the decoded JSON, a ``dict``, whose "
        'fields can also be read as attributes: ``status.account.acct`` is ``status["account"]["acct"]``. Times are '
        "``datetime``, ids are `Id`. A field that the server did not send reads as ``None``; one that this page does "
        "not know can be read nevertheless.",
        toctree(*names, "values", hidden=True),
        table(("page", "entities"), [*rows, (":doc:`values`", "types of fields and parameters")], "25 75"),
    )


def _module(module: str, found: list[type[Entity]]) -> str:
    return page(_heading(module), ".. py:currentmodule:: trunkline.entities", *map(_entity, found))


def _heading(module: str) -> str:
    return module.replace("_", " ").capitalize().replace("Oembed", "oEmbed").replace(" v1", " (version 1)")


def _entity(cls: type[Entity]) -> str:
    bases = [base for base in cls.__bases__ if issubclass(base, Entity) and base is not Entity]
    more = f"Has all fields of {' and '.join(f'`{base.__name__}`' for base in bases)}, and:" if bases else ""
    attributes = [
        directive("py:attribute", one.name, prose(one.meaning), **{"type": one.type, "no-contents-entry": ""})
        for one in own_fields(cls)
    ]
    return directive("py:class", cls.__name__, prose(cls.__doc__), more, *attributes)


def _values() -> str:
    entries = [
        directive("py:data", name, " ".join(f"``{value!r}``" for value in _literals(alias)) or f"``{alias}``")
        for name, alias in sorted(aliases().items())
    ]
    return page(
        "Values",
        "Fields and parameters of these types have one of the values. Servers may send others, which come as text.",
        ".. py:currentmodule:: trunkline.entities",
        *entries,
    )


def _literals(alias: Any) -> list[Any]:
    found: list[Any] = []
    for value in get_args(alias):
        found += _literals(value) or ([value] if isinstance(value, str | int) else [])
    return found
