"""Store, hub and token of a connection to the streaming API."""

from __future__ import annotations

from typing import cast

from starlette.requests import HTTPConnection

from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.store.database import Store


def store_of(connection: HTTPConnection) -> Store:
    """Return the database of the application."""
    return cast("Store", connection.app.state.store)


def hub_of(connection: HTTPConnection) -> Hub:
    """Return the hub of the application."""
    return cast("Hub", connection.app.state.hub)


def token_of(connection: HTTPConnection) -> str | None:
    """Return the token from the header, else from the query, else from the WebSocket subprotocol."""
    header = connection.headers.get("authorization")
    if header:
        return header.removeprefix("Bearer ")
    protocol = connection.headers.get("sec-websocket-protocol", "").partition(",")[0].strip()
    return connection.query_params.get("access_token") or protocol or None
