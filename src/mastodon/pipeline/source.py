"""`mastodon_source`: a Mastodon server as a dlt source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional, Union

import dlt
from dlt.extract import DltResource

from mastodon.pipeline.catalogue import TABLES
from mastodon.pipeline.progress import Watch, WatchedMastodon, current_watch
from mastodon.pipeline.resources import make_resource
from mastodon.pipeline.selection import selected
from mastodon.pipeline.server import Server
from mastodon.pipeline.settings import MOST_PER_PAGE, Settings


@dlt.source(name="mastodon_source", section="mastodon_source")
def mastodon_source(
    access_token: Optional[dlt.TSecretStrValue] = None,  # noqa: UP045  (dlt reads the annotation)
    api_base_url: str = dlt.config.value,
    resources: Optional[list[str]] = None,  # noqa: UP045
    accounts: Optional[list[str]] = None,  # noqa: UP045
    statuses: Optional[list[str]] = None,  # noqa: UP045
    hashtags: Optional[list[str]] = None,  # noqa: UP045
    search: Optional[list[str]] = None,  # noqa: UP045
    since: Union[date, datetime, str, int, None] = None,  # noqa: UP007
    limit: Optional[int] = None,  # noqa: UP045
    page_size: int = MOST_PER_PAGE,
    private: bool = False,
) -> list[DltResource]:
    """Load a Mastodon server into tables; see `mastodon.pipeline` for what they hold.

    Every argument that is not passed is looked up by dlt: under ``[sources.mastodon_source]`` in
    ``.dlt/secrets.toml`` and ``.dlt/config.toml``, and in the environment
    (``SOURCES__MASTODON_SOURCE__ACCESS_TOKEN``).

    Args:
        access_token: whose view of the server is loaded. Without one, what the server shows to everybody.
        api_base_url: the server, such as ``"mastodon.social"``.
        resources: names of the tables to load; by default all for which a token and subjects are given.
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

    Raises:
        MastodonIllegalArgumentError: the arguments contradict each other or cannot be right.
    """
    settings = Settings.of(
        accounts=accounts,
        statuses=statuses,
        hashtags=hashtags,
        search=search,
        since=since,
        limit=limit,
        page_size=page_size,
        private=private,
    )
    watch = current_watch.get(None) or Watch()
    client = WatchedMastodon(access_token=access_token, api_base_url=api_base_url)
    client.watch = watch
    server = Server(client)
    wanted = selected(resources, settings, server.anonymous)
    return [make_resource(table, table.name in wanted, server, settings, watch) for table in TABLES.values()]
