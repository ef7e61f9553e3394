"""`/invite/:code`: the page to sign up with an invitation, and the invitation in its form for programs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.http.formats import JSON, formats_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.web.start import sign_up


async def show(request: Request) -> Response:
    """GET /invite/:code."""
    if formats_of(request.headers)[:1] != [JSON]:
        return await sign_up(request)
    row = require_row(store_of(request), "SELECT * FROM invites WHERE code = ?", (request.path_params["invite_code"],))
    return answer({"invite_code": row["code"], "instance_api_url": f"{base_of(request)}/api/v2/instance"})


routes = [Route("/invite/{invite_code}", show, methods=["GET"])]
