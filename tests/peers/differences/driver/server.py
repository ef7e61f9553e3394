"""The server that is talked to, and what it is asked for besides: to begin anew, and what it was sent."""

from __future__ import annotations

import http.client
import json
from typing import Any

from mastodon import Mastodon


class Server:
    """The recording proxy.

    Args:
        url: its address.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(url.partition("://")[2], timeout=20)

    def begin(self, answers: list[dict[str, Any]]) -> None:
        """Make the data what they were at the start, forget requests, and have paths answered by recorded answers."""
        _forget()
        self._ask("begin", answers)

    def requests(self) -> list[dict[str, Any]]:
        """Return what was sent since the start or the last call, and forget it."""
        found: list[dict[str, Any]] = self._ask("requests", None)
        return found

    def _ask(self, what: str, body: Any) -> Any:
        self._connection.request("POST", f"/-/{what}", json.dumps(body))
        return json.loads(self._connection.getresponse().read())


def _forget() -> None:
    """Empty the default arguments in which Mastodon.py keeps the language of one call for the next, of any client."""
    request = getattr(Mastodon, "_Mastodon__api_request", None)
    for default in getattr(request, "__defaults__", None) or ():
        if isinstance(default, dict):
            default.clear()
