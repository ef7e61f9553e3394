"""Mastodon servers: timelines, notifications, accounts and hashtags, incrementally."""

from typing import Optional

import dlt
from dlt.extract import DltResource

from trunkline.pipeline import make_views
from trunkline.pipeline import mastodon_source as source_of_trunkline

__all__ = ["make_views", "mastodon_source"]


@dlt.source(name="mastodon_source", section="mastodon")
def mastodon_source(
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    api_base_url: str = dlt.config.value,
    resources: Optional[list[str]] = None,  # noqa: UP045  (dlt reads the annotations)
    accounts: Optional[list[str]] = None,  # noqa: UP045
    hashtags: Optional[list[str]] = None,  # noqa: UP045
    search: Optional[list[str]] = None,  # noqa: UP045
    since: Optional[str] = None,  # noqa: UP045
    private: bool = False,
) -> list[DltResource]:
    """Load a Mastodon server with the settings of ``[sources.mastodon]``.

    Args:
        access_token: access token; empty to read what is public.
        api_base_url: server, such as ``"mastodon.social"``.
        resources: names of the tables; by default all for which a token and subjects are given.
        accounts: accounts, as ids or as ``"@ann@example.org"``; by default that of the token.
        hashtags: hashtags, for the table ``hashtags``.
        search: queries, for the table ``search``.
        since: how far back to load: ``"2026-01-31"``, ``"7d"``, ``"all"``.
        private: load followers-only and direct posts of other people too.
    """
    source = source_of_trunkline(
        access_token=access_token,
        api_base_url=api_base_url,
        resources=resources,
        accounts=accounts,
        hashtags=hashtags,
        search=search,
        since=since,
        private=private,
    )
    return [*source.resources.values()]
