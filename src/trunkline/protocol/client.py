"""The client as the storeys below `trunkline.clients` know it: endpoints are described for it and called on it."""

from __future__ import annotations

from typing import TypeVar

from trunkline.protocol.request import Flow
from trunkline.protocol.state import ClientState

T = TypeVar("T")


class Client:
    """The client that describes a request: its state, without I/O.

    Attributes:
        state: server, credentials and limits.
        allow_http: accept plain ``http`` for other machines than this one.
    """

    state: ClientState
    allow_http: bool


class SyncClient(Client):
    """A client whose calls return their results."""

    def run(self, flow: Flow[T]) -> T:
        """Perform a flow and return its result."""
        raise NotImplementedError


class AsyncClient(Client):
    """A client whose calls are awaited."""

    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow and return its result."""
        raise NotImplementedError


class _NoClient(Client):
    """Stands in where a request is described without a client."""

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"this call needs a client (its {name}); call it on one")


NO_CLIENT = _NoClient()
"""The client of `Endpoint.request`: most descriptions do not look at it."""
