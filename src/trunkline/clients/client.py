"""`Mastodon` and `AsyncMastodon`: every call of the API on one object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from trunkline.about import USER_AGENT
from trunkline.clients.all_endpoints import Endpoints
from trunkline.clients.async_streaming import AsyncStreaming
from trunkline.clients.classic_pagination import AsyncClassicPagination, SyncClassicPagination
from trunkline.clients.classic_streaming import ClassicStreaming
from trunkline.clients.core import DEFAULT_TIMEOUT
from trunkline.clients.helpers import Helpers
from trunkline.clients.old_internals import OldInternals
from trunkline.clients.overloads import AsyncOverloads, SyncOverloads
from trunkline.endpoints.oauth import register
from trunkline.oauth.scopes import DEFAULT_SCOPES
from trunkline.protocol.ratelimit import RatelimitMethod
from trunkline.transport.mocks import registering


class Mastodon(SyncOverloads, Endpoints, ClassicStreaming, SyncClassicPagination, OldInternals, Helpers):  # type: ignore[misc]  # two results: see trunkline.clients.overloads
    """A client of a Mastodon server. See `Core` for its arguments.

    Safe to share between threads. Usable as a context manager, which closes its connections.
    """

    def _ask_version(self) -> None:
        if self.state.version_check_mode != "none" and self.state.server_version is None:
            self.retrieve_mastodon_version()

    @staticmethod
    def create_app(
        client_name: str,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        redirect_uris: str | Sequence[str] | None = None,
        website: str | None = None,
        to_file: str | PurePath | None = None,
        api_base_url: str | None = None,
        request_timeout: float = DEFAULT_TIMEOUT,
        session: Any = None,
        user_agent: str = USER_AGENT,
        *,
        ratelimit_method: RatelimitMethod = "wait",
    ) -> tuple[str, str]:
        """Register an application with a server; needed once for each program and server.

        Args:
            client_name: name that people see when they authorize the application.
            scopes: all scopes that it may ask for later.
            redirect_uris: addresses to return to after logging in; by default the server shows a code to copy.
            website: the application's home page.
            to_file: path of the application file to write, readable by its owner alone.
            api_base_url: the server, such as ``"mastodon.social"``.
            request_timeout: seconds without any byte from the server until the request is given up.
            session: an ``httpx2.Client`` or ``requests.Session`` to send the request with.
            user_agent: ``User-Agent`` header of the request.
            ratelimit_method: what to do where the server has had too many requests of this address: ``"wait"`` as long
                as it says, up to a day, with a line in the log (a warning from 10 s on); ``"throw"`` the error at once.

        Returns:
            The application's ``client_id`` and ``client_secret``.

        Raises:
            MastodonRatelimitError: too many requests, with ``"throw"`` or where the wait would be longer than a day.
        """
        with Mastodon(
            api_base_url=api_base_url,
            request_timeout=request_timeout,
            session=registering(session),
            user_agent=user_agent,
            ratelimit_method=ratelimit_method,
        ) as client:
            return client.run(register(client_name, scopes, redirect_uris, website, to_file, client.api_base_url))


class AsyncMastodon(AsyncOverloads, Endpoints, AsyncStreaming, AsyncClassicPagination, Helpers):  # type: ignore[misc]
    """The asynchronous client: each call is awaited. See `Core` for its arguments.

    Safe to share between tasks. Usable as an asynchronous context manager, which closes its connections.
    """

    @staticmethod
    async def create_app(
        client_name: str,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        redirect_uris: str | Sequence[str] | None = None,
        website: str | None = None,
        to_file: str | PurePath | None = None,
        api_base_url: str | None = None,
        request_timeout: float = DEFAULT_TIMEOUT,
        session: Any = None,
        user_agent: str = USER_AGENT,
        *,
        ratelimit_method: RatelimitMethod = "wait",
    ) -> tuple[str, str]:
        """Register an application with a server, as `Mastodon.create_app` does."""
        async with AsyncMastodon(
            api_base_url=api_base_url,
            request_timeout=request_timeout,
            session=registering(session),
            user_agent=user_agent,
            ratelimit_method=ratelimit_method,
        ) as client:
            return await client.run(register(client_name, scopes, redirect_uris, website, to_file, client.api_base_url))
