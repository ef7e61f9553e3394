"""Base classes of clients, as endpoints know them."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from trunkline.protocol.request import Flow
from trunkline.protocol.state import ClientState

T = TypeVar("T")


class Client:
    """A client without I/O, for which endpoints describe requests.

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

    def run(self, flow: Flow[T]) -> Coroutine[Any, Any, T]:
        """Perform a flow; awaited, it returns the result."""
        raise NotImplementedError


class _NoClient(Client):
    """Stand-in for descriptions without a client."""

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"this call needs a client (its {name}); call it on one")


NO_CLIENT = _NoClient()
"""Client of `Endpoint.request`; most descriptions do not use theirs."""
