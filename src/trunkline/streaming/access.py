"""What a stream needs of its client: requests, credentials, the address of the streaming server."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar
from urllib.parse import urlsplit

from trunkline.entities import Instance, InstanceV2
from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonRatelimitError,
)
from trunkline.oauth.grants import refresh_grant
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Request, Sleep, Step, as_it_is, relay, send
from trunkline.protocol.state import Session, base_url
from trunkline.streaming.subscriptions import STREAMING_PATH
from trunkline.transport.drivers import AsyncDriver, Wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """The client behind a stream, inside one event loop."""

    session: Session
    wire: Wire
    driver: AsyncDriver
    allow_http: bool = False

    async def run(self, flow: Flow[T], longest_wait: float = inf) -> T:
        """Perform a flow of requests.

        Args:
            flow: what is to be done.
            longest_wait: seconds that it may wait for a rate limit.

        Raises:
            MastodonRatelimitError: it would have to wait longer.
        """
        return await self.driver.run(_impatient(expand(flow, self.session), longest_wait))

    def headers(self) -> dict[str, str]:
        """The headers that every connection of a stream carries, the token among them."""
        headers = {"User-Agent": self.session.user_agent}
        if self.session.access_token:
            headers["Authorization"] = f"Bearer {self.session.access_token}"
        return headers

    async def streaming_url(self) -> str:
        """The address of the streaming server, with ``http`` or ``https``; asked for once."""
        if self.session.streaming_url is None:
            announced = await self.run(find_streaming())
            self.session.streaming_url = streaming_url(announced, self.session.base_url, allow_http=self.allow_http)
        return self.session.streaming_url

    async def renew_token(self) -> bool:
        """Get a new access token after a 401; ``False`` where there is no way to."""
        session = self.session
        if not (session.refresh_token and session.client_id and session.client_secret):
            return False
        try:
            token = await self.run(refresh_grant(session))
        except MastodonError:
            return False
        session.access_token = token.access_token
        session.refresh_token = token.refresh_token or session.refresh_token
        return True


def _impatient(flow: Flow[T], longest_wait: float) -> Flow[T]:
    """*flow*, in which no single wait is longer than that."""

    def through(step: Step) -> Flow[Any]:
        if isinstance(step, Sleep) and step.seconds > longest_wait:
            raise MastodonRatelimitError(f"A request would have to wait {step.seconds:.0f} s.")
        return as_it_is(step)

    return relay(flow, through)


def find_streaming() -> Flow[str | None]:
    """What the server says of its streaming address; ``None`` if it says nothing."""
    try:
        instance: Any = yield from send(Request("GET", "/api/v2/instance", InstanceV2))
        urls = _at(_at(instance, "configuration"), "urls")
        return _text(_at(urls, "streaming"))
    except MastodonNotFoundError:
        pass
    try:
        instance = yield from send(Request("GET", "/api/v1/instance", Instance))
    except MastodonNotFoundError:
        return None
    return _text(_at(_at(instance, "urls"), "streaming_api"))


def _at(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def streaming_url(announced: str | None, api: str, *, allow_http: bool) -> str:
    """The address for streams as ``http`` or ``https`` URL.

    Args:
        announced: what the server says: mostly a ``wss:`` address; ``None`` means the server of the API.
        api: the address of the API. Where that is encrypted, the streams are too, whatever *announced* says.
        allow_http: accept an unencrypted address of another machine.

    Raises:
        MastodonAPIError: what the server says is no address that the token may be sent to.
    """
    if announced is None:
        return api
    scheme, _, rest = announced.rpartition("://")
    secure = scheme not in ("ws", "http") or urlsplit(api).scheme == "https"
    try:
        return base_url(f"{'https' if secure else 'http'}://{rest}", allow_http=allow_http).removesuffix(STREAMING_PATH)
    except MastodonIllegalArgumentError as error:
        raise MastodonAPIError(f"The server names a streaming address that cannot be used: {error}") from None
