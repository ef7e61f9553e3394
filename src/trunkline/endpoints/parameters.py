"""Conversions of parameters shared by many endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, cast, overload

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, id_of


def cursors(
    max_id: CursorLike | None, min_id: CursorLike | None, since_id: CursorLike | None, limit: int | None
) -> dict[str, Any]:
    """Return the parameters of a paged endpoint."""
    return {
        "max_id": optional_id(max_id),
        "min_id": optional_id(min_id),
        "since_id": optional_id(since_id),
        "limit": limit,
    }


def given(flag: bool | None) -> bool | None:
    """Return True if the flag is set, otherwise None, so that nothing is sent."""
    return True if flag else None


def optional_id(one: CursorLike | None) -> str | None:
    """Return the text of an id, or None."""
    return None if one is None else id_of(one)


def id_list(ids: Iterable[IdLike] | IdLike) -> list[str]:
    """Return the ids of one or several objects as a list."""
    if isinstance(ids, str | int | Mapping):
        return [id_of(cast("IdLike", ids))]
    return [id_of(one) for one in ids]


@overload
def text_list(texts: Iterable[str]) -> list[str]: ...
@overload
def text_list(texts: Iterable[str] | None) -> list[str] | None: ...
def text_list(texts: Iterable[str] | None) -> list[str] | None:
    """Return one or several texts as a list, or None."""
    if texts is None:
        return None
    return [texts] if isinstance(texts, str) else list(texts)


@overload
def seconds(duration: float | timedelta) -> int: ...
@overload
def seconds(duration: float | timedelta | None) -> int | None: ...
def seconds(duration: float | timedelta | None) -> int | None:
    """Return a duration as whole seconds."""
    if duration is None:
        return None
    return int(duration.total_seconds() if isinstance(duration, timedelta) else duration)


def hashtag_name(hashtag: str | Mapping[str, Any]) -> str:
    """Return the name of a hashtag given as text, with or without ``#``, or as an entity."""
    name = hashtag["name"] if isinstance(hashtag, Mapping) else hashtag
    return str(name).removeprefix("#")


def focal_point(focus: tuple[float, float] | None) -> str | None:
    """Return a focal point in the API's notation, ``x,y``."""
    if focus is None:
        return None
    if len(focus) != 2 or not all(-1 <= part <= 1 for part in focus):
        raise MastodonIllegalArgumentError(
            f"focus is {focus!r}; pass (x, y), each from -1 to 1, where (0, 0) is the centre, (1, 1) top right."
        )
    return f"{focus[0]},{focus[1]}"


def indexed(objects: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return objects by their place in the list: the unambiguous form of a list of objects."""
    return {str(place): one for place, one in enumerate(objects)}
