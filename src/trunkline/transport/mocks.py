"""Sessions and responses that tests of programs put in place of those of ``requests``, which Mastodon.py uses.

``responses``, ``requests_mock`` and ``patch("requests.Session.request")`` replace functions of ``requests``. A client
without a session of its own would not notice, and send for real what a test means to keep: it goes through them.
``vcrpy`` knows the HTTP library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any


def session_of_mocks() -> Any:
    """Return a session of ``requests`` if somebody has replaced how it sends, otherwise ``None``."""
    requests = sys.modules.get("requests")
    session = getattr(requests, "Session", None)
    if requests is None or session is None:
        return None
    ways = [getattr(session, name, None) for name in ("request", "send", "get_adapter")]
    ways.append(getattr(getattr(getattr(requests, "adapters", None), "HTTPAdapter", None), "send", None))
    return None if all(map(_is_own, ways)) else session()


def is_mocked(session: object) -> bool:
    """Return True if requests go to what a test has made up, as far as can be told before one is sent."""
    if isinstance(session, Registering):
        session = session.poster
    if session is not None:
        maker = type(session).__module__.partition(".")[0]
        return session is sys.modules.get("requests") or maker in ("mock", "unittest")
    return session_of_mocks() is not None


class Registering:
    """A session whose ``post`` is called, as Mastodon.py does to register an application, and tests replace.

    Args:
        poster: a session of ``requests``, or the module itself.
    """

    def __init__(self, poster: Any) -> None:
        self.poster = poster

    def __getattr__(self, name: str) -> Any:
        return getattr(self.poster, name, None)

    def request(self, method: str, url: str, *, data: Any = None, **settings: Any) -> Any:
        """Send a request."""
        if method != "POST" or not isinstance(data, str):
            return self.poster.request(method, url, data=data, **settings)
        from urllib.parse import parse_qsl

        return self.poster.post(url, data=dict(parse_qsl(data, keep_blank_values=True)), **settings)


def registering(session: Any) -> Any:
    """Return the session through which an application is registered: *session*, or a replaced ``requests.post``."""
    requests = sys.modules.get("requests")
    if session is None:
        return None if requests is None or _is_own(requests.post) else Registering(requests)
    return Registering(session) if hasattr(session, "get_adapter") else session


def _is_own(function: object) -> bool:
    return isinstance(function, FunctionType) and function.__module__.partition(".")[0] == "requests"


_UNKNOWN = frozenset({"NoMockAddress", "CannotOverwriteExistingCassetteException"})


def is_unknown(error: BaseException) -> bool:
    """Return True for the errors of requests_mock and vcrpy about a request for which they have no answer."""
    return any(kind.__name__ in _UNKNOWN for kind in type(error).__mro__)


def is_made_up(answer: object) -> bool:
    """Return True for a response that is none of ``requests`` or of a package built on it."""
    return not any(base.__name__ == "Response" for base in type(answer).__mro__)


def parts_of(answer: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body of a response that a test has made up, as far as it has them."""
    status = answer.status_code if isinstance(answer.status_code, int) else 200
    headers = dict(answer.headers) if isinstance(getattr(answer, "headers", None), Mapping) else {}
    return status, [(str(name), str(value)) for name, value in headers.items()], _body_of(answer)


def _body_of(answer: Any) -> bytes:
    try:
        return json.dumps(answer.json()).encode()
    except (TypeError, ValueError, AttributeError):
        content = getattr(answer, "content", None)
        return content if isinstance(content, bytes) else b"{}"
