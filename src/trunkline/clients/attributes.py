"""The settings and measurements of a client that programs read, and some of which they set."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from trunkline.protocol.client import Client
from trunkline.protocol.ratelimit import RatelimitMethod
from trunkline.protocol.state import VersionCheckMode
from trunkline.protocol.versions import Version, parse_version
from trunkline.transport.connections import Connections, connections_over

_UNKNOWN_VERSION = (1, 0, 0)
_USUAL_LIMIT = 300

logger = logging.getLogger("trunkline")


class Attributes(Client):
    """What a client shows of its state. Changes apply to requests from then on."""

    _connections: Connections
    _driver: Any

    def _connect(self) -> None:
        """Prepare what makes the requests; nothing is sent."""
        raise NotImplementedError

    @property
    def api_base_url(self) -> str:
        """The server's address, with scheme and without a trailing slash."""
        return self.state.base_url

    @property
    def access_token(self) -> str | None:
        """The token that requests carry."""
        return self.state.access_token

    @access_token.setter
    def access_token(self, token: str | None) -> None:
        self.state.access_token = token

    @property
    def client_id(self) -> str | None:
        """The application's id."""
        return self.state.client_id

    @client_id.setter
    def client_id(self, client_id: str | None) -> None:
        self.state.client_id = client_id

    @property
    def client_secret(self) -> str | None:
        """The application's secret."""
        return self.state.client_secret

    @client_secret.setter
    def client_secret(self, client_secret: str | None) -> None:
        self.state.client_secret = client_secret

    @property
    def user_agent(self) -> str:
        """How the program introduces itself to servers."""
        return self.state.user_agent

    @user_agent.setter
    def user_agent(self, user_agent: str) -> None:
        self.state.user_agent = user_agent

    @property
    def lang(self) -> str | None:
        """The language in which servers should answer, as an ISO 639 code."""
        return self.state.language

    @lang.setter
    def lang(self, lang: str | None) -> None:
        self.state.language = lang

    def set_language(self, lang: str) -> None:
        """Ask the server to answer in this language from now on.

        Args:
            lang: an ISO 639 code such as ``"de"``.
        """
        self.state.language = lang

    @property
    def debug_requests(self) -> bool:
        """Whether each request is logged at level DEBUG on the logger ``trunkline``: never the token, never a body."""
        return self.state.debug_requests

    @debug_requests.setter
    def debug_requests(self, wanted: bool) -> None:
        self.state.debug_requests = wanted
        if wanted:
            _show_debugging()

    @property
    def version_check_mode(self) -> VersionCheckMode:
        """Which calls are refused for being newer than the server: see `Core`."""
        return self.state.version_check_mode

    @version_check_mode.setter
    def version_check_mode(self, mode: VersionCheckMode) -> None:
        self.state.version_check_mode = mode

    @property
    def _version(self) -> Version:
        return parse_version(self.state.server_version or "") or _UNKNOWN_VERSION

    @property
    def mastodon_major(self) -> int:
        """The first number of the server's version; 1 until the version is known."""
        return self._version[0]

    @property
    def mastodon_minor(self) -> int:
        """The second number of the server's version; 0 until the version is known."""
        return self._version[1]

    @property
    def mastodon_patch(self) -> int:
        """The third number of the server's version; 0 until the version is known."""
        return self._version[2]

    @property
    def mastodon_api_version(self) -> int:
        """The number of the server's API; 0 until it is known, and for servers older than Mastodon 4.3."""
        return self.state.api_version

    @property
    def ratelimit_method(self) -> RatelimitMethod:
        """What is done when the rate limit is used up: see `Core`."""
        return self.state.ratelimit_method

    @ratelimit_method.setter
    def ratelimit_method(self, method: RatelimitMethod) -> None:
        self.state.ratelimit_method = method

    @property
    def ratelimit_pacefactor(self) -> float:
        """How much faster than an even pace ``"pace"`` may go."""
        return self.state.ratelimit_pacefactor

    @ratelimit_pacefactor.setter
    def ratelimit_pacefactor(self, factor: float) -> None:
        self.state.ratelimit_pacefactor = factor

    @property
    def ratelimit_limit(self) -> int:
        """How many requests the limit allows that the server last spoke of; 300 until it has."""
        return self.state.last_limit.limit if self.state.last_limit else _USUAL_LIMIT

    @property
    def ratelimit_remaining(self) -> int:
        """How many of these are left."""
        return self.state.last_limit.remaining if self.state.last_limit else _USUAL_LIMIT

    @property
    def ratelimit_reset(self) -> float | None:
        """When the limit is renewed, in seconds since 1970 on the server's clock; ``None`` until it has said so."""
        return self.state.last_limit.reset if self.state.last_limit else None

    @property
    def ratelimit_lastcall(self) -> float | None:
        """When the last answer came, in seconds since 1970; ``None`` before the first."""
        return self.state.last_call or None

    @property
    def request_timeout(self) -> float:
        """Seconds without any byte from the server until a request is given up."""
        return self._connections.timeout

    @request_timeout.setter
    def request_timeout(self, seconds: float) -> None:
        self._connections = replace(self._connections, timeout=seconds)
        self._connect()

    @property
    def session(self) -> Any:
        """What requests are made with: the session or client that was given, otherwise one of the HTTP library."""
        return self._connections.session or self._connections.given or self._driver.http

    @session.setter
    def session(self, session: Any) -> None:
        self._connections = connections_over(session, self._connections)
        self._connect()


def _show_debugging() -> None:
    """Let requests be seen although the program has not set up logging."""
    if not logger.isEnabledFor(logging.DEBUG):
        logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        logger.addHandler(logging.StreamHandler())
