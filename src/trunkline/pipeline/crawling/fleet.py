"""Clients for the servers of one run, opened and closed together."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any

from trunkline.about import USER_AGENT
from trunkline.clients.core import DEFAULT_TIMEOUT
from trunkline.pipeline.crawling.client import WatchedMastodon
from trunkline.pipeline.crawling.server import WHO, Server
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.watch import Watch
from trunkline.protocol.retries import RetryPolicy

PATIENCE = 20.0
"""Seconds without any byte from one server of many after which a request is given up."""

RESTART = RetryPolicy(attempts=10, base=2.0, longest=60.0)
"""Repetitions for the only server once it has answered: some minutes, in which a server can be restarted."""

MANY = 10
"""Number of servers above which requests are spread over the rate limit, so that none is ever used up."""

HASTE = 10.0
"""Factor by which they may be faster than an even pace. Whoever has 30 pages to give is read in seconds, most of a
window's limit is used in its first tenth, and a pause in which rows are written costs nothing of it."""


class Fleet:
    """Servers that are to be read.

    Args:
        sites: their addresses and tokens.
        watch: counts their requests.
        isolated: leave out a server that fails, and give it less time to answer.
        user_agent: ``User-Agent`` of the requests.
    """

    def __init__(self, sites: Sequence[Site], watch: Watch, *, isolated: bool, user_agent: str = USER_AGENT) -> None:
        self.sites, self.isolated = sites, isolated
        self._watch, self._user_agent = watch, user_agent
        self._servers: list[Server] = []

    @property
    def anonymous(self) -> bool:
        """True if there is no token for any of them."""
        return all(site.access_token is None for site in self.sites)

    def start(self, facts: Callable[[str], MutableMapping[str, Any]]) -> list[Server]:
        """Return the servers, ready to be read.

        Each has its own connections, since one pool for all would be searched through for every request.

        Args:
            facts: returns the facts about a server that earlier runs have left.
        """
        if len(self.sites) > MANY:
            _allow_open_files()
        self._servers = []
        for site in self.sites:
            known = facts(site.instance)
            readers = frozenset(known.get(WHO, {}).values())
            self._servers.append(Server(self._client(site), known, readers=readers))
        for site in self.sites:
            self._watch.server(site.instance)
        return self._servers

    def _client(self, site: Site) -> WatchedMastodon:
        client = WatchedMastodon(
            access_token=site.access_token,
            api_base_url=site.address,
            user_agent=self._user_agent,
            request_timeout=PATIENCE if self.isolated else DEFAULT_TIMEOUT,
            retry=RetryPolicy(attempts=2) if self.isolated else None,
            ratelimit_method="pace" if len(self.sites) > MANY else "wait",
            ratelimit_pacefactor=HASTE,
        )
        client.watch, client.watched_as = self._watch, site.instance
        client.patience = None if self.isolated else RESTART
        return client

    async def close(self) -> None:
        """Close all connections."""
        for server in self._servers:
            await server.client.close()


def introduction(user_agent: str | None = None, contact: str | None = None) -> str:
    """Return the ``User-Agent`` of a program, with a contact for administrators."""
    return f"{user_agent or USER_AGENT}{f' (contact: {contact})' if contact else ''}"


def _allow_open_files() -> None:
    """Raise the soft limit of open files, often 1024, to the hard limit."""
    with suppress(ImportError, ValueError, OSError):  # there are systems without this limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
