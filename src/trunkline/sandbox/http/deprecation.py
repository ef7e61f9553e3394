"""The header of deprecated calls."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, date, datetime

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.auth import Handler
from trunkline.sandbox.http.errors import ApiError

_HEADER = "Deprecation"


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/deprecation_concern.rb
def deprecated(since: date) -> Callable[[Handler], Handler]:
    """Name the day since which a call is deprecated in all its answers, errors included.

    It stands above the decorators that check the token, because their refusals have the header too.
    """
    seconds = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def marked(request: Request) -> Response:
            try:
                response = await handler(request)
            except ApiError as error:
                error.headers[_HEADER] = f"@{seconds}"
                raise
            response.headers[_HEADER] = f"@{seconds}"
            return response

        return marked

    return decorate
