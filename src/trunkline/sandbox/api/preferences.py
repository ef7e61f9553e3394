"""`/api/v1/preferences`: defaults for posting and reading."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.visibility import DEFAULT_VISIBILITY

_USER = f"""
SELECT u.*, {DEFAULT_VISIBILITY} AS default_visibility FROM users u JOIN accounts a ON a.id = u.account_id
WHERE u.account_id = ?
"""


@requires("read:accounts")
async def show(request: Request) -> Response:
    """GET /api/v1/preferences."""
    viewer = viewer_of(request)
    user = require_row(store_of(request), _USER, (viewer.account_id,))
    return answer(
        {
            "posting:default:visibility": user["default_visibility"],
            "posting:default:sensitive": bool(user["default_sensitive"]),
            "posting:default:language": user["default_language"] or user["locale"],
            "posting:default:quote_policy": user["default_quote_policy"],
            "reading:expand:media": user["expand_media"],
            "reading:expand:spoilers": bool(user["expand_spoilers"]),
            "reading:autoplay:gifs": bool(user["autoplay_gifs"]),
        }
    )


routes = [Route("/api/v1/preferences", show, methods=["GET"])]
