"""What a handler finds around a request: the store, the stream hub, and the server's own address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, cast

from starlette.requests import Request

from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.store.database import Store


class EventPublisher(Protocol):
    """Where stream events go."""

    def publish(self, event: str, payload: str | None, channels: Iterable[str]) -> None:
        """Send one event to everybody who listens to one of `channels`."""

    def has_listeners(self, channel: str) -> bool:
        """Does anybody listen to `channel`? If not, nobody needs to make a payload for it."""
        ...


class SilentPublisher:
    """A publisher that nobody listens to: for scripts that fill a store."""

    def publish(self, event: str, payload: str | None, channels: Iterable[str]) -> None:
        """Drop the event."""

    def has_listeners(self, channel: str) -> bool:
        """Nobody."""
        return False


def store_of(request: Request) -> Store:
    """The database that the app serves."""
    return cast("Store", request.app.state.store)


def hub_of(request: Request) -> EventPublisher:
    """Where the app publishes stream events."""
    return cast("EventPublisher", request.app.state.hub)


def base_of(request: Request) -> str:
    """The server's address as the client wrote it, without a slash at the end: `http://127.0.0.1:3000`."""
    return f"{request.url.scheme}://{request.url.netloc}"


def domain_of(request: Request) -> str:
    """The server's domain as the client wrote it: `127.0.0.1:3000`."""
    return request.url.netloc


def path_id(request: Request, name: str = "id") -> int:
    """The id in the path; 0, which nothing has, if it is not a number."""
    return to_id(request.path_params[name])
