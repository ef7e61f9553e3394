"""Control of a sandbox by programs in other languages, through HTTP."""

from __future__ import annotations

from functools import partial

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from trunkline.sandbox.control import CONTROL_PATH, Control
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import bearer
from trunkline.sandbox.http.errors import MalformedRequest
from trunkline.sandbox.http.params import parse_json
from trunkline.sandbox.store.secrets import same_text

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


class ControlDoor:
    """Middleware that calls a method of `Control` for each `POST /sandbox/<method>`, with its arguments as JSON.

    It needs the secret of the sandbox as bearer token, and serves this machine alone. A browser names the origin of the
    page that posts something, and a request with an origin is refused, so no web page controls a sandbox.

    Args:
        app: the application for all other requests.
        control: has the methods, and the secret; without a secret the door is shut.
    """

    def __init__(self, app: ASGIApp, control: Control) -> None:
        self._app = app
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        secret = self._control.secret
        if secret is None or scope["type"] != "http" or not scope["path"].startswith(f"{CONTROL_PATH}/"):
            await self._app(scope, receive, send)
            return
        problem = _problem(scope, secret)
        if problem is None:
            response = await self._call(Request(scope, receive))
        else:
            status, message = problem
            response = answer({"error": message}, status)
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    async def _call(self, request: Request) -> Response:
        """Call the method in the path. It waits for the event loop, therefore it runs in a thread."""
        name = request.url.path.removeprefix(f"{CONTROL_PATH}/")
        try:
            arguments = parse_json(await request.body())
            return answer(await anyio.to_thread.run_sync(partial(self._control.ask, name, **arguments)))
        except MalformedRequest:
            return answer({"error": "the body is a JSON object with the arguments"}, 400)
        except ValueError as error:
            return answer({"error": str(error)}, 422)


def _problem(scope: Scope, secret: str) -> tuple[int, str] | None:
    """Return why a request is refused, as status and message."""
    headers, client = Headers(scope=scope), scope["client"]
    if "origin" in headers or client is None or client[0] not in _LOOPBACK:
        return 403, "a sandbox is controlled by programs on its own machine, and not by web pages"
    if not same_text(bearer(headers) or "", secret):
        return 401, "send the secret that trunkline sandbox --json prints, as Authorization: Bearer <secret>"
    if scope["method"] != "POST":
        return 405, "send a POST request"
    return None
