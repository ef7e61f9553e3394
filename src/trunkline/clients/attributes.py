"""Settings and state of a client as attributes."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trunkline.about import USER_AGENT
from trunkline.protocol.client import Client
from trunkline.protocol.versions import Version, parse_version
from trunkline.transport.connections import Connections, connections_over

if TYPE_CHECKING:
    # Not at run time: jedi completes nothing on an object with a property whose type is a `Literal`.
    from trunkline.protocol.ratelimit import RatelimitMethod
    from trunkline.protocol.state import VersionCheckMode

_UNKNOWN_VERSION = (1, 0, 0)
_USUAL_LIMIT = 300

logger = logging.getLogger("trunkline")


class Attributes(Client):
    """Settings and state of a client. Changes apply to requests from then on."""

    _connections: Connections
    _driver: Any

    def _connect(self) -> None:
        """Make the driver of the requests; nothing is sent."""
        raise NotImplementedError

    def _connect_by_usual_session(self) -> None:
        """Send by a ``requests.Session`` from now on, if that is what programs of this client expect."""

    @property
    def api_base_url(self) -> str:
        """Address of the server, with scheme and without a trailing slash."""
        return self.state.base_url

    @property
    def access_token(self) -> str | None:
        """Access token of the requests."""
        return self.state.access_token

    @access_token.setter
    def access_token(self, token: str | None) -> None:
        self.state.access_token = token

    @property
    def client_id(self) -> str | None:
        """Id of the application."""
        return self.state.client_id

    @client_id.setter
    def client_id(self, client_id: str | None) -> None:
        self.state.client_id = client_id

    @property
    def client_secret(self) -> str | None:
        """Secret of the application."""
        return self.state.client_secret

    @client_secret.setter
    def client_secret(self, client_secret: str | None) -> None:
        self.state.client_secret = client_secret

    @property
    def user_agent(self) -> str:
        """``User-Agent`` header of the requests."""
        return self.state.user_agent

    @user_agent.setter
    def user_agent(self, user_agent: str | None) -> None:
        self.state.user_agent = user_agent or USER_AGENT

    @property
    def lang(self) -> str | None:
        """Language of the server's answers, as an ISO 639 code; ``None``: the server's choice."""
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
        """True if each request is logged at level DEBUG on the logger ``trunkline``: never the token, never a body."""
        return self.state.debug_requests

    @debug_requests.setter
    def debug_requests(self, wanted: bool) -> None:
        self.state.debug_requests = self._connections.log_requests = wanted
        if wanted:
            _show_debugging()

    @property
    def version_check_mode(self) -> VersionCheckMode:
        """Check of calls against the server's version: see `Core`."""
        return self.state.version_check_mode

    @version_check_mode.setter
    def version_check_mode(self, mode: VersionCheckMode) -> None:
        self.state.version_check_mode = mode

    def _ask_version(self) -> None:
        """Ask for the server's version where a client can at once, and wants to know it."""

    @property
    def _version(self) -> Version:
        self._ask_version()
        return parse_version(self.state.server_version or "") or _UNKNOWN_VERSION

    @property
    def mastodon_major(self) -> int:
        """First number of the server's version; 1 until the version is known.

        Of `Mastodon` with a ``version_check_mode``, this and the other numbers are asked for when they are first read.
        """
        return self._version[0]

    @property
    def mastodon_minor(self) -> int:
        """Second number of the server's version; 0 until the version is known."""
        return self._version[1]

    @property
    def mastodon_patch(self) -> int:
        """Third number of the server's version; 0 until the version is known."""
        return self._version[2]

    @property
    def mastodon_api_version(self) -> int:
        """Number of the server's API; 0 until it is known, and for servers older than Mastodon 4.3."""
        self._ask_version()
        return self.state.api_version

    def clear_caches(self) -> None:
        """Forget what was asked: the server's software, addresses and missing calls, and who one is."""
        state = self.state
        state.offered.clear()
        state.software = state.oauth_server = state.streaming_url = state.own_account = None

    @property
    def ratelimit_method(self) -> RatelimitMethod:
        """Behaviour when the rate limit is used up: see `Core`."""
        return self.state.ratelimit_method

    @ratelimit_method.setter
    def ratelimit_method(self, method: RatelimitMethod) -> None:
        self.state.ratelimit_method = method

    @property
    def ratelimit_pacefactor(self) -> float:
        """Factor by which ``"pace"`` may be faster than an even pace."""
        return self.state.ratelimit_pacefactor

    @ratelimit_pacefactor.setter
    def ratelimit_pacefactor(self, factor: float) -> None:
        self.state.ratelimit_pacefactor = factor

    @property
    def ratelimit_limit(self) -> int:
        """Number of requests that the last announced rate limit allows; 300 until one is announced."""
        return self.state.last_limit.limit if self.state.last_limit else _USUAL_LIMIT

    @property
    def ratelimit_remaining(self) -> int:
        """Number of requests that are left of it."""
        return self.state.last_limit.remaining if self.state.last_limit else _USUAL_LIMIT

    @property
    def ratelimit_reset(self) -> float | None:
        """Time of its renewal by the local clock, in seconds since 1970; ``None`` until one is announced."""
        return self.state.last_limit.reset if self.state.last_limit else None

    @property
    def ratelimit_lastcall(self) -> float | None:
        """Time of the last answer that announced a limit, in seconds since 1970; ``None`` before the first."""
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
        """Session or client that makes the requests: the given one, otherwise one of the HTTP library.

        Of a `Mastodon` that was made without one it is a ``requests.Session`` where that package is installed, as
        programs expect that mount adapters, set headers and so on. Once it has been read, requests go through it.
        """
        if self._connections.session is None and self._connections.given is None:
            self._connect_by_usual_session()
        return self._connections.session or self._connections.given or self._driver.http

    @session.setter
    def session(self, session: Any) -> None:
        self._connections = connections_over(session, self._connections)
        self._connect()


def _show_debugging() -> None:
    """Show the log of requests although the program has not set up logging."""
    if not logger.isEnabledFor(logging.DEBUG):
        logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        logger.addHandler(logging.StreamHandler())
