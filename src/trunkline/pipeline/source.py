"""`mastodon_source`: Mastodon servers as a dlt source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional, Union

import dlt
from dlt.extract import DltResource

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import TABLES
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.crawl import Crawl
from trunkline.pipeline.crawling.fleet import Fleet, introduction
from trunkline.pipeline.crawling.sites import Site, sites_of
from trunkline.pipeline.progress import Watch, current_watch
from trunkline.pipeline.resources import make_resource, make_servers_resource
from trunkline.pipeline.selection import selected
from trunkline.pipeline.settings import MOST_PER_PAGE, Settings
from trunkline.protocol.addresses import base_url


@dlt.source(name="mastodon_source", section="mastodon_source")
def mastodon_source(
    access_token: Optional[dlt.TSecretStrValue] = None,  # noqa: UP045  (dlt reads the annotation)
    api_base_url: Optional[str] = None,  # noqa: UP045
    resources: Optional[list[str]] = None,  # noqa: UP045
    accounts: Optional[list[str]] = None,  # noqa: UP045
    statuses: Optional[list[str]] = None,  # noqa: UP045
    hashtags: Optional[list[str]] = None,  # noqa: UP045
    search: Optional[list[str]] = None,  # noqa: UP045
    since: Union[date, datetime, str, int, None] = None,  # noqa: UP007
    limit: Optional[int] = None,  # noqa: UP045
    page_size: int = MOST_PER_PAGE,
    private: bool = False,
    instances: Union[list[Any], str, None] = None,  # noqa: UP007
    backfill: Union[date, datetime, str, int, None] = None,  # noqa: UP007
    lag: float = 0,
    local: bool = False,
    search_types: Optional[list[str]] = None,  # noqa: UP045
    consent: Union[list[str], bool, None] = None,  # noqa: UP007
    contact: Optional[str] = None,  # noqa: UP045
    user_agent: Optional[str] = None,  # noqa: UP045
    max_rows: Optional[int] = None,  # noqa: UP045
    max_time: Optional[float] = None,  # noqa: UP045
) -> list[DltResource]:
    """Load a Mastodon server, or many, into tables; see `trunkline.pipeline` for what they hold.

    Every argument that is not passed is looked up by dlt: under ``[sources.mastodon_source]`` in
    ``.dlt/secrets.toml`` and ``.dlt/config.toml``, and in the environment
    (``SOURCES__MASTODON_SOURCE__ACCESS_TOKEN``).

    Args:
        access_token: whose view of the server is loaded. Without one, what the server shows to everybody.
        api_base_url: the server, such as ``"mastodon.social"``. Of many servers, the one that *access_token* is for.
        resources: names of the tables to load; by default all for which a token and subjects are given, apart from
            ``favourites`` and ``bookmarks``, which are loaded only by name.
        accounts: for ``accounts``, ``account_statuses``, ``following`` and ``followers``: ids, or names such as
            ``"@ann"`` and ``"@bob@example.org"``; by default the token's own account.
        statuses: for ``statuses``: ids.
        hashtags: for ``hashtags``: names, with or without ``#``.
        search: for ``search``: queries.
        since: how far the first run goes back: a date, a time or an id; by default to the beginning. Later runs go
            on where the one before ended.
        limit: rows to load for each subject (timeline, account, hashtag) in one run, at most.
        page_size: objects in one answer of the server, at most 40.
        private: load other people's followers-only and direct posts too. Own ones are always loaded.
        instances: many servers instead of one: hosts, or mappings with ``api_base_url`` and ``access_token``; or the
            path of a file with a host on each line (or of a ``.json`` or ``.toml`` file with a list ``instances``). One
            that fails does not stop the others; the table ``_servers`` says what became of each.
        backfill: also load what is older than what was loaded before, back to this date, time or id.
        lag: hours before the newest known post from which later runs read again, for posts that reached the server
            late. They have the ids of when they were written, so that cursors pass them.
        local: of ``timelines_public`` and ``hashtags``, only posts by the server's own accounts.
        search_types: what ``search`` looks for: some of ``"accounts"``, ``"statuses"``, ``"hashtags"``; by default all.
        consent: which rules are respected when other people's posts are loaded, some of
            `trunkline.pipeline.consent.RULES`; by default all, ``False`` for none.
        contact: an address or a web page that tells the servers' administrators who is reading.
        user_agent: how the program introduces itself, instead of as this package.
        max_rows: rows of each resource after which this run ends; the next one goes on there.
        max_time: seconds after which it does so.

    Raises:
        MastodonIllegalArgumentError: the arguments contradict each other or cannot be right.
        MastodonFileNotFoundError: *instances* is a file that cannot be read.
    """
    settings = Settings.of(
        accounts=accounts,
        statuses=statuses,
        hashtags=hashtags,
        search=search,
        search_types=search_types,
        since=since,
        backfill=backfill,
        lag=lag,
        local=local,
        limit=limit,
        page_size=page_size,
        private=private,
        max_rows=max_rows,
        max_time=max_time,
    )
    many = instances is not None
    watch = current_watch.get(None) or Watch()
    fleet = Fleet(
        _sites(api_base_url, access_token, instances),
        watch,
        isolated=many,
        user_agent=introduction(user_agent, contact),
    )
    crawl = Crawl(fleet, settings, Consent.of(consent, private=private), watch)
    wanted = selected(resources, settings, fleet.anonymous)
    made = [make_resource(table, table.name in wanted, crawl) for table in TABLES.values()]
    return [*made, make_servers_resource(crawl)] if many else made


def _sites(address: str | None, access_token: str | None, instances: list[Any] | str | None) -> list[Site]:
    """The one server, or the many."""
    if not address and instances is None:
        raise MastodonIllegalArgumentError(
            "Which server? Pass api_base_url, such as 'mastodon.social', or instances=[...]; or set one of them under "
            "[sources.mastodon_source] in .dlt/config.toml."
        )
    one = Site(base_url(address), access_token) if address else None
    if instances is None:
        return [one] if one else []
    return [one if one and site == Site(one.address) else site for site in sites_of(instances)]
