"""Fields that no entity class declares: names that meet no other column, and bounds for each server.

Whatever a server sends must change nothing for the rows of others, in the same batch and in the same table. So the
names of such fields are brought to one form (`column_name`) before dlt sees them, a field whose name is taken gets no
column, and a server can add `MOST` columns and lists to the tables of a resource. An object whose keys are data gets
none either. What gets no column is kept as JSON, by path, in the column `OTHER_FIELDS` of its row.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from dlt.common.normalizers.naming.snake_case import NamingConvention

from trunkline.pipeline.tabular.json_values import json_text

MOST = 200
"""Greatest number of undeclared columns and lists of one server in the tables of a resource."""

DEEPEST = 8
"""Levels of objects and lists in an undeclared field that become columns and tables."""

MAP = 50
"""Number of fields from which on an undeclared object is taken to be a map, whose keys are data."""

LONGEST_NAME = 64
"""Greatest length of the name of an undeclared field that becomes a column."""

OTHER_FIELDS = "_other_fields"
"""Column with the undeclared fields of a row that have no column of their own."""

SYSTEM = frozenset({"cmax", "cmin", "ctid", "deletexid", "insertxid", "oid", "tableoid", "xmax", "xmin"})
"""Names of columns that every table of PostgreSQL or Redshift has already.

https://www.postgresql.org/docs/current/ddl-system-columns.html
"""

_COLUMN = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"  # the same in all naming conventions, and never that of a nested field
_INT64 = range(-(2**63), 2**63)
_ASIDE = object()
_snake_case = NamingConvention().normalize_identifier


@lru_cache(maxsize=4096)
def column_name(field: str) -> str | None:
    """Return the name of the column of an undeclared field: that of dlt's default naming convention.

    Returns:
        ``None`` if it would be no ordinary name, or could be taken for a column of this package or of a nested field.
    """
    if not 0 < len(field) <= LONGEST_NAME:
        return None
    try:
        name = _snake_case(field)
    except ValueError:
        return None
    return name if re.fullmatch(_COLUMN, name) and name not in SYSTEM else None


def _is_map(value: dict[str, Any]) -> bool:
    """Return True if the keys of an object are data, such as host names or emoji, and no names of fields."""
    return len(value) >= MAP or not all(key.replace("_", "").isalnum() and key.isascii() for key in value)


class Undeclared:
    """Undeclared fields of the rows of one server.

    Args:
        known: paths of those that have a column or a list already.
        most: greatest number of paths that may have one.

    Attributes:
        added: paths of those that get one now.
        found: True if there are any.
    """

    def __init__(self, known: Collection[str], most: int = MOST) -> None:
        self._known, self._most = set(known), most
        self.added: list[str] = []
        self.found = False
        self._aside: dict[str, Any] = {}

    def settle(self, item: dict[str, Any], names: Collection[str], taken: Collection[str], path: str) -> None:
        """Give the fields *names* of an object the names of their columns, or put them aside.

        Args:
            item: the object, which is changed.
            names: its undeclared fields.
            taken: names of columns of the declared ones.
            path: path of the object in its row; empty for the row itself.
        """
        self.found = True
        strange = {name: item.pop(name) for name in names}
        for field, value in strange.items():
            name = column_name(field)
            free = name is not None and name not in taken and name not in item
            kept = self._kept(value, f"{path}{name}", 0) if free else _ASIDE
            if kept is _ASIDE:
                self._put_aside(f"{path}{field}", value)
            elif kept is not None:
                item[str(name)] = kept

    def take_aside(self) -> str | None:
        """Return the fields of a row that get no column as JSON, and forget them; ``None`` if there are none."""
        aside, self._aside = self._aside, {}
        return json_text(aside) if aside else None

    def _put_aside(self, path: str, value: Any) -> None:
        if value is not None:
            self._aside.setdefault(path, value)

    def _kept(self, value: Any, path: str, level: int) -> Any:
        """Return a value as it goes into columns and lists; ``_ASIDE`` if it has none."""
        if isinstance(value, dict):
            return _ASIDE if level >= DEEPEST or _is_map(value) else self._object(value, path, level)
        if value is None or not self._has_column(path):
            return None if value is None else _ASIDE
        if isinstance(value, list):
            return self._list(value, path, level) if level < DEEPEST else _ASIDE
        return str(value) if isinstance(value, int) and value not in _INT64 else value

    def _object(self, value: dict[str, Any], path: str, level: int) -> dict[str, Any] | None:
        made: dict[str, Any] = {}
        for field, inner in value.items():
            name = column_name(field)
            free = name is not None and name not in made
            kept = self._kept(inner, f"{path}.{name}", level + 1) if free else _ASIDE
            if kept is _ASIDE:
                self._put_aside(f"{path}.{field}", inner)
            elif kept is not None:
                made[str(name)] = kept
        return made or None

    def _list(self, value: list[Any], path: str, level: int) -> list[Any] | None:
        made = []
        for item in value:
            kept = json_text(item) if isinstance(item, list) else self._kept(item, f"{path}[]", level + 1)
            if kept is _ASIDE:
                self._put_aside(f"{path}[]", item)
            elif kept is not None:
                made.append(kept)
        return made or None

    def _has_column(self, path: str) -> bool:
        if path in self._known:
            return True
        if len(self._known) >= self._most:
            return False
        self._known.add(path)
        self.added.append(path)
        return True
