"""Cursors: positions in a list as text that can be stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from trunkline.answers.types import PAGE, class_named
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.addresses import path_and_query
from trunkline.protocol.encoding import Pairs, pairs, query
from trunkline.protocol.request import Request

PAGE_PARAMETERS = frozenset({"max_id", "min_id", "since_id", "offset", "page"})
"""Parameters that name a page of a list."""


def to_cursor(request: Request[Any]) -> str:
    """Return a page request as text for `from_cursor`."""
    flags, others = flags_apart(request.params)
    target = request.path
    if texts := query(others):
        target += ("&" if "?" in target else "?") + texts
    items = get_args(request.result)
    name = (items[0] if items else request.result).__name__
    stored = {"get": target, "of": name, "paged": bool(items), "by": request.pagination}
    if flags:
        stored["flags"] = flags
    return json.dumps(stored | ({"anonymous": True} if request.anonymous else {}))


def from_cursor(cursor: str) -> Request[Any]:
    """Return the request of a cursor.

    Raises:
        MastodonIllegalArgumentError: the text is not a cursor of this package.
    """
    try:
        stored = json.loads(cursor)
        target, name, by = stored["get"], stored["of"], stored["by"]
        item: Any = str if name == "str" else class_named(name)
        if not target.startswith("/api/") or by not in ("link", "offset", "id"):
            raise ValueError("not a page")
        page: Any = class_named(PAGE)
        result = page[item] if stored["paged"] else item
        anonymous, flags = stored.get("anonymous") is True, dict(stored.get("flags", {}))
        if not all(isinstance(value, bool) for value in flags.values()):
            raise ValueError("not flags")
        found = moved_to(Request("GET", target, result, anonymous=anonymous, pagination=by), target)
        if found is None:
            raise ValueError("not a page")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MastodonIllegalArgumentError(
            "This is not a cursor: pass the text that page.cursor() returned, unchanged."
        ) from error
    return replace(found, params={**found.params, **flags})


def flags_apart(params: Mapping[str, Any]) -> tuple[dict[str, bool], dict[str, Any]]:
    """Return the flags among parameters, and the others. It depends on the server how a flag is written as text."""
    flags = {name: value for name, value in params.items() if isinstance(value, bool)}
    return flags, {name: value for name, value in params.items() if name not in flags}


def moved_to(request: Request[Any], target: str) -> Request[Any] | None:
    """Return the same request for another page. Only path and query of the target are used, never its host.

    Parameters that the target leaves out stay as they are, except those that name a page: Mastodon's links repeat only
    some (https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/timelines/tag_controller.rb), and a page
    without the filter of the first one would hold other objects.

    Returns:
        ``None`` if the target has no path that can be used.
    """
    moved = path_and_query(target)
    if moved is None:
        return None
    path, _, parameters = moved.partition("?")
    own_path, _, written = request.path.partition("?")
    named = parse_qsl(parameters, keep_blank_values=True)
    # Of a server whose address has a path, which the link repeats; and Mastodon's links to further collections have a
    # name in place of an id, by which it finds nothing:
    # https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/collections_controller.rb
    if path.endswith(own_path) or "offset" in dict(named):
        path = own_path
    if request.pagination == "offset":
        return replace(request, path=path, params=dict(parse_qsl(parameters)))
    given = {name for name, _ in named} | PAGE_PARAMETERS
    wanted = [
        *named,
        *((name, value) for name, value in parse_qsl(written, keep_blank_values=True) if name not in given),
    ]
    return _at(request, path, wanted, given)


def with_cursors(request: Request[Any], **cursors: str) -> Request[Any]:
    """Return the same request for the page before or after an object, or between two."""
    path, _, written = request.path.partition("?")
    kept = ((name, value) for name, value in parse_qsl(written, keep_blank_values=True) if name not in PAGE_PARAMETERS)
    return _at(request, path, [*kept, *cursors.items()], PAGE_PARAMETERS)


def target_of(request: Request[Any]) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return path and parameters, for the comparison of two requests of one list."""
    path, own = _split(request)
    return path, frozenset(own)


def parameter_of(request: Request[Any], name: str) -> str | None:
    """Return one parameter of a request."""
    return dict(_split(request)[1]).get(name)


def _at(request: Request[Any], path: str, written: Pairs, given: Collection[str]) -> Request[Any]:
    """Return a request for another page, with its parameters but the *given* ones, and those that are *written* now.

    Parameters stay what they are, since it depends on the server how they are written.
    """
    params = {
        name: value for name, value in request.params.items() if not {one for one, _ in pairs({name: value})} & {*given}
    }
    return replace(request, path=f"{path}?{urlencode(written)}" if written else path, params=params)


def _split(request: Request[Any]) -> tuple[str, Pairs]:
    path, _, parameters = request.path.partition("?")
    return path, [*parse_qsl(parameters, keep_blank_values=True), *pairs(request.params)]
