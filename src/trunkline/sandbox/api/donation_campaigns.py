"""`/api/v1/donation_campaigns`: appeals for donations, of which a server without a service for them has none."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.auth import accepts, user_of


@accepts()
async def index(request: Request) -> Response:
    """GET /api/v1/donation_campaigns."""
    user_of(request)
    return Response(status_code=204)


routes = [Route("/api/v1/donation_campaigns", index, methods=["GET"])]
