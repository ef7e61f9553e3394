"""`Entity`: a JSON object of the server, read through declared types.

An entity class consists of annotated fields::

    class Poll(Entity):
        '''A poll attached to a status.'''

        id: Id
        expires_at: datetime | None
        options: list[PollOption]

The object *is* the decoded JSON (a ``dict``). A field is converted when it is read, by attribute or by
key; nested objects are wrapped in place once. What is stored stays what the server sent, so
``json.dumps(entity)`` gives it back unchanged, and fields that no class declares are kept.
"""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from operator import itemgetter
from typing import Any, ClassVar, Literal, Self, TypeVar, Union, get_args, get_origin

from trunkline.answers.storing import Neighbours, Storable
from trunkline.answers.types import LIST, OBJECT, known_classes, register
from trunkline.ids import Id

Converter = Callable[[Any], Any]
D = TypeVar("D")

_CLASS_SETTINGS = frozenset({"json_names", "secrets", "listed"})
"""Annotated names in an entity class that are not fields."""

_DICT_METHODS = frozenset(name for name in vars(dict) if not name.startswith("_"))
"""Names of ``dict`` methods that a declared field of the same name hides: ``alerts.update`` is the field."""


class Entity(Storable, dict[str, Any]):
    """A JSON object of the API whose declared fields read as Python values.

    A declared field that the server did not send reads as ``None``, by attribute also one that only a more
    special class declares (``account.source``); a name that is neither declared nor sent raises
    ``AttributeError`` (by attribute) or ``KeyError`` (by key).
    """

    __slots__ = ("_neighbours", "_refresh")

    json_names: ClassVar[Mapping[str, str]] = {}
    """Attribute names of fields whose JSON key is no Python name or is a method of ``dict``."""

    secrets: ClassVar[frozenset[str]] = frozenset()
    """JSON keys whose values never appear in ``repr``."""

    listed: ClassVar[str] = ""
    """JSON key of the list that goes on over pages, in an entity that is a page; by default the longest list."""

    _converters: ClassVar[dict[str, Converter | None] | None] = None

    def __init_subclass__(cls) -> None:
        cls._converters = None
        register(cls.__name__, cls)
        for name in inspect.get_annotations(cls):
            if name in _DICT_METHODS:
                setattr(cls, name, property(itemgetter(name)))

    @classmethod
    def _fields(cls) -> dict[str, Converter | None]:
        """Return the declared JSON keys with the converters of their values.

        From then on the declared names are properties of the class, which are read faster than missing attributes.
        """
        if cls._converters is None:
            cls._converters = {}
            for name, hint in declared_types(cls).items():
                key = cls.json_names.get(name, name)
                cls._converters[key] = converter(hint)
                setattr(cls, name, property(itemgetter(key)))
        return cls._converters

    @classmethod
    def wrap(cls, value: Any) -> Any:
        """Return *value* as this entity if it is a plain JSON object, otherwise unchanged."""
        return cls(value) if type(value) is dict else value

    def __getitem__(self, key: str) -> Any:
        fields = self._converters
        if fields is None:
            fields = self._fields()
        try:
            value = dict.__getitem__(self, key)
        except KeyError:
            if key in fields:
                return None
            raise
        if value is None:
            return None
        convert = fields.get(key) or _LOOSE.get(type(value))
        if convert is None:
            return value
        converted = convert(value)
        if converted is not value and isinstance(converted, _WRAPPERS):
            dict.__setitem__(self, key, converted)
        return converted

    def __getattr__(self, name: str) -> Any:
        try:
            return self[self.json_names.get(name, name)]
        except KeyError:
            if _declared_below(type(self), name):
                return None
            raise AttributeError(f"{type(self).__name__} has no field {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Entity.__slots__:
            object.__setattr__(self, name, value)
        else:
            self[self.json_names.get(name, name)] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[self.json_names.get(name, name)]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}") from None

    def get(self, key: str, default: Any = None) -> Any:
        """Return the field *key* as its declared type, or *default* if the server sent none."""
        return self[key] if key in self else default  # noqa: SIM401 (this is what get does)

    def _get_neighbours(self) -> Neighbours:
        return getattr(self, "_neighbours", (None, None))

    def _set_neighbours(self, found: Neighbours) -> None:
        self._neighbours = found

    def copy(self) -> Self:
        """Return a shallow copy of the same class."""
        return type(self)(self)

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *declared_types(type(self)), *(k for k in self if k.isidentifier())}

    def __repr__(self) -> str:
        shown = {k: "***" if k in self.secrets and v else v for k, v in self.items()}
        return f"{type(self).__name__}({shown!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self),))


class EntityList(Storable, list[D]):
    """A list of converted elements in an entity, or a result that is a list without pages."""

    __slots__ = ()


class EntityMap(dict[str, Any]):
    """A mapping of converted values in an entity."""

    __slots__ = ()


_WRAPPERS = (Entity, EntityList, EntityMap)


def declared_types(cls: type[Entity]) -> dict[str, Any]:
    """Return the declared fields of an entity class with their types, those of base classes first."""
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, Entity) and base is not Entity:
            namespace = {**known_classes(), **vars(sys.modules[base.__module__])}
            own = inspect.get_annotations(base, globals=namespace, eval_str=True)
            hints.update({name: hint for name, hint in own.items() if name not in _CLASS_SETTINGS})
    return hints


def _declared_below(cls: type[Entity], name: str) -> bool:
    """Return True if a subclass declares the field, as `CredentialAccount` declares ``source`` of `Account`."""
    return any(name in inspect.get_annotations(sub) or _declared_below(sub, name) for sub in cls.__subclasses__())


def converter(hint: Any) -> Converter | None:
    """Return the converter from decoded JSON to the type *hint*, or ``None`` if none is needed."""
    origin: Any = get_origin(hint)
    args = get_args(hint)
    if origin is Union or origin is types.UnionType:
        return _union([a for a in args if a is not types.NoneType])
    if origin is list:
        return _list_of(args[0])
    if origin is dict:
        return _map_of(args[1])
    if isinstance(hint, type) and issubclass(hint, Entity):
        return hint.wrap
    return _SCALARS.get(hint)


def _union(options: list[Any]) -> Converter | None:
    options = [o for o in options if get_origin(o) is not Literal]
    if len(options) == 1:
        return converter(options[0])
    classes = [o for o in options if isinstance(o, type) and issubclass(o, Entity)]
    if classes:
        return _best_of(classes)
    converters = [c for c in map(converter, options) if c is not None]
    return converters[0] if converters else None


def _best_of(classes: list[type[Entity]]) -> Converter:
    """Return a converter to the class that declares most keys of an object."""

    def convert(value: Any) -> Any:
        if type(value) is not dict:
            return value
        return max(classes, key=lambda cls: sum(key in cls._fields() for key in value))(value)

    return convert


def _list_of(item: Any) -> Converter | None:
    convert = converter(item)
    if convert is None:
        return None
    made = list if item in _SCALARS else EntityList

    def convert_list(value: Any) -> Any:
        if type(value) is not list:
            return value
        return made([None if v is None else convert(v) for v in value])

    return convert_list


def _map_of(item: Any) -> Converter | None:
    convert = converter(item)
    if convert is None:
        return None
    made = dict if item in _SCALARS else EntityMap

    def convert_map(value: Any) -> Any:
        if type(value) is not dict:
            return value
        return made({k: None if v is None else convert(v) for k, v in value.items()})

    return convert_map


def _to_datetime(value: Any) -> Any:
    """A time sent as ISO 8601 text or as seconds since 1970; what cannot be read stays as it is."""
    try:
        if isinstance(value, int | float) or value.isdigit():
            return datetime.fromtimestamp(float(value), UTC)
        when = datetime.fromisoformat(value)
    except (ValueError, TypeError, AttributeError, OverflowError, OSError):
        return value
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _to_date(value: Any) -> Any:
    when = _to_datetime(value)
    return when.date() if isinstance(when, datetime) else when


def _to_number(kind: type[int | float]) -> Converter:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return kind(value)
        except ValueError:
            return value

    return convert


def _loose_list(value: list[Any]) -> Any:
    """Return an undeclared list with attribute access to its objects."""
    return EntityList([Entity.wrap(v) for v in value]) if any(type(v) is dict for v in value) else value


_LOOSE: dict[type, Converter] = {dict: Entity, list: _loose_list}
"""Converters of undeclared objects and lists, for attribute access."""

_SCALARS: dict[Any, Converter] = {
    datetime: _to_datetime,
    date: _to_date,
    Id: partial(str.__new__, Id),
    int: _to_number(int),
    float: _to_number(float),
}

register(OBJECT, Entity)
register(LIST, EntityList)
