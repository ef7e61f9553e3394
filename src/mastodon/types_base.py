"""The base types of answers, and small tools for them."""

from __future__ import annotations

import copy
import json
import sys
import types
import typing
from collections import OrderedDict
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Optional, TypeVar, Union, get_args, get_origin

from mastodon.compat import imports_of
from trunkline.answers.entity import EmptyResponse, converter, declared_types
from trunkline.answers.entity import Entity as AttribAccessDict
from trunkline.answers.entity import EntityList as NonPaginatableList
from trunkline.answers.page import Page as PaginatableList
from trunkline.answers.pagination_info import PaginationInfo
from trunkline.answers.storing import Storable as Entity
from trunkline.answers.types import as_type, class_named, name_of
from trunkline.clients.push_crypto import WebpushCryptoParamsPrivkey
from trunkline.endpoints.push import WebpushCryptoParamsPubkey
from trunkline.ids import BASE62_ALPHABET, base62_to_int, int_to_base62
from trunkline.ids import Id as MaybeSnowflakeIdType
from trunkline.protocol.uploads import PathOrFile

T = TypeVar("T")

AttribAccessList = PaginatableList
EntityList = NonPaginatableList[T] | PaginatableList[T]
PrimitiveIdType = str | int
IdType = PrimitiveIdType | MaybeSnowflakeIdType | datetime

_UNION_DISCRIMINATORS: dict[str, str] = {}
_UNION_SPECIALIZATIONS: dict[str, dict[str, str]] = {}
_UNION_SPECIALIZATION_DEFAULTS: dict[str, str] = {}
"""Empty: the class of an object follows from its keys. Changes to these have no effect."""

_TEXT_FOR_TRUE = ("true", "True", "1", "yes")


def stringify_type(tp: Any) -> str:
    """Return the name of a type as stored text has it; of a union, that of its first member."""
    if get_origin(tp) in (Union, types.UnionType):
        return stringify_type(get_args(tp)[0])
    origin = get_origin(tp) or tp
    return "datetime.datetime" if origin is datetime else name_of(tp)


def get_type_class(typ: Any) -> Any:
    """Return the class of a type: ``PaginatableList`` for ``PaginatableList[Status]``."""
    return get_origin(typ) or typ


def real_issubclass(type1: Any, type2orig: Any) -> bool:
    """Like `issubclass`, also for parametrised types; False for values that are no class."""
    one, other = get_type_class(type1), get_type_class(type2orig)
    return isinstance(one, type) and isinstance(other, type) and issubclass(one, other)


def _str_to_type(mastopy_type: str) -> Any:
    """Return the type of a name such as ``PaginatableList[Status]``.

    Raises:
        ValueError: there is no such type.
    """
    outer, bracket, rest = mastopy_type.partition("[")
    inner = rest.removesuffix("]")
    if (bracket != "") != (rest != inner) or {*"[]"} & {*outer, *inner}:
        raise ValueError(f"Invalid type {mastopy_type}")
    if not bracket:
        return _class(outer)
    if outer not in _CONTAINERS:
        raise ValueError(f"Subtype not allowed for type {outer} and subtype {inner}")
    members = tuple(_class(one.strip()) for one in inner.split(","))
    return _CONTAINERS[outer][members if outer == "typing.Union" else members[0]]


def _class(name: str) -> type[Any]:
    try:
        return class_named(name)
    except KeyError:
        raise ValueError(f"Unknown type {name}") from None


def _get_cached_type_hints(obj: Any) -> dict[str, Any]:
    """Return the fields of an entity class with their types; none if one of them is not known."""
    try:
        return declared_types(obj)
    except (NameError, TypeError, AttributeError):
        return {}


_CONTAINERS: dict[str, Any] = {
    "PaginatableList": PaginatableList,
    "NonPaginatableList": NonPaginatableList,
    "typing.Optional": Optional,
    "typing.Union": Union,
}


def try_cast(t: Any, value: Any, retry: bool = True, union_specializer: Any = None) -> Any:
    """Convert *value* to the type *t*; return it unchanged where that is not possible.

    Args:
        t: the type.
        value: decoded JSON.
        retry: kept for programs that pass it.
        union_specializer: kept for programs that pass it.
    """
    if value is None or isinstance(value, get_type_class(t) if isinstance(get_type_class(t), type) else ()):
        return value
    if t is bool:
        return value in _TEXT_FOR_TRUE if isinstance(value, str) else bool(value)
    if t is str:
        return str(value)
    if real_issubclass(t, list):
        return as_type(t if get_args(t) else t[AttribAccessDict], value)
    convert = converter(t)
    return value if convert is None else convert(value)


def try_cast_recurse(t: Any, value: Any, union_specializer: Any = None) -> Any:
    """Convert *value* to the type *t*; what is inside is converted when it is read.

    Args:
        t: the type, or its name.
        value: decoded JSON.
        union_specializer: kept for programs that pass it.
    """
    return try_cast(_str_to_type(t) if isinstance(t, str) else t, value)


__all__ = [
    "BASE62_ALPHABET",
    "AttribAccessDict",
    "AttribAccessList",
    "EmptyResponse",
    "Entity",
    "EntityList",
    "IdType",
    "MaybeSnowflakeIdType",
    "NonPaginatableList",
    "OrderedDict",
    "PaginatableList",
    "PaginationInfo",
    "PathOrFile",
    "PrimitiveIdType",
    "PurePath",
    "T",
    "WebpushCryptoParamsPrivkey",
    "WebpushCryptoParamsPubkey",
    "base62_to_int",
    "copy",
    "get_type_class",
    "int_to_base62",
    "json",
    "lru_cache",
    "real_issubclass",
    "stringify_type",
    "sys",
    "timezone",
    "try_cast",
    "try_cast_recurse",
    "typing",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
