"""The servers of one run: their clients, made together and closed together."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any

from trunkline.about import USER_AGENT
from trunkline.clients.core import DEFAULT_TIMEOUT
from trunkline.pipeline.crawling.client import WatchedMastodon
from trunkline.pipeline.crawling.server import Server
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.watch import Watch
from trunkline.protocol.retries import RetryPolicy

PATIENCE = 20.0
"""Seconds without any byte from one server of many until a request is given up."""

MANY = 10
"""From so many servers on, requests are spread evenly over the time that their limits allow, instead of in bursts."""


class Fleet:
    """Makes the servers that are to be read.

    Args:
        sites: where they are.
        watch: counts their requests.
        isolated: whether one that fails is left out, so that it is not waited for as long.
        user_agent: how the program introduces itself to them.
    """

    def __init__(self, sites: Sequence[Site], watch: Watch, *, isolated: bool, user_agent: str = USER_AGENT) -> None:
        self.sites, self.isolated = sites, isolated
        self._watch, self._user_agent = watch, user_agent
        self._servers: list[Server] = []

    @property
    def anonymous(self) -> bool:
        """Whether there is no token for any of them."""
        return all(site.access_token is None for site in self.sites)

    def start(self, facts: Callable[[str], MutableMapping[str, Any]]) -> list[Server]:
        """The servers, ready to be read.

        Each has connections of its own: one pool for all would be searched through for every request.

        Args:
            facts: gives what is remembered of a server.
        """
        if len(self.sites) > MANY:
            _allow_open_files()
        self._servers = [Server(self._client(site), facts(site.instance)) for site in self.sites]
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
        )
        client.watch, client.watched_as = self._watch, site.instance
        return client

    async def close(self) -> None:
        """Close all connections."""
        for server in self._servers:
            await server.client.close()


def introduction(user_agent: str | None = None, contact: str | None = None) -> str:
    """How a program introduces itself to servers, with whom to turn to."""
    return f"{user_agent or USER_AGENT}{f' (contact: {contact})' if contact else ''}"


def _allow_open_files() -> None:
    """As many connections as this process may have: usual is a thousand, and more where it asks for it."""
    with suppress(ImportError, ValueError, OSError):  # there are systems without this limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
