"""Running the server, over standard input and output or over HTTP."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe

import anyio
import uvicorn

from trunkline.assistants.http import PATH, http_app
from trunkline.assistants.reach import Reach
from trunkline.assistants.server import AssistantServer
from trunkline.oauth.secret_files import read_secret_file, write_secret_file

LOOPBACK = "127.0.0.1"

SECONDS_TO_END = 3
"""Seconds after which connections of clients are closed when the process is to stop."""


def run_stdio(reach: Reach) -> None:
    """Serve one client over standard input and output, until it closes them."""

    async def serve() -> None:
        async with reach.client:
            await AssistantServer(reach).run_stdio_async()

    anyio.run(serve)


def run_http(reach: Reach, *, port: int, token: str, on_start: Callable[[str], None]) -> None:
    """Serve clients over HTTP on the loopback address, until the process is stopped.

    Args:
        reach: what clients have access to.
        port: port; 0 for any that is free.
        token: secret of the clients.
        on_start: called with the URL when clients can connect.

    Raises:
        OSError: the port is taken.
    """
    with socket.create_server((LOOPBACK, port)) as listening:
        number = listening.getsockname()[1]
        app = http_app(AssistantServer(reach), port=number, token=token)
        server = uvicorn.Server(
            uvicorn.Config(
                app, ws="none", log_level="warning", access_log=False, timeout_graceful_shutdown=SECONDS_TO_END
            )
        )

        async def serve() -> None:
            async with reach.client:
                on_start(f"http://{LOOPBACK}:{number}{PATH}")
                await server.serve(sockets=[listening])

        anyio.run(serve)


def token_in(file: Path) -> str:
    """Return the secret of the HTTP clients; the file is made, for its owner alone, if it is not there.

    Raises:
        OSError: the file cannot be read or written.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret_file(file, token_urlsafe(32) + "\n")
    return read_secret_file(file).strip()
