"""`Entity`: a JSON object of the server, read through declared types.

An entity class consists of annotated fields::

    class Poll(Entity):
        '''A poll attached to a status.'''

        id: Id
        expires_at: datetime | None
        options: list[PollOption]

The object *is* the decoded JSON (a ``dict``). A field is converted when it is read, alone or together with all others
(``dict(entity)``, ``entity.items()``, ``**entity``, ``vars(entity)``); nested objects are wrapped in place once. What
is stored stays what the server sent: `Storable.raw` gives it back, and fields that no class declares are kept.

Declared fields that the server did not send are there as ``None``, as in Mastodon.py: programs test ``entity["moved"]``
and make tables of all keys. All objects of a class have their declared fields in the same order, before all others.
"""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from itertools import chain
from operator import itemgetter
from typing import Any, ClassVar, Literal, Self, TypeVar, Union, get_args, get_origin

from trunkline.answers.scalars import SCALARS, Converter
from trunkline.answers.storing import Neighbouring, Neighbours, Storable
from trunkline.answers.types import LIST, OBJECT, known_classes, register

D = TypeVar("D")

_CLASS_SETTINGS = frozenset({"json_names", "secrets", "listed", "further_fields"})
"""Annotated names in an entity class that are not fields."""

_DICT_METHODS = frozenset(name for name in vars(dict) if not name.startswith("_"))
"""Names of ``dict`` methods that a declared field of the same name hides: ``alerts.update`` is the field."""


class EntityType(type):
    """Type of entity classes, whose objects have no attributes beside their fields."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> EntityType:
        """Create a class without ``__dict__`` of its own: `Entity` has one that consists of the fields."""
        return super().__new__(cls, name, bases, {"__slots__": (), **namespace})


class Entity(Neighbouring, dict[str, Any], metaclass=EntityType):
    """A JSON object of the API whose declared fields read as Python values.

    A declared field that the server did not send is there as ``None``. A name that is neither declared nor sent raises
    ``AttributeError`` (by attribute, also when it is set) or ``KeyError`` (by key). The types are those of Mastodon;
    older servers, and those of other software, leave out fields that Mastodon always sends.
    """

    __slots__ = ("_async_refresh", "_neighbours", "_removed")

    json_names: ClassVar[Mapping[str, str]] = {}
    """Attribute names of fields whose JSON key is no Python name or is a method of ``dict``; keys too, for reading."""

    secrets: ClassVar[frozenset[str]] = frozenset()
    """JSON keys whose values never appear in ``repr``."""

    listed: ClassVar[str] = ""
    """JSON key of the list that goes on over pages, in an entity that is a page; by default the longest list."""

    further_fields: ClassVar[frozenset[str]] = frozenset()
    """JSON keys that classes of other answers declare, and that read as ``None`` here, as in Mastodon.py."""

    _converters: ClassVar[dict[str, Converter | None] | None] = None
    _names: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        cls._converters = None
        register(cls.__name__, cls)
        for name in inspect.get_annotations(cls):
            if name in _DICT_METHODS:
                setattr(cls, name, property(itemgetter(name)))

    @classmethod
    def _fields(cls) -> dict[str, Converter | None]:
        """Return the declared keys with the converters of their values.

        From then on the declared names are properties of the class, which are read faster than missing attributes.
        """
        if cls._converters is None:
            declared = declared_types(cls)
            classes = cls.__subclasses__() if cls.further_fields else []
            below = {name: hint for sub in classes for name, hint in declared_types(sub).items()}
            hints = declared | {name: below.get(name) for name in sorted(cls.further_fields - declared.keys())}
            named = {cls.json_names.get(name, name): converter(hint) for name, hint in hints.items()}
            cls._converters = named | {name: named[key] for name, key in cls.json_names.items()}
            cls._names = {**cls.json_names, **{key: name for name, key in cls.json_names.items()}}
            for name in hints:
                setattr(cls, name, property(itemgetter(cls.json_names.get(name, name))))
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
            if key not in fields or key in self._taken_out():
                raise
            other = self._names.get(key)  # stored files of Mastodon.py have the names of attributes
            return self[other] if other is not None and dict.__contains__(self, other) else None
        if value is None:
            return None
        convert = fields.get(key) or _LOOSE.get(type(value))
        if convert is None:
            return value
        converted = convert(value)
        if converted is not value and isinstance(converted, _WRAPPERS) and convert not in _COPYING:
            dict.__setitem__(self, key, converted)
        return converted

    def __getattr__(self, name: str) -> Any:
        key = self.json_names.get(name, name)
        if key not in self or name in Entity.__slots__:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}")
        return self[key]

    def __setattr__(self, name: str, value: Any) -> None:
        key = self.json_names.get(name, name)
        if name not in Entity.__slots__ and (key in self or key in self._fields()):
            self[key] = value
        else:  # an error, but for what is no field: as in Mastodon.py, where a misspelt name is none that is lost
            super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        try:
            del self[self.json_names.get(name, name)]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}") from None

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or (key in self._fields() and key not in self._taken_out())

    # With an iterator of its own, `dict(entity)`, `**entity` and `dict.update` read an entity by its keys.
    def __iter__(self) -> Iterator[str]:
        fields, gone = self._fields(), self._taken_out()
        declared = [key for key in fields if dict.__contains__(self, key) or key not in gone] if gone else fields
        return chain(declared, [key for key in dict.__iter__(self) if key not in fields])

    def __reversed__(self) -> Iterator[str]:
        return reversed(list(self))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        """Return the names of all fields, sent or declared."""
        return KeysView(self)

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        """Return the values of all fields as their declared types."""
        return ValuesView(self)

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        """Return the names of all fields with their values as declared types.

        ``json.dumps(entity)`` reads these and needs ``default=`` for times; for the server's JSON, use `raw`.
        """
        return ItemsView(self)

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        """All fields with their values as declared types, and the name of the type, as Mastodon.py keeps it there."""
        return {"_mastopy_type": self._mastopy_type, **self}

    def get(self, key: str, default: Any = None) -> Any:
        """Return the field *key* as its declared type, or *default* if it is neither sent nor declared."""
        return self[key] if key in self else default  # noqa: SIM401  (this is what get does)

    def _taken_out(self) -> frozenset[str]:
        """Return the declared fields that a program has deleted."""
        try:
            return _removed_of(self)  # type: ignore[no-any-return]
        except AttributeError:
            return _NOTHING

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        dict.pop(self, key, None)
        self._removed = self._taken_out() | {key, *(name for name, sent in self.json_names.items() if sent == key)}

    def pop(self, key: str, *default: Any) -> Any:
        """Remove a field and return its value as its declared type, or *default* if there is none."""
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def popitem(self) -> tuple[str, Any]:
        """Remove the last field, and return its name and value."""
        keys = list(self)
        if not keys:
            raise KeyError(f"{type(self).__name__} is empty")
        return keys[-1], self.pop(keys[-1])

    def clear(self) -> None:
        """Remove all fields."""
        dict.clear(self)
        self._removed = frozenset(self._fields())

    def setdefault(self, key: str, default: Any = None) -> Any:
        """Return a field as its declared type, and set it to *default* first if it is neither sent nor declared."""
        if key not in self:
            self[key] = default
        return self[key]

    def __or__(self, other: Any) -> Any:
        return dict(self) | dict(other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other: Any) -> Any:
        return dict(other) | dict(self) if isinstance(other, dict) else NotImplemented

    def __eq__(self, other: object) -> bool:
        if dict.__eq__(self, other) is True:
            return True
        if not isinstance(other, dict):
            return NotImplemented
        return dict(self) == dict(other if isinstance(other, Entity) else type(self)(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def _get_neighbours(self) -> Neighbours:
        return getattr(self, "_neighbours", (None, None))

    def _set_neighbours(self, found: Neighbours) -> None:
        self._neighbours = found

    def copy(self) -> Self:
        """Return a shallow copy of the same class."""
        copied = type(self)(dict(dict.items(self)))
        copied._removed = self._taken_out()
        return copied

    def __dir__(self) -> Iterable[str]:
        methods = (name for base in type(self).__mro__ for name in vars(base))
        return {*methods, *declared_types(type(self)), *(k for k in self if k.isidentifier())}

    def __repr__(self) -> str:
        from trunkline.answers.showing import short_line  # for people alone

        return short_line(self)

    def __str__(self) -> str:
        from trunkline.answers.showing import whole  # for people alone

        return whole(self)

    def _repr_html_(self) -> str:
        from trunkline.answers.showing import html_of  # for people alone

        return html_of(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(dict.items(self)),))


# Not by attribute: that asks `__getattr__` where a slot is empty, for each field that was not sent.
_removed_of: Callable[[Entity], Any] = vars(Entity)["_removed"].__get__
_NOTHING: frozenset[str] = frozenset()


class EntityList(Storable, list[D]):
    """A list of converted elements in an entity, or a result that is a list without pages."""

    __slots__ = ()

    def __repr__(self) -> str:
        from trunkline.answers.showing import short_list  # for people alone

        return short_list(type(self).__name__, self)

    def __str__(self) -> str:
        from trunkline.answers.showing import whole  # for people alone

        return whole(self)

    def _repr_html_(self) -> str:
        from trunkline.answers.showing import html_of_list  # for people alone

        return html_of_list(self)


class EmptyResponse(Entity):
    """Result of a call whose answer has no content."""


_WRAPPERS = (Entity, EntityList)


def declared_types(cls: type[Entity]) -> dict[str, Any]:
    """Return the declared fields of an entity class with their types, those of base classes first."""
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, Entity) and base is not Entity:
            namespace = {**known_classes(), **vars(sys.modules[base.__module__])}
            own = inspect.get_annotations(base, globals=namespace, eval_str=True)
            hints.update({name: hint for name, hint in own.items() if name not in _CLASS_SETTINGS})
    return hints


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
    return SCALARS.get(hint)


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
    """Return a converter to the class that declares most keys of an object, and fewest others."""

    def convert(value: Any) -> Any:
        if type(value) is not dict:
            return value
        fitting = max(classes, key=lambda cls: (sum(key in cls._fields() for key in value), -len(cls._fields())))
        return fitting(value)

    return convert


def _list_of(item: Any) -> Converter:
    convert = converter(item)
    if convert is None:
        return _loose_list

    def convert_list(value: Any) -> Any:
        if type(value) is not list:
            return value
        return EntityList([None if v is None else convert(v) for v in value])

    if item in SCALARS:
        _COPYING.add(convert_list)
    return convert_list


def _map_of(item: Any) -> Converter | None:
    convert = converter(item)
    if convert is None:
        return None

    def convert_map(value: Any) -> Any:
        if type(value) is not dict:
            return value
        return Entity({k: None if v is None else convert(v) for k, v in value.items()})

    if item in SCALARS:
        _COPYING.add(convert_map)
    return convert_map


_COPYING: set[Converter] = set()
"""Converters of lists and mappings of single values, which do not take the place of what the server sent."""


def _loose_list(value: Any) -> Any:
    """Return a list with attribute access to its objects."""
    return EntityList(map(Entity.wrap, value)) if type(value) is list else value


_LOOSE: dict[type, Converter] = {dict: Entity, list: _loose_list}
"""Converters of undeclared objects and lists, for attribute access."""

register(OBJECT, Entity)
register(LIST, EntityList)
