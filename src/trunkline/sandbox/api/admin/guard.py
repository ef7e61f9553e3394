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


def moderates(scope: str, permission: Permission) -> Callable[[Handler], Handler]:
    """Require `scope` and a role with one of the rights in `permission`.

    A request without a token gets 403, not 401.
    """

    def decorate(handler: Handler) -> Handler:
        @accepts(scope)
        @functools.wraps(handler)
        async def guarded(request: Request) -> Response:
            viewer_id = viewer_id_of(request)
            if viewer_id is None or not is_allowed(store_of(request), viewer_id, permission):
                raise forbidden()
            return await handler(request)

        return guarded

    return decorate
