"""Options of the source: one value from the command line, or from `load`, down to the reading of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.endpoints.search import ResultType
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import IdLike, id_of
from trunkline.pipeline.crawling.parts import ServerPart
from trunkline.pipeline.times import Point, point_of

Subject = Literal["accounts", "statuses", "hashtags", "search"]
"""Options that name the accounts, statuses, ... of which resources are read."""

RESULT_TYPES: tuple[ResultType, ...] = get_args(ResultType)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceOptions:
    """Arguments of `mastodon_source`. ``None`` stands for what dlt is configured with, or else for the default.

    Attributes:
        access_token: access token to read with; empty for anonymous access even if dlt is configured with a token. A
            configured one is used only for the server that is configured with it.
        api_base_url: server, such as ``"mastodon.social"``. Of many servers, the one that *access_token* is for.
        resources: names of the tables to load; by default all for which a token and subjects are given, apart from
            ``favourites`` and ``bookmarks``, which are loaded only by name.
        accounts: for ``accounts``, ``account_statuses``, ``following`` and ``followers``: ids, or names such as
            ``"@ann"`` and ``"@bob@example.org"``; by default the token's own account.
        statuses: for ``statuses``: ids.
        hashtags: for ``hashtags``: names, with or without ``#``.
        search: for ``search``: queries.
        since: how far timelines go back: a time of `trunkline.pipeline.times`; by default as far as they go. Later runs
            go on where the one before ended, and further back if *since* is earlier than before.
        until: the newest that is loaded, likewise; by default there is no such limit.
        limit: rows to load for each subject (timeline, account, hashtag) in one run, at most.
        page_size: objects in one response of the server, at most `ITEMS_A_PAGE`, which is the default.
        private: load other people's followers-only and direct posts too. Own ones are always loaded.
        instances: many servers instead of one: hosts, or mappings with ``api_base_url`` and ``access_token``; or the
            path of a file with a host on each line (or of a ``.json`` or ``.toml`` file with a list ``instances``). One
            that fails does not stop the others; the table ``_servers`` has the outcome of each.
        part: of *instances*, those that this machine reads, such as ``"1/4"``: a server is in one part only, by a hash
            of its host, so that several machines can load into one place at once. Each needs a ``pipeline_name`` of its
            own, which `trunkline.pipeline.load.load` sees to.
        backfill: read timelines again from their beginning back to this time, for what is older than what was loaded
            before, and for what has appeared in between since; ``"all"`` for everything. Each run with it does so.
        lag: hours before the newest known post from which later runs read again, for posts that reached the server
            late. They have the ids of when they were written, so that cursors pass them.
        local: of ``timelines_public`` and ``hashtags``, only posts by the server's own accounts.
        search_types: types of results of ``search``: some of ``"accounts"``, ``"statuses"``, ``"hashtags"``; by
            default all.
        consent: rules that are respected when other people's posts are loaded, some of
            `trunkline.pipeline.names.CONSENT_RULES`; by default all, ``False`` for none.
        contact: address or web page that tells the servers' administrators who is reading.
        user_agent: name and version of the program, in place of this package's.
        max_rows: rows of each resource after which a run ends; the next one goes on there.
        max_time: seconds after which a run ends; the next one goes on there.

    Raises:
        MastodonIllegalArgumentError: an option makes no sense.
    """

    access_token: str | None = field(default=None, repr=False)
    api_base_url: str | None = None
    resources: Sequence[str] | None = None
    accounts: Sequence[IdLike] | None = None
    statuses: Sequence[IdLike] | None = None
    hashtags: Sequence[str] | None = None
    search: Sequence[str] | None = None
    since: Point = None
    until: Point = None
    limit: int | None = None
    page_size: int | None = None
    private: bool | None = None
    instances: Sequence[str | Mapping[str, Any]] | str | None = field(default=None, repr=False)
    part: str | None = None
    backfill: Point = None
    lag: float | None = None
    local: bool | None = None
    search_types: Sequence[str] | None = None
    consent: Sequence[str] | bool | None = None
    contact: str | None = None
    user_agent: str | None = None
    max_rows: int | None = None
    max_time: float | None = None

    def __post_init__(self) -> None:
        """Check the options that can be wrong by themselves."""
        if not 1 <= self.items_a_page <= ITEMS_A_PAGE:
            raise MastodonIllegalArgumentError(
                f"page_size is {self.page_size}; servers give 1 to {ITEMS_A_PAGE} at once."
            )
        for name in ("limit", "max_rows", "max_time"):
            number = getattr(self, name)
            if number is not None and number <= 0:
                raise MastodonIllegalArgumentError(f"{name} is {number}; pass a positive number, or None for no limit.")
        if self.lag is not None and self.lag < 0:
            raise MastodonIllegalArgumentError(f"lag is {self.lag}; pass how many hours to read again, or 0.")
        for name in ("resources", *get_args(Subject), "search_types"):
            if isinstance(value := getattr(self, name), str):
                raise MastodonIllegalArgumentError(f"{name} is one text; pass a list, such as [{value!r}].")
        for name, kinds in (("instances", Iterable), ("consent", (Iterable, bool))):
            if (value := getattr(self, name)) is not None and not isinstance(value, kinds):
                raise MastodonIllegalArgumentError(f"{name} is {value!r}; pass a list.")
        if unknown := set(self.search_types or ()) - set(RESULT_TYPES):
            raise MastodonIllegalArgumentError(
                f"search_types has {', '.join(sorted(unknown))}; there are {', '.join(RESULT_TYPES)}."
            )
        for name in ("since", "until", "backfill"):
            point_of(name, getattr(self, name))
        for subject in get_args(Subject):
            self.subjects(subject)
        if self.server_part is not None and self.instances is None:
            raise MastodonIllegalArgumentError("part is for many servers: pass instances too.")

    def given(self) -> dict[str, Any]:
        """Return the options that are not ``None``, by name, with lists as dlt wants them."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _as_list(value) for name, value in values.items() if value is not None}

    def subjects(self, name: Subject) -> tuple[str, ...]:
        """Return the ids, names or queries of one option, each once; hashtags in lower case and without ``#``."""
        given: Iterable[Any] = getattr(self, name) or ()
        if name == "hashtags":
            given = (tag.removeprefix("#").lower() for tag in given)
        elif name != "search":
            given = map(id_of, given)
        return tuple(dict.fromkeys(given))

    @property
    def result_types(self) -> tuple[ResultType, ...]:
        """Types of results of searches."""
        return tuple(kind for kind in RESULT_TYPES if not self.search_types or kind in self.search_types)

    @property
    def server_part(self) -> ServerPart | None:
        """Part of the servers to read; ``None`` for all."""
        return None if self.part is None else ServerPart.of_text(self.part)

    @property
    def since_point(self) -> datetime | str | None:
        """Time or id at which a first run ends; ``None`` for none."""
        return point_of("since", self.since)

    @property
    def until_point(self) -> datetime | str | None:
        """Time or id of the newest objects that are wanted; ``None`` for all."""
        return point_of("until", self.until) or None

    @property
    def backfill_point(self) -> datetime | str | None:
        """Time or id that every run makes sure to reach; ``None`` for as far as was read."""
        return point_of("backfill", self.backfill)

    @property
    def overlap(self) -> timedelta | None:
        """Time before the newest known object at which later runs begin; ``None`` for right after it."""
        return timedelta(hours=self.lag) if self.lag else None

    @property
    def items_a_page(self) -> int:
        """Objects to ask for with each request."""
        return ITEMS_A_PAGE if self.page_size is None else self.page_size


def _as_list(value: Any) -> Any:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
