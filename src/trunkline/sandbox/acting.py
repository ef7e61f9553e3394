"""Requests in the name of people, which a test makes without HTTP.

They are served like any other, by the same rules, but are not counted by rate limits, and no failure or quirk that the
test has asked for concerns them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import httpx2
from starlette.types import ASGIApp

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, T]], T]
"""Runs a coroutine in the server's event loop and waits for its result."""

_POLL_SECONDS = 86_400
_TIMEOUT = 30.0


class Acting:
    """Requests of people to the application itself.

    Args:
        app: the application, without rate limits.
        base: the server's address.
        token_of: gives an access token of a person.
        account_id_of: gives the account id of a person.
        run: runs a coroutine in the event loop of the server.
    """

    def __init__(
        self,
        app: ASGIApp,
        base: str,
        token_of: Callable[[str], str],
        account_id_of: Callable[[str], int],
        run: Run[Any],
    ) -> None:
        self._app = app
        self._base = base
        self._token_of = token_of
        self._account_id_of = account_id_of
        self._run = run

    def request(self, username: str, method: str, path: str, parameters: dict[str, Any] | None = None) -> Any:
        """Make a request in the name of a person and return the JSON of the answer.

        Raises:
            ValueError: the server refuses it.
        """
        return self._send(username, method, path, json={} if parameters is None else parameters)

    def _send(self, username: str, method: str, path: str, **content: Any) -> Any:
        if not path.startswith("/"):
            raise ValueError(f"a path begins with /, as /api/v1/statuses, not {path!r}")
        headers = {"Authorization": f"Bearer {self._token_of(username)}", "Accept": "application/json"}

        async def ask() -> httpx2.Response:
            transport = httpx2.ASGITransport(self._app)
            async with httpx2.AsyncClient(transport=transport, base_url=self._base, timeout=_TIMEOUT) as client:
                return await client.request(method.upper(), path, headers=headers, **content)

        answer: httpx2.Response = self._run(ask())
        if not answer.is_success:
            raise ValueError(f"{method.upper()} {path} of {username} is refused: {_message(answer)}")
        return answer.json() if answer.content else None

    def post(
        self,
        username: str,
        text: str = "",
        visibility: str | None = None,
        reply_to: str | None = None,
        media: list[str] | None = None,
        poll: list[str] | dict[str, Any] | None = None,
        spoiler_text: str | None = None,
        sensitive: bool | None = None,
        language: str | None = None,
        quote: str | None = None,
    ) -> Any:
        """Post a status and return it as JSON. `media` are ids of uploads; see `Sandbox.post` for the rest."""
        for one in media or []:
            if not one.isdigit():
                raise ValueError(f"media are ids of uploads, not {one!r}; upload the file, or give its path as a Path")
        options = {"options": poll} if isinstance(poll, list) else poll
        sent = {
            "status": text,
            "visibility": visibility,
            "in_reply_to_id": reply_to,
            "media_ids": media,
            "poll": None if options is None else {"expires_in": _POLL_SECONDS} | options,
            "spoiler_text": spoiler_text,
            "sensitive": sensitive,
            "language": language,
            "quoted_status_id": quote,
        }
        return self.request(username, "POST", "/api/v1/statuses", _given(sent))

    def upload(self, username: str, data: str, name: str = "upload", description: str | None = None) -> str:
        """Upload a file for a post and return its id. `data` is the content in base64."""
        try:
            content = base64.b64decode(data, validate=True)
        except binascii.Error:
            raise ValueError("data is the content of a file in base64") from None
        file = {"file": (name, content)}
        sent = _given({"description": description})
        return str(self._send(username, "POST", "/api/v1/media", files=file, data=sent)["id"])

    def follow(self, follower: str, followed: str) -> bool:
        """Follow a person; return False if that is a request which the other has to accept."""
        path = f"/api/v1/accounts/{self._account_id_of(followed)}/follow"
        return bool(self.request(follower, "POST", path)["following"])


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _message(answer: httpx2.Response) -> str:
    if "json" not in answer.headers.get("content-type", ""):
        return f"{answer.status_code} {answer.reason_phrase}"
    body = answer.json()
    return f"{answer.status_code} {body.get('error') if isinstance(body, dict) else body}"
