"""Conversions of parameters shared by many endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar, cast, get_args, overload

from trunkline.entities.literals import FilterContext, Visibility
from trunkline.errors import MastodonIllegalArgumentError, MastodonNoIdError
from trunkline.ids import CursorLike, IdLike, TimeCursor, aware, id_of

TimesIn = Literal["ids", "objects", "both"]
"""Where a list has the times by which it goes: in the ids that are its cursors, or in its objects."""

_NO_TIMES = (
    "This list goes by hidden numbers and not by time, so that a time is no place in it. Pass an id that a page has "
    "named, or go on with fetch_next(page)."
)

T = TypeVar("T")


def cursors(
    max_id: CursorLike | None,
    min_id: CursorLike | None,
    since_id: CursorLike | None,
    limit: int | None,
    times: TimesIn | None = None,
) -> dict[str, Any]:
    """Return the parameters of a paged endpoint.

    Args:
        max_id: only objects older than this one.
        min_id: the page of objects immediately newer than this one.
        since_id: only objects newer than this one.
        limit: objects a page.
        times: the place of the times by which the list goes; ``None`` if it goes by none, and times are refused.
    """
    return {
        "max_id": cursor(max_id, times),
        "min_id": cursor(min_id, times),
        "since_id": cursor(since_id, times),
        "limit": limit,
    }


def cursor(one: CursorLike | None, times: TimesIn | None) -> str | TimeCursor | None:
    """Return the text of an id, or the time that stands for one.

    Raises:
        MastodonIllegalArgumentError: it is a time, and the list goes by none; or it is no id.
    """
    if not isinstance(one, datetime):
        return queried_id(one)
    if times is None:
        raise MastodonIllegalArgumentError(_NO_TIMES)
    return TimeCursor(aware(one), times != "objects", times != "ids")


def given(flag: bool | None) -> bool | None:
    """Return True if the flag is set, otherwise None, so that nothing is sent."""
    return True if flag else None


def optional_id(one: IdLike | None) -> str | None:
    """Return the text of an id, or None."""
    return None if one is None else id_of(one)


def queried_id(one: IdLike | None) -> str | None:
    """Return the text of an id by which a list is narrowed, or None. An empty text stays: servers take it for none."""
    return one if one is None or (isinstance(one, str) and not one) else id_of(one)


def one_of(name: str, value: T | None, values: Any) -> T | None:
    """Return a value that is among those of a `Literal`, or None.

    Raises:
        MastodonIllegalArgumentError: it is another one; a server may take it for the default, and do something else.
    """
    if value is not None and value not in get_args(values):
        raise MastodonIllegalArgumentError(f"{name} is {value!r}; it must be one of {', '.join(get_args(values))}.")
    return value


def contexts(context: Iterable[str]) -> list[str]:
    """Return the contexts of a filter as a list.

    Raises:
        MastodonIllegalArgumentError: one of them is none.
    """
    names = text_list(context)
    for name in names:
        one_of("context", name, FilterContext)
    return names


def one_visibility(visibility: str | None) -> str | None:
    """Return a visibility in lower case; further ones of other software are those that begin with ``list:``, and local.

    Raises:
        MastodonIllegalArgumentError: no server has it.
    """
    lower = None if visibility is None else visibility.lower()
    is_other = lower is not None and (lower in _OTHER_VISIBILITIES or lower.startswith("list:"))
    return lower if is_other else one_of("visibility", lower, Visibility)


_OTHER_VISIBILITIES = frozenset({"limited", "local", "login", "mutual", "mutuals_only", "personal", "self"})
"""Visibilities of Pleroma, GoToSocial, Fedibird and kmyblue."""


def id_list(ids: Iterable[IdLike] | IdLike | None) -> list[str]:
    """Return the ids of one or several objects as a list; there are none in None."""
    if ids is None:
        return []
    if isinstance(ids, Iterable) and not isinstance(ids, str | Mapping):
        return [id_of(one) for one in ids]
    return [id_of(cast("IdLike", ids))]


Expiry = float | timedelta | Literal[""]
"""Time until something ends: seconds, a ``timedelta``, or empty text for no end."""


@overload
def text_list(texts: Iterable[str]) -> list[str]: ...
@overload
def text_list(texts: Iterable[str] | None) -> list[str] | None: ...
def text_list(texts: Iterable[str] | None) -> list[str] | None:
    """Return one or several texts as a list, or None."""
    if texts is None:
        return None
    if not isinstance(texts, Iterable):
        raise MastodonIllegalArgumentError(f"A {type(texts).__name__} is no list of texts.")
    return [texts] if isinstance(texts, str) else list(texts)


@overload
def seconds(duration: float | timedelta) -> int: ...
@overload
def seconds(duration: float | timedelta | None) -> int | None: ...
def seconds(duration: float | timedelta | None) -> int | None:
    """Return a duration as whole seconds.

    Raises:
        MastodonIllegalArgumentError: it is none; a server may take it for 0, and mute or block without an end.
    """
    if duration is None:
        return None
    try:
        return int(duration.total_seconds() if isinstance(duration, timedelta) else duration)
    except (TypeError, ValueError):
        raise MastodonIllegalArgumentError(
            f"{duration!r} is no duration; pass a number of seconds or a timedelta."
        ) from None


def expiry(duration: Expiry | None) -> int | str | None:
    """Return the time until something ends as whole seconds; empty text, which removes the end, stays."""
    return duration if isinstance(duration, str) else seconds(duration)


def hashtag_name(hashtag: str | Mapping[str, Any]) -> str:
    """Return the name of a hashtag given as text, with or without ``#``, or as an entity.

    Raises:
        MastodonNoIdError: there is none: ``None`` is not the hashtag of that name.
    """
    name = hashtag.get("name") if isinstance(hashtag, Mapping) else hashtag
    if name is None or name == "":
        raise MastodonNoIdError(f"{hashtag!r} is no hashtag; pass its name.")
    return str(name).removeprefix("#")


def focal_point(focus: tuple[float, float] | None) -> str | None:
    """Return a focal point in the API's notation, ``x,y``."""
    if focus is None:
        return None
    try:
        x, y = focus
        if abs(x) <= 1 and abs(y) <= 1:
            return f"{x},{y}"
    except (TypeError, ValueError):
        pass  # no pair of numbers either
    raise MastodonIllegalArgumentError(
        f"focus is {focus!r}; pass (x, y), each from -1 to 1, where (0, 0) is the centre, (1, 1) top right."
    )
