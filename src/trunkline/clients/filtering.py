"""Filtering of posts that a program has already, the part that servers leave to clients."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from trunkline.entities import Filter, FilterV2, Status
from trunkline.text.stripping import strip_tags

E = TypeVar("E", bound=Mapping[str, Any])


def without_filtered(
    objects: Iterable[E], filters: Iterable[Mapping[str, Any]], context: str, now: datetime
) -> list[E]:
    """Return the objects that no filter hides. See `ClientFilters.filters_apply`."""
    active = [one for one in map(_typed, filters) if context in one.context and not _over(one, now)]
    phrases = [(phrase, whole) for one in active for phrase, whole in _phrases(one)]
    pattern = re.compile("|".join(_expression(*one) for one in phrases), re.IGNORECASE) if phrases else None
    hidden = {str(entry.status_id) for one in active if isinstance(one, FilterV2) for entry in one.statuses or ()}
    return [one for one in objects if not _is_hidden(_status_in(one), pattern, hidden)]


def _typed(one: Mapping[str, Any]) -> Filter | FilterV2:
    if isinstance(one, Filter | FilterV2):
        return one
    return Filter(one) if "phrase" in one else FilterV2(one)


def _over(one: Filter | FilterV2, now: datetime) -> bool:
    """Return True if the filter hides nothing: it has expired, or it only warns."""
    ended = one.expires_at is not None and one.expires_at <= now
    return ended or (isinstance(one, FilterV2) and one.filter_action != "hide")


def _phrases(one: Filter | FilterV2) -> Iterator[tuple[str, bool]]:
    if isinstance(one, Filter):
        yield one.phrase, bool(one.whole_word)
    else:
        yield from ((entry.keyword, bool(entry.whole_word)) for entry in one.keywords or ())


def _expression(phrase: str, whole_word: bool) -> str:
    """Return the expression of a phrase; a whole word is bounded where it begins or ends with a letter."""
    begin = r"\b" if whole_word and re.match(r"\w", phrase) else ""
    end = r"\b" if whole_word and re.search(r"\w$", phrase) else ""
    return begin + re.escape(phrase) + end


def _status_in(one: Mapping[str, Any]) -> Status | None:
    """Return the status that an object is, boosts or notifies of."""
    status = one.get("status") if "type" in one and "content" not in one else one
    if status is None:
        return None
    return Status.wrap(status.get("reblog") or status)  # type: ignore[no-any-return]


def _is_hidden(status: Status | None, pattern: re.Pattern[str] | None, hidden: set[str]) -> bool:
    if status is None:
        return False
    text = "\n".join(_texts(status))
    return str(status.id) in hidden or (pattern is not None and pattern.search(text) is not None)


def _texts(status: Status) -> Iterator[str]:
    """Yield all texts of a status that people read."""
    yield strip_tags(status.content or "")
    yield status.spoiler_text or ""
    yield from (option.title for option in (status.poll.options if status.poll else ()))
    yield from (media.description or "" for media in status.media_attachments or ())
