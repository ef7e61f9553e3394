"""Access control of the endpoints for moderators."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.auth import Handler, accepts, viewer_id_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import forbidden
from trunkline.sandbox.moderation.permissions import Permission, is_allowed

Find = Callable[[Request], object]


def authorize(request: Request, permission: Permission) -> None:
    """Require a role with one of the rights in `permission`.

    Raises:
        ApiError: 403, also for a request without a token.
    """
    viewer_id = viewer_id_of(request)
    if viewer_id is None or not is_allowed(store_of(request), viewer_id, permission):
        raise forbidden()


def moderates(scope: str, permission: Permission, find: Find | None = None) -> Callable[[Handler], Handler]:
    """Require `scope` and a role with one of the rights in `permission`.

    A request without a token gets 403, not 401.

    Args:
        scope: scope that a token needs.
        permission: rights, of which one suffices.
        find: look-up of the record in the path. Mastodon looks for it before it asks for the right, so that a record
            that does not exist is a 404 for everybody.
    """

    def decorate(handler: Handler) -> Handler:
        @accepts(scope)
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            if find is not None:
                find(request)
            authorize(request, permission)
            return await handler(request)

        return guarded

    return decorate
