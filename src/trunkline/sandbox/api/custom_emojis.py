"""`/api/v1/custom_emojis`: custom emojis of the server."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.serializers.common import emoji


async def index(request: Request) -> Response:
    """GET /api/v1/custom_emojis."""
    rows = store_of(request).rows("SELECT * FROM custom_emojis WHERE domain IS NULL ORDER BY shortcode")
    shown = []
    for row in rows:
        item = emoji(row, base_of(request))
        if row["category"] is not None:
            item["category"] = row["category"]
        shown.append({**item, "featured": bool(row["featured"])})
    return answer(shown)


routes = [Route("/api/v1/custom_emojis", index, methods=["GET"])]
