"""Answers with ActivityPub documents."""

from __future__ import annotations

from starlette.responses import Response

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.web.layout import page_headers

_TYPE = "application/activity+json; charset=utf-8"
THREE_MINUTES = "max-age=180, public"
AT_ONCE = "max-age=0, public"


def document(content: Json, *, cache: str = THREE_MINUTES, vary: str = "", links: str = "") -> Response:
    """Build the answer. `vary` is on what it depends; by default on what the page at its address depends."""
    headers = page_headers(cache, links)
    if vary:
        headers["Vary"] = vary
    return Response(encode(content), 200, headers, _TYPE)
