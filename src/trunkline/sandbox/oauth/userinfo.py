"""The OpenID Connect userinfo endpoint."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import PROFILE_SCOPE, requires, viewer_of
from trunkline.sandbox.http.context import base_of
from trunkline.sandbox.serializers.serializer import serializer_of


@requires(PROFILE_SCOPE)
async def _userinfo(request: Request) -> Response:
    account = serializer_of(request).account(viewer_of(request).account_id)
    return answer(
        {
            "iss": f"{base_of(request)}/",
            "sub": account["uri"],
            "name": account["display_name"],
            "preferred_username": account["username"],
            "profile": account["url"],
            "picture": account["avatar"],
        }
    )


routes = [Route("/oauth/userinfo", _userinfo, methods=["GET", "POST"])]
