"""The page of the tables and their columns, and the picture of the views."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trunkline import entities
from trunkline.answers.entity import Entity
from trunkline.pipeline.catalogue import CATALOGUE, Resource
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar
from trunkline.pipeline.upkeep.history import DELETIONS, SNAPSHOTS, VERSIONS, HistoryTable

from .fields import fields_of
from .rst import first_sentence, page, prose, table, title, toctree

_ENTITIES: dict[str, type[Entity]] = {
    "accounts": entities.CredentialAccount,
    "notifications": entities.Notification,
    "instances": entities.InstanceV2,
    "following": entities.Account,
    "followers": entities.Account,
}
_FIXED = {
    "_instance": "Host of the server that was asked.",
    "_owner_id": "Id of the account whose list it is: that of the token.",
    "account_id": "Id of the account whose list was read.",
    "id": "Id of the account or post that was found; of a hashtag, its name.",
    "query": "The search that found the row.",
    "type": "Type of the result: ``account``, ``status`` or ``hashtag``.",
}
"""Columns that are no fields of entities."""

_OF_HISTORY = {
    "version": "Hash of the text, the media and the poll.",
    "observed_at": "Time at which the counts were read.",
    "noticed_at": "Time at which the post was found to be gone.",
    "returned_at": "Time at which it was there again.",
    "media_attachments": "Media: id, type and description.",
    "poll": "Options of the poll: their titles.",
}


def pages() -> dict[str, str]:
    """Return the pages by their paths."""
    made = {f"tables/{names[0]}.rst": _resources(names) for names in _groups()}
    return {**made, "tables/history.rst": _history(), "tables/index.rst": _index()}


def _groups() -> list[list[str]]:
    """Return the names of the resources, those whose tables have the same columns together."""
    groups: list[list[str]] = []
    for name, resource in CATALOGUE.items():
        same = [group for group in groups if CATALOGUE[group[0]].shape == resource.shape]
        if same:
            same[0].append(name)
        else:
            groups.append([name])
    return groups


def _index() -> str:
    import trunkline.pipeline

    homes = {name: names[0] for names in _groups() for name in names}
    rows = [
        (f":doc:`{name} <{homes[name]}>`", first_sentence(one.read.__doc__), ", ".join(one.key), _needs(one))
        for name, one in CATALOGUE.items()
    ]
    return page(
        "Tables and columns",
        "Each resource of the source is a table, with tables below it for lists. :doc:`/data` explains the views "
        "in which each thing is there once.",
        table(("table", "rows", "key", "loaded"), rows, "18 42 22 18"),
        toctree(*dict.fromkeys(homes.values()), "history"),
        _about_columns(trunkline.pipeline.__doc__ or ""),
    )


def _about_columns(docstring: str) -> str:
    """Return the part of the docstring of the pipeline that explains columns: what follows its table."""
    return docstring.rpartition("==\n\n")[2].partition("\n\nWhat is loaded\n")[0]


def _needs(resource: Resource) -> str:
    if not resource.by_default:
        return "by name"
    subjects = "own account by default" if resource.needs == "own account" else f"with ``{resource.subjects}``"
    return subjects if resource.subjects else {"token": "with a token", "nothing": "always"}[resource.needs]


def _resources(names: list[str]) -> str:
    """Return the page of one resource, or of several whose tables have the same columns."""
    name, resource = names[0], CATALOGUE[names[0]]
    described: Classes = () if name == "search" else (_ENTITIES.get(name, entities.Status),)
    parts = [
        part
        for heading, columns in _tables(name, resource.shape, described)
        for part in (title(f"``{heading}``", 1), table(("column", "type", "meaning"), columns, "32 15 53"))
    ]
    others = ", ".join(f"``{one}``" for one in names[1:])
    same = f"The tables {others} have the same columns, and tables below them of the same names after their own."
    return page(
        ", ".join(names if len(names) < 3 else (*names[:2], "…")),
        f"The columns of the key are {', '.join(f'``{one}``' for one in resource.key)}.",
        same if others else "",
        *parts,
    )


Rows = list[tuple[str, str, str]]
Classes = tuple[type[Entity], ...]


def _tables(name: str, shape: Object, classes: Classes) -> Iterator[tuple[str, Rows]]:
    """Yield the tables of a resource with the rows that describe their columns."""
    columns: Rows = []
    below: list[tuple[str, Rows]] = []
    for column, one, meaning, inner in _flat("", shape, classes):
        if isinstance(one, Many):
            child = f"{name}__{column}"
            item = one.item
            if isinstance(item, Object):
                below += _tables(child, item, inner)
            else:
                below.append((child, [("``value``", item.type, meaning)]))
        else:
            columns.append((f"``{column}``", one.type, meaning))
    yield name, columns
    yield from below


def _flat(prefix: str, shape: Object, classes: Classes) -> Iterator[tuple[str, Scalar | Many, str, Classes]]:
    """Yield the columns and lists of an object, which is of one of the classes: name, shape, meaning, inner classes."""
    known = {
        cls.json_names.get(one.name, one.name): one for cls in reversed(classes) for one in fields_of(cls).values()
    }
    for key, one in shape.fields.items():
        field = known.get(key)
        inner = _entities_in(field.type) if field else _HITS.get(key, ())
        meaning = (field.meaning if field else "") or _FIXED.get(key, "")
        if isinstance(one, Object):
            yield from _flat(f"{prefix}{key}__", one, inner)
        else:
            yield f"{prefix}{key}", one, meaning, inner


_HITS: dict[str, Classes] = {
    "account": (entities.Account,),
    "status": (entities.Status,),
    "hashtag": (entities.Tag,),
    "terms_of_service": (entities.TermsOfService,),
    "privacy_policy": (entities.PrivacyPolicy,),
}


def _entities_in(annotation: str) -> Classes:
    """Return the entity classes that an annotation names."""
    named = (getattr(entities, word, None) for word in re.findall(r"\w+", annotation))
    return tuple(one for one in named if isinstance(one, type) and issubclass(one, Entity))


def _history() -> str:
    from trunkline.pipeline.upkeep import history

    parts = [part for one in (VERSIONS, SNAPSHOTS, DELETIONS) for part in _history_table(one)]
    return page("Tables of the history", prose(history.__doc__), *parts)


def _history_table(one: HistoryTable) -> list[str]:
    known = {name: field.meaning for name, field in fields_of(entities.Status).items()}
    said = {**known, **_FIXED, "id": "Id of the post on that server.", **_OF_HISTORY}
    rows = [
        (f"``{name}``", shape.type if isinstance(shape, Scalar) else "", said.get(name, ""))
        for name, shape in one.shape.fields.items()
    ]
    return [title(f"``{one.name}``", 1), table(("column", "type", "meaning"), rows, "32 15 53")]
