"""Descriptions of the tables of resources and of their history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trunkline import entities
from trunkline.answers.entity import Entity
from trunkline.answers.field_texts import fields_of
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar
from trunkline.pipeline.upkeep.history import DELETIONS, SNAPSHOTS, VERSIONS, HistoryTable

HISTORY = (VERSIONS, SNAPSHOTS, DELETIONS)
"""Tables of the history of posts."""

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
    "id": "Id of the post on that server.",
    "version": "Hash of the text, the media and the poll.",
    "observed_at": "Time at which the counts were read.",
    "noticed_at": "Time at which the post was found to be gone.",
    "returned_at": "Time at which it was there again.",
    "media_attachments": "Media: id, type and description.",
    "poll": "Options of the poll: their titles.",
}


class ColumnText(NamedTuple):
    """Description of a column: its name, its type in Arrow, and its meaning."""

    name: str
    type: str
    meaning: str


Classes = tuple[type[Entity], ...]

_HITS: dict[str, Classes] = {
    "account": (entities.Account,),
    "status": (entities.Status,),
    "hashtag": (entities.Tag,),
    "terms_of_service": (entities.TermsOfService,),
    "privacy_policy": (entities.PrivacyPolicy,),
}


def tables_of(resource: str) -> dict[str, list[ColumnText]]:
    """Return the columns of the table of a resource, and of those below it for its lists."""
    described: Classes = () if resource == "search" else (_ENTITIES.get(resource, entities.Status),)
    return dict(_tables(resource, CATALOGUE[resource].shape, described))


def history_table(table: HistoryTable) -> list[ColumnText]:
    """Return the columns of a table of the history."""
    said = {**{name: field.meaning for name, field in fields_of(entities.Status).items()}, **_FIXED, **_OF_HISTORY}
    return [
        ColumnText(name, shape.type if isinstance(shape, Scalar) else "", said.get(name, ""))
        for name, shape in table.shape.fields.items()
    ]


def _tables(name: str, shape: Object, classes: Classes) -> Iterator[tuple[str, list[ColumnText]]]:
    """Yield the tables of a resource with their columns."""
    columns: list[ColumnText] = []
    below: list[tuple[str, list[ColumnText]]] = []
    for column, one, meaning, inner in _flat("", shape, classes):
        if isinstance(one, Many):
            child = f"{name}__{column}"
            item = one.item
            if isinstance(item, Object):
                below += _tables(child, item, inner)
            else:
                below.append((child, [ColumnText("value", item.type, meaning)]))
        else:
            columns.append(ColumnText(column, one.type, meaning))
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


def _entities_in(annotation: str) -> Classes:
    """Return the entity classes that an annotation names."""
    named = (getattr(entities, word, None) for word in re.findall(r"\w+", annotation))
    return tuple(one for one in named if isinstance(one, type) and issubclass(one, Entity))
