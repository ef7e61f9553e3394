"""`mastodon_source`: Mastodon servers as a dlt source."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional

import dlt
from dlt.common.configuration.utils import auto_cast
from dlt.extract import DltResource

from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.crawl import Crawl
from trunkline.pipeline.crawling.fleet import Fleet, introduction
from trunkline.pipeline.crawling.sites import Site, sites_of
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.quicker_dlt import use_quicker_functions
from trunkline.pipeline.resources import make_resource, make_servers_resource
from trunkline.pipeline.selection import selected
from trunkline.pipeline.server_settings import server_settings
from trunkline.pipeline.watch import Watch, current_watch
from trunkline.protocol.addresses import base_url
from trunkline.protocol.frames import emptied

if TYPE_CHECKING:
    _Point = date | datetime | str | int | None
    _Instances = list[Any] | str | None
    _Rules = list[str] | bool | None
else:  # of a union, dlt tries the first type alone; `_read` and `SourceOptions` do what it leaves out
    _Point = _Instances = _Rules = Any | None


@dlt.source(name=SOURCE, section=SOURCE)
def mastodon_source(
    access_token: Optional[dlt.TSecretStrValue] = None,  # noqa: UP045  (dlt reads the annotation)
    api_base_url: Optional[str] = None,  # noqa: UP045
    resources: Optional[list[str]] = None,  # noqa: UP045
    accounts: Optional[list[str]] = None,  # noqa: UP045
    statuses: Optional[list[str]] = None,  # noqa: UP045
    hashtags: Optional[list[str]] = None,  # noqa: UP045
    search: Optional[list[str]] = None,  # noqa: UP045
    since: _Point = None,
    until: _Point = None,
    limit: Optional[int] = None,  # noqa: UP045
    page_size: int = ITEMS_A_PAGE,
    private: bool = False,
    instances: _Instances = None,
    part: Optional[str] = None,  # noqa: UP045
    backfill: _Point = None,
    lag: float = 0,
    local: bool = False,
    search_types: Optional[list[str]] = None,  # noqa: UP045
    consent: _Rules = None,
    contact: Optional[str] = None,  # noqa: UP045
    user_agent: Optional[str] = None,  # noqa: UP045
    max_rows: Optional[int] = None,  # noqa: UP045
    max_time: Optional[float] = None,  # noqa: UP045
) -> list[DltResource]:
    """Load a Mastodon server, or many, into tables; see `trunkline.pipeline` for their contents.

    Every argument that is not passed is looked up by dlt: under ``[sources.mastodon_source]`` in
    ``.dlt/secrets.toml`` and ``.dlt/config.toml``, and in the environment
    (``SOURCES__MASTODON_SOURCE__ACCESS_TOKEN``). A token that was looked up goes to the server that is configured with
    it and to no other (see `trunkline.pipeline.server_settings`). The attributes of `SourceOptions` explain the
    arguments.

    Raises:
        MastodonIllegalArgumentError: the arguments contradict each other or cannot be right, or the configured token
            is for another server than *api_base_url*.
        MastodonFileNotFoundError: *instances* is a file that cannot be read.
    """
    try:
        instances, consent = _read(instances), _read(consent)
        options = SourceOptions(
            access_token=access_token,
            api_base_url=api_base_url,
            resources=resources,
            accounts=accounts,
            statuses=statuses,
            hashtags=hashtags,
            search=search,
            since=since,
            until=until,
            limit=limit,
            page_size=page_size,
            private=private,
            instances=instances,
            part=part,
            backfill=backfill,
            lag=lag,
            local=local,
            search_types=search_types,
            consent=consent,
            contact=contact,
            user_agent=user_agent,
            max_rows=max_rows,
            max_time=max_time,
        )
        return _resources(options)
    except BaseException as error:
        del access_token
        emptied(error)
        raise


def _read(value: Any) -> Any:
    """Return a setting that may be a list, or true or false; in the environment that is text."""
    return auto_cast(value) if isinstance(value, str) else value


def _resources(options: SourceOptions) -> list[DltResource]:
    use_quicker_functions()
    many = options.instances is not None
    watch = current_watch.get(None) or Watch()
    fleet = Fleet(_sites(options), watch, isolated=many, user_agent=introduction(options.user_agent, options.contact))
    crawl = Crawl(fleet, options, Consent.of(options.consent, private=bool(options.private)), watch)
    wanted = selected(options, fleet.anonymous)
    made: list[DltResource] = [
        make_resource(resource, resource.name in wanted, crawl) for resource in CATALOGUE.values()
    ]
    return [*made, make_servers_resource(crawl)] if many else made


def _sites(options: SourceOptions) -> list[Site]:
    """Return the one server, or the many."""
    if not options.api_base_url and options.instances is None:
        raise MastodonIllegalArgumentError(
            "Which server? Pass api_base_url, such as 'mastodon.social', or instances=[...]; or set one of them under "
            f"[sources.{SOURCE}] in .dlt/config.toml."
        )
    server_settings().check(options.access_token, options.api_base_url)
    one = Site(base_url(options.api_base_url), options.access_token or None) if options.api_base_url else None
    if options.instances is None:
        return [one] if one else []
    sites = [one if one and site == Site(one.address) else site for site in sites_of(options.instances)]
    part = options.server_part
    return [site for site in sites if part is None or site.instance in part]
