"""What a source was asked to load, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from mastodon.errors import MastodonIllegalArgumentError
from mastodon.ids import id_of, require_aware

MOST_PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Settings:
    """The arguments of `mastodon_source`, apart from server and token.

    Attributes:
        accounts: ids, or names with an ``@``; empty: the token's own account.
        statuses: ids.
        hashtags: names without ``#``, in lower case.
        search: queries.
        since: how far back a first run goes: a time, an id, or ``None`` for everything.
        limit: rows for each subject and run at most.
        page_size: objects asked for with each request.
        private: whether other people's followers-only and direct posts are loaded too.
    """

    accounts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    since: datetime | str | None = None
    limit: int | None = None
    page_size: int = MOST_PER_PAGE
    private: bool = False

    @classmethod
    def of(
        cls,
        *,
        accounts: Iterable[Any] | None = None,
        statuses: Iterable[Any] | None = None,
        hashtags: Iterable[str] | None = None,
        search: Iterable[str] | None = None,
        since: date | datetime | str | int | None = None,
        limit: int | None = None,
        page_size: int = MOST_PER_PAGE,
        private: bool = False,
    ) -> Settings:
        """The settings that arguments as people write them stand for.

        Raises:
            MastodonIllegalArgumentError: one of them makes no sense.
        """
        if not 1 <= page_size <= MOST_PER_PAGE:
            raise MastodonIllegalArgumentError(f"page_size is {page_size}; servers give 1 to {MOST_PER_PAGE} at once.")
        if limit is not None and limit < 1:
            raise MastodonIllegalArgumentError(f"limit is {limit}; pass a positive number, or None for no limit.")
        return cls(
            accounts=tuple(id_of(one) for one in _many("accounts", accounts)),
            statuses=tuple(id_of(one) for one in _many("statuses", statuses)),
            hashtags=tuple(dict.fromkeys(tag.removeprefix("#").lower() for tag in _many("hashtags", hashtags))),
            search=tuple(dict.fromkeys(_many("search", search))),
            since=_since(since),
            limit=limit,
            page_size=page_size,
            private=private,
        )


def _many(name: str, values: Iterable[Any] | None) -> list[Any]:
    if isinstance(values, str):
        raise MastodonIllegalArgumentError(f"{name} is one text; pass a list, such as [{values!r}].")
    return list(values or ())


def _since(since: date | datetime | str | int | None) -> datetime | str | None:
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
            f"since is {since!r}; pass a date such as '2026-01-31', a time, or the id of a status."
        ) from None
    if when is None:
        return since
    return when if when.tzinfo else when.replace(tzinfo=UTC)
