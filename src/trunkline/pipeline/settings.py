"""What a source was asked to load, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_args

from trunkline.endpoints.search import ResultType
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import id_of, require_aware

MOST_PER_PAGE = 40
SEARCH_TYPES: tuple[ResultType, ...] = get_args(ResultType)


@dataclass(frozen=True, slots=True)
class Settings:
    """The arguments of `mastodon_source`, apart from server and token.

    Attributes:
        accounts: ids, or names with an ``@``; empty: the token's own account.
        statuses: ids.
        hashtags: names without ``#``, in lower case.
        search: queries.
        search_types: what is searched for.
        since: how far back a first run goes: a time, an id, or ``None`` for everything.
        backfill: how far back every run makes sure to reach: a time, an id, or ``None`` for as far as was read.
        lag: how long before the newest known object later runs begin, or ``None`` for right after it.
        local: whether public timelines are those of the server's own accounts alone.
        limit: rows for each subject and run at most.
        page_size: objects asked for with each request.
        private: whether other people's followers-only and direct posts are loaded too.
        max_rows: rows for each resource after which a run ends and leaves the rest to the next one.
        max_time: seconds after which a run does so.
    """

    accounts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    search_types: tuple[ResultType, ...] = SEARCH_TYPES
    since: datetime | str | None = None
    backfill: datetime | str | None = None
    lag: timedelta | None = None
    local: bool = False
    limit: int | None = None
    page_size: int = MOST_PER_PAGE
    private: bool = False
    max_rows: int | None = None
    max_time: float | None = None

    @classmethod
    def of(
        cls,
        *,
        accounts: Iterable[Any] | None = None,
        statuses: Iterable[Any] | None = None,
        hashtags: Iterable[str] | None = None,
        search: Iterable[str] | None = None,
        search_types: Iterable[str] | None = None,
        since: date | datetime | str | int | None = None,
        backfill: date | datetime | str | int | None = None,
        lag: float = 0,
        local: bool = False,
        limit: int | None = None,
        page_size: int = MOST_PER_PAGE,
        private: bool = False,
        max_rows: int | None = None,
        max_time: float | None = None,
    ) -> Settings:
        """The settings that arguments as people write them stand for.

        Raises:
            MastodonIllegalArgumentError: one of them makes no sense.
        """
        if not 1 <= page_size <= MOST_PER_PAGE:
            raise MastodonIllegalArgumentError(f"page_size is {page_size}; servers give 1 to {MOST_PER_PAGE} at once.")
        for name, number in (("limit", limit), ("max_rows", max_rows), ("max_time", max_time)):
            if number is not None and number <= 0:
                raise MastodonIllegalArgumentError(f"{name} is {number}; pass a positive number, or None for no limit.")
        if lag < 0:
            raise MastodonIllegalArgumentError(f"lag is {lag}; pass how many hours to read again, or 0.")
        return cls(
            accounts=tuple(id_of(one) for one in _many("accounts", accounts)),
            statuses=tuple(id_of(one) for one in _many("statuses", statuses)),
            hashtags=tuple(dict.fromkeys(tag.removeprefix("#").lower() for tag in _many("hashtags", hashtags))),
            search=tuple(dict.fromkeys(_many("search", search))),
            search_types=_search_types(search_types),
            since=_since("since", since),
            backfill=_since("backfill", backfill),
            lag=timedelta(hours=lag) if lag else None,
            local=local,
            limit=limit,
            page_size=page_size,
            private=private,
            max_rows=max_rows,
            max_time=max_time,
        )


def _many(name: str, values: Iterable[Any] | None) -> list[Any]:
    if isinstance(values, str):
        raise MastodonIllegalArgumentError(f"{name} is one text; pass a list, such as [{values!r}].")
    return list(values or ())


def _search_types(kinds: Iterable[str] | None) -> tuple[ResultType, ...]:
    wanted = _many("search_types", kinds)
    if unknown := set(wanted) - set(SEARCH_TYPES):
        raise MastodonIllegalArgumentError(
            f"search_types has {', '.join(sorted(unknown))}; there are {', '.join(SEARCH_TYPES)}."
        )
    return tuple(kind for kind in SEARCH_TYPES if not wanted or kind in wanted)


def _since(name: str, since: date | datetime | str | int | None) -> datetime | str | None:
    """A time (days begin at midnight UTC) or an id."""
    if isinstance(since, datetime):
        return require_aware(since)
    if isinstance(since, date):
        return datetime.combine(since, time(), UTC)
    if not isinstance(since, str):
        return None if since is None else str(since)
    try:
        when = datetime.fromisoformat(since) if "-" in since else None
    except ValueError:
        raise MastodonIllegalArgumentError(
            f"{name} is {since!r}; pass a date such as '2026-01-31', a time, or the id of a status."
        ) from None
    if when is None:
        return since
    return when if when.tzinfo else when.replace(tzinfo=UTC)
