"""Encoding of parameters, with Rails names such as ``media_ids[]`` and ``poll[options][]``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import TimeCursor, aware

Pairs = list[tuple[str, str]]

Flags = tuple[str, str]
"""Texts for false and true in queries and forms."""

DIGITS: Flags = ("0", "1")
"""The texts that Mastodon.py sends. PHP takes the text ``false`` for true; ``0`` is false in every language."""

WORDS: Flags = ("false", "true")


def pairs(params: Mapping[str, Any], flags: Flags = DIGITS) -> Pairs:
    """Return names and texts for a query or a form; ``None`` is left out, lists and mappings are nested.

    Raises:
        MastodonIllegalArgumentError: a value has a type without a text form.
    """
    return [pair for name, value in params.items() for pair in _nested(name, value, flags)]


def query(params: Mapping[str, Any], flags: Flags = DIGITS) -> str:
    """Return the parameters as the query of a URL."""
    return urlencode(pairs(params, flags))


def as_json(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return form fields as JSON, which alone can say that a list is empty or a flag false; ``None`` is left out."""
    return {name: _plain(name, value) for name, value in params.items() if value is not None}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return as_json(value)
    if _is_list(value):
        return [_plain(name, inner) for inner in value]
    return value if isinstance(value, bool | int | float) else text(name, value)


def _nested(name: str, value: Any, flags: Flags) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _nested(f"{name}[{key}]", inner, flags)
    elif _is_list(value):
        for place, inner in enumerate(value):
            # Fields of several objects under one name would be mixed up.
            yield from _nested(f"{name}[{place if isinstance(inner, Mapping) else ''}]", inner, flags)
    else:
        yield name, text(name, value, flags)


def _is_list(value: object) -> bool:
    """Return True for what can be read again when a request is repeated; an iterator would then be empty."""
    return isinstance(value, Iterable) and not isinstance(value, Iterator | str | bytes | bytearray)


def text(name: str, value: object, flags: Flags = DIGITS) -> str:
    """Return one value as text: one of *flags*, ISO 8601 in UTC, whole seconds."""
    if isinstance(value, bool):
        return flags[value]
    if isinstance(value, TimeCursor):  # in descriptions of requests; what is sent has an id
        value = value.when
    if isinstance(value, datetime):
        return aware(value).astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(int(value.total_seconds()))
    if isinstance(value, bytes | bytearray):
        return _decoded(name, value)
    if isinstance(value, str | int | float) or type(value).__str__ is not object.__str__:  # Decimal, UUID, Path, ...
        return str(value)
    raise MastodonIllegalArgumentError(
        f"{name}: a {type(value).__name__} cannot be sent. Pass text, a number, a bool, a time, a list or a dict."
    )


def _decoded(name: str, value: bytes | bytearray) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise MastodonIllegalArgumentError(f"{name}: the bytes are no text in UTF-8.") from None
