"""A client whose answers are canned, so that helpers of several requests are tested without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from mastodon import Mastodon
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy

Answers = dict[str, Any]


class Canned:
    """A client, and what it has sent.

    Args:
        answers: by path, or method and path: a body, or a whole answer of the HTTP library.
    """

    def __init__(self, answers: Answers, **settings: Any) -> None:
        self._answers = answers
        self.sent: list[httpx2.Request] = []
        self.client = Mastodon(
            api_base_url="example.social",
            access_token="a-secret-token",
            session=httpx2.Client(transport=httpx2.MockTransport(self._answer)),
            rate_limiter=RateLimiter(),
            retry=RetryPolicy(attempts=1),
            **settings,
        )

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        key = f"{request.method} {request.url.path}"
        found = self._answers.get(key, self._answers.get(request.url.path))
        if found is None:
            return httpx2.Response(404, json={"error": "Record not found"})
        return found if isinstance(found, httpx2.Response) else httpx2.Response(200, json=found)

    @property
    def calls(self) -> list[str]:
        """What it has sent, as method and path."""
        return [f"{request.method} {request.url.path}" for request in self.sent]


@pytest.fixture
def canned() -> Callable[..., Canned]:
    """Makes clients with canned answers."""
    return Canned
