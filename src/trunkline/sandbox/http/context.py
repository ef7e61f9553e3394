"""Request context: the store, the stream hub and the server's own address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request

from trunkline.sandbox.http.params import to_integer
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import setting


class EventPublisher(Protocol):
    """Receiver of stream events."""

    def publish(self, event: str, payload: str, channels: Iterable[str]) -> None:
        """Send one event to all listeners of `channels`."""

    def has_listeners(self, channel: str) -> bool:
        """Return True if somebody listens to `channel`; otherwise its payload need not be built."""
        ...


def store_of(request: Request) -> Store:
    """Return the database of the application."""
    return cast("Store", request.app.state.store)


def hub_of(request: Request) -> EventPublisher:
    """Return the receiver of stream events of the application."""
    return cast("EventPublisher", request.app.state.hub)


def site_of(request: Request) -> ServerSite:
    """Return the address of the application."""
    return cast("ServerSite", request.app.state.site)


def base_of(request: Request) -> str:
    """Return the server's web address, without a trailing slash: `http://127.0.0.1:3000`."""
    return site_of(request).url


def domain_of(request: Request) -> str:
    """Return the domain of the server's people: `127.0.0.1:3000`, or one without a port."""
    return site_of(request).domain


def origin_of(request: Request) -> str:
    """Return the address that the browser used, which its cookies belong to. For redirects of a session only."""
    return f"{request.url.scheme}://{request.url.netloc}"


def title_of(request: Request, own: str = "") -> str:
    """Return the title of a page: `own`, and the name of the server."""
    name = str(setting(store_of(request), "title"))
    return f"{own} - {name}" if own else name


def path_id(request: Request, name: str = "id") -> int:
    """Return the id in the path: the number at its beginning; 0, which no row has, without one.

    Raises:
        HTTPException: 404, there is a dot in it, with which Rails finds no route.
    """
    text: str = request.path_params[name]
    if "." in text:
        raise HTTPException(404)
    return to_integer(text)
