"""Reading the servers of one task with the pipeline's crawl."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple

from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.crawl import FACTS, Crawl
from trunkline.pipeline.crawling.fleet import Fleet, introduction
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.remembering import KEY as PURGED
from trunkline.pipeline.selection import missing
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.pipeline.watch import Watch
from trunkline.spark.outcomes import ServerOutcome
from trunkline.spark.settings import ReadSettings

PAUSE = 0.02
"""Seconds after which a crawl is asked again for rows."""

ServerState = MutableMapping[str, Any]
"""Cursors of a resource and facts about a server, which a run leaves for the next one."""


class ReadServer(NamedTuple):
    """Server that was read as far as this run goes, with what the next one needs to go on."""

    outcome: ServerOutcome
    state: ServerState


def crawled(
    settings: ReadSettings, sites: Sequence[Site], states: Mapping[str, ServerState], purged: PurgeList
) -> Iterator[Lines | ReadServer]:
    """Read servers at the same time, each with one request after the other.

    Args:
        settings: settings of the query.
        sites: the servers.
        states: what an earlier run has left, by server.
        purged: accounts and servers to leave out.

    Yields:
        Rows of one server, and after the last of them the server.
    """
    options, resource = settings.source, settings.resource
    watch = Watch()
    watch.begin()
    fleet = Fleet(sites, watch, isolated=True, user_agent=introduction(options.user_agent, options.contact))
    crawl = Crawl(fleet, options, Consent.of(options.consent, private=bool(options.private)), watch)
    cursors = {site.instance: states.get(site.instance, {}).get("cursors", {}) for site in sites}
    facts = {site.instance: states.get(site.instance, {}).get("facts", {}) for site in sites}
    open_sites = {site.instance: site for site in sites}

    def ended(instance: str) -> ReadServer:
        site, progress = open_sites.pop(instance), watch.server(instance)
        outcome, error = progress.outcome, progress.error
        if outcome == "reading":
            outcome, error = "refused", missing(resource, options, site.access_token is None)
        state = {"cursors": cursors[instance], "facts": facts[instance]}
        said = ServerOutcome(
            instance, outcome, error, requests=progress.requests, rows=progress.rows, waited=progress.waited
        )
        return ReadServer(said, state)

    with crawl.reader(resource, cursors, {FACTS: facts, PURGED: purged.to_state()}) as reader:
        done = False
        while not done:
            done = reader.done()
            finished = [instance for instance in open_sites if watch.server(instance).outcome != "reading"]
            while (batch := reader.take()) is not None:
                batch.remember()
                yield batch.lines
            for instance in finished:
                yield ended(instance)
            if not (done or finished):
                time.sleep(PAUSE)
    for instance in list(open_sites):
        yield ended(instance)
