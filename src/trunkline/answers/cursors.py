"""Cursors: positions in a list as text that can be stored."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import parse_qsl

from trunkline.answers.types import PAGE, class_named
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.addresses import path_and_query
from trunkline.protocol.encoding import query
from trunkline.protocol.request import Request


def to_cursor(request: Request[Any]) -> str:
    """Return a page request as text for `from_cursor`."""
    target = request.path
    if request.params:
        target += ("&" if "?" in target else "?") + query(request.params)
    items = get_args(request.result)
    name = (items[0] if items else request.result).__name__
    stored = {"get": target, "of": name, "paged": bool(items), "by": request.pagination}
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
        if not target.startswith("/api/") or by not in ("link", "offset"):
            raise ValueError("not a page")
        page: Any = class_named(PAGE)
        result = page[item] if stored["paged"] else item
        anonymous = stored.get("anonymous") is True
        found = moved_to(Request("GET", target, result, anonymous=anonymous, pagination=by), target)
        if found is None:
            raise ValueError("not a page")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MastodonIllegalArgumentError(
            "This is not a cursor: pass the text that page.cursor() returned, unchanged."
        ) from error
    return found


def moved_to(request: Request[Any], target: str) -> Request[Any] | None:
    """Return the same request for another page. Only path and query of the target are used, never its host.

    Returns:
        ``None`` if the target has no path that can be used.
    """
    moved = path_and_query(target)
    if moved is None:
        return None
    if request.pagination == "offset":
        path, _, parameters = moved.partition("?")
        return replace(request, path=path, params=dict(parse_qsl(parameters)))
    return replace(request, path=moved, params={})
