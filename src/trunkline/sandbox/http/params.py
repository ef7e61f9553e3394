"""Parameters of a request, from query, form, multipart and JSON, nested as Rails nests them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request

from trunkline.sandbox.http.errors import ApiError, MalformedRequest, missing_parameter

_KEY = re.compile(r"\[([^\[\]]*+)\]")
_LEADING_INTEGER = re.compile(r"\s*([-+]?\d+)")
# Source: https://github.com/rails/rails/blob/main/activemodel/lib/active_model/type/boolean.rb
_FALSE = frozenset({"0", "f", "F", "false", "FALSE", "off", "OFF"})
_LARGEST = 2**63 - 1
_DEEPEST = 32
_DEEPEST_JSON = 100
# Source: https://github.com/rack/rack/blob/main/lib/rack/query_parser.rb (PARAMS_LIMIT)
_MOST_PARAMETERS = 4096
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CENTURY = 100 * 366 * 86_400  # in seconds
# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/mime_types.rb
_JSON = frozenset(f"application/{kind}" for kind in ("json", "jsonrequest", "jrd+json", "activity+json", "ld+json")) | {
    "text/x-json"
}
_FORM = "application/x-www-form-urlencoded"


def to_integer(value: Any) -> int:
    """Return the integer at the beginning of a text, 0 if there is none, within SQLite's range."""
    found = _LEADING_INTEGER.match(str(value))
    return max(-_LARGEST, min(_LARGEST, int(found.group(1)[:40]))) if found else 0


def to_id(text: str) -> int:
    """Parse an id as the API writes it. Anything else is 0, which no row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def to_boolean(value: Any) -> bool | None:
    """Convert a value as Rails does: `None` for nothing, otherwise True unless it is a spelling of false."""
    if value is None or value == "":
        return None
    return not (value is False or str(value) in _FALSE)


class Params(dict[str, Any]):
    """Nested parameters with getters for the kinds of value that endpoints expect.

    `has` tells if a parameter was sent; the getters treat a missing one and a null alike. A value of another kind, as
    an object where a text is expected or a text where a list is expected, counts as not sent.
    """

    def has(self, name: str) -> bool:
        """Return True if `name` was sent, even if empty."""
        return name in self

    def scalar(self, name: str) -> Any:
        """Return a text, number or boolean as it was sent; `None` if it is missing, null, a list or an object."""
        value = self.get(name)
        return None if isinstance(value, dict | list) else value

    def has_scalar(self, name: str) -> bool:
        """Return True if `name` was sent, as anything but a list or an object."""
        return name in self and not isinstance(self[name], dict | list)

    def text(self, name: str, default: str | None = None) -> str | None:
        """Return a text; `default` if it was not sent."""
        value = _scalar(self.get(name))
        return default if value is None else value

    def filled(self, name: str) -> str | None:
        """Return a text, `None` if it is missing or blank."""
        value = self.text(name)
        return value if value and value.strip() else None

    def required(self, name: str) -> str:
        """Return a text.

        Raises:
            ApiError: it is missing or blank.
        """
        value = self.filled(name)
        if value is None:
            raise missing_parameter(name)
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean; False if it was not sent."""
        return to_boolean(self.get(name)) is True

    def maybe_flag(self, name: str) -> bool | None:
        """Return a boolean; `None` if it was not sent or is empty."""
        return to_boolean(self.get(name))

    def end(self, name: str, now: int) -> int | None:
        """Return the time of `now` (ms) plus that many seconds, at most a century; `None` without a number."""
        seconds = self.seconds(name)
        return None if seconds is None else now + 1000 * seconds

    def seconds(self, name: str) -> int | None:
        """Return a span of time, at most a century; `None` without a number."""
        seconds = self.integer(name)
        return None if seconds is None else max(-_CENTURY, min(_CENTURY, seconds))

    def integer(self, name: str) -> int | None:
        """Return an integer; `None` if it is missing or blank."""
        value = self.filled(name)
        return None if value is None else to_integer(value)

    def texts(self, name: str, *, single: bool = False) -> list[str]:
        """Return the items of a list, none if one of them is no text.

        Args:
            name: the parameter.
            single: a single value counts as a list of one, as at the endpoints that do not name the kind.
        """
        items = self._items(name, single=single)
        texts = [text for item in items if (text := _scalar(item)) is not None]
        return texts if len(texts) == len(items) else []

    def maybe_texts(self, name: str) -> list[str] | None:
        """Return the items of a list, `None` if no list was sent."""
        return self.texts(name) if isinstance(self.get(name), list) else None

    def required_texts(self, name: str) -> list[str]:
        """Return the items of a list.

        Raises:
            ApiError: it is missing or empty.
        """
        value = self.get(name)
        if value is None or (isinstance(value, str | list | dict) and not value):
            raise missing_parameter(name)
        return self.texts(name)

    def integers(self, name: str, *, single: bool = False) -> list[int]:
        """Return the items of a list as integers; `single` as for `texts`."""
        return [to_integer(item) for item in self.texts(name, single=single)]

    def distinct_ids(self, name: str, most: int) -> list[int]:
        """Return the items of a list of ids, each once.

        Raises:
            ApiError: there are more than `most`.
        """
        ids = list(dict.fromkeys(self.integers(name)))
        if len(ids) > most:
            raise ApiError(422, "Mastodon::ValidationError")
        return ids

    def child(self, name: str) -> Params | None:
        """Return the parameters below `name`, as in `poll[multiple]`."""
        value = self.get(name)
        return Params(value) if isinstance(value, dict) else None

    def required_child(self, name: str) -> Params:
        """Return the parameters below `name`.

        Raises:
            ApiError: there are none.
        """
        child = self.child(name)
        if not child:
            raise missing_parameter(name)
        return child

    def children(self, name: str) -> list[Params]:
        """Return the objects below `name`, written `name[][key]`, `name[0][key]` or as a JSON list."""
        value = self.get(name)
        items = value.values() if isinstance(value, dict) else self._items(name, single=False)
        return [Params(item) for item in items if isinstance(item, dict)]

    def upload(self, name: str) -> UploadFile | None:
        """Return an uploaded file."""
        value = self.get(name)
        return value if isinstance(value, UploadFile) else None

    def _items(self, name: str, *, single: bool) -> list[Any]:
        value = self.get(name)
        if isinstance(value, list):
            return value
        return [value] if single and value is not None else []


# Source: https://github.com/rails/rails/blob/main/activemodel/lib/active_model/type/immutable_string.rb
def _scalar(value: Any) -> str | None:
    """Return a value as text; `None` for null, and for a list or an object in its place.

    A boolean is `t` or `f` as in a column of texts; a file is named, not read.
    """
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, UploadFile):
        return f"#<ActionDispatch::Http::UploadedFile:0x{id(value):016x}>"
    return str(value)


# Source: https://github.com/rack/rack/blob/main/lib/rack/query_parser.rb
def nest(pairs: Iterable[tuple[str, Any]]) -> Params:
    """Nest pairs such as `("poll[options][]", "yes")` into dicts and lists."""
    result = Params()
    for key, value in pairs:
        name, *steps = _split(key)
        _store(result, name, steps, value)
    return result


def _split(key: str) -> list[str]:
    name, bracket, rest = key.partition("[")
    if not bracket or not name:
        return [key]
    steps = _KEY.findall("[" + rest)
    if len(steps) > _DEEPEST:
        raise MalformedRequest
    return [name, *steps]


def _store(target: dict[str, Any], name: str, steps: list[str], value: Any) -> None:
    if not steps:
        target[name] = value
    elif steps[0] == "":
        items = target.setdefault(name, [])
        if not isinstance(items, list):
            raise MalformedRequest
        _append(items, steps[1:], value)
    else:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            raise MalformedRequest
        _store(inner, steps[0], steps[1:], value)


def _append(items: list[Any], steps: list[str], value: Any) -> None:
    """Append to a list; `a[][b]` and `a[][c]` fill one object until a key is repeated."""
    if not steps:
        items.append(value)
        return
    if not items or not isinstance(items[-1], dict) or _reached(items[-1], steps):
        items.append({})
    _store(items[-1], steps[0], steps[1:], value)


def _reached(item: dict[str, Any], steps: list[str]) -> bool:
    if steps[0] not in item:
        return False
    if len(steps) == 1:
        return True
    return isinstance(item[steps[0]], dict) and _reached(item[steps[0]], steps[1:])


async def params_of(request: Request) -> Params:
    """Return the parameters of `request`; those in the query override those in the body.

    No text in them holds NUL, which the database cannot store and which Mastodon drops, and all of it is valid UTF-8.

    Raises:
        MalformedRequest: the query or the body cannot be parsed.
    """
    known: Params | None = getattr(request.state, "params", None)
    if known is None:
        query = nest(parse_form(request.scope["query_string"]))
        known = Params({**await _body(request), **query})
        request.state.params = known
    return known


async def _body(request: Request) -> Mapping[str, Any]:
    header = request.headers.get("content-type", _FORM if request.method == "POST" else "")
    kind, _, options = header.partition(";")
    kind = kind.strip().lower()
    if kind in _JSON:
        return parse_json(await request.body())
    if kind == _FORM:
        return nest(parse_form(await request.body()))
    if kind == "multipart/form-data" and "boundary=" in options:
        return nest((_clean(name), _clean(value)) for name, value in (await request.form()).multi_items())
    return {}


def parse_form(body: bytes) -> list[tuple[str, str]]:
    """Parse a query, or a body of that form.

    Raises:
        MalformedRequest: a percent sign is not followed by two digits, there are too many parameters, or their text is
            not UTF-8.
    """
    try:
        text = body.decode()
        if _BAD_ESCAPE.search(text):
            raise MalformedRequest
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise MalformedRequest from None
    return [(_clean(name), _clean(value)) for name, value in pairs]


def parse_json(body: bytes) -> Mapping[str, Any]:
    """Parse JSON; anything but an object is the value of `_json`.

    Raises:
        MalformedRequest: it is broken, nested too deep, or its text is not valid Unicode.
    """
    if not body.strip():
        return {}
    try:
        data = _clean(msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedRequest from None
    return data if isinstance(data, dict) else {"_json": data}


def _clean(value: Any, depth: int = 0) -> Any:
    """Return a value without NUL in its texts and without null in its lists.

    Raises:
        MalformedRequest: it is nested too deep.
    """
    if depth > _DEEPEST_JSON:
        raise MalformedRequest
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_clean(item, depth + 1) for item in value if item is not None]
    if isinstance(value, dict):
        return {_clean(key): _clean(item, depth + 1) for key, item in value.items()}
    return value
