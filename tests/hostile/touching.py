"""Use of a result as a program would use it, and errors that may take its place."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from trunkline.answers.entity import Entity, declared_types
from trunkline.answers.page import Page
from trunkline.answers.storing import Neighbouring, Storable, raw


@contextmanager
def only(*errors: type[Exception]) -> Iterator[None]:
    """Let these errors happen, if they say what is wrong; every other one fails the test."""
    try:
        yield
    except errors as error:
        if not str(error):
            raise AssertionError("an error without a text") from error


def touch(value: Any) -> None:
    """Read every field of a result, print it, store it, and ask for its neighbours."""
    repr(value)
    if isinstance(value, Neighbouring):
        repr((value._pagination_next, value._pagination_prev))
    if isinstance(value, Storable):
        assert isinstance(Storable.from_json(value.to_json()), type(value))
    if isinstance(value, Page):
        value.cursor("next")
        value.cursor("previous")
    with only(RecursionError):  # of pickle, which gives up on what is nested less deeply than JSON may be
        pickle.loads(pickle.dumps(value))
    json.dumps(raw(value))
    dir(value)
    _read(value)


def _read(value: Any) -> None:
    if isinstance(value, Entity):
        for name in _fields(type(value)):
            getattr(value, name)  # what is in it is read below: twice a level would be a million times at the twentieth
        for key in value:
            _read(value[key])
    elif isinstance(value, dict):
        for inner in list(value.values()):
            _read(inner)
    elif isinstance(value, list):
        for inner in value:
            _read(inner)
    elif hasattr(value, "created_at"):
        value.to_datetime()
        assert (value < "5") != (value >= "5")


@cache
def _fields(kind: type[Entity]) -> tuple[str, ...]:
    return tuple(declared_types(kind))
