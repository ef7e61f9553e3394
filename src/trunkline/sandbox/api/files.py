"""Uploaded files, and placeholder images."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.ranges import file_response

_FOREVER = "public, max-age=31536000, immutable"
# Source: https://github.com/mastodon/mastodon/blob/main/dist/nginx.conf (location ~ ^/system/)
_INERT = {"Content-Security-Policy": "default-src 'none'; form-action 'none'"}
_PICTURES = {
    "/avatars/original/missing.png": (400, 400),
    "/headers/original/missing.png": (700, 335),
    "/packs/images/preview.png": (1200, 630),
    **{f"/packs/icons/android-chrome-{size}x{size}.png": (size, size) for size in (36, 48, 72, 96, 144, 192, 512)},
}


@lru_cache(maxsize=16)
def _picture(width: int, height: int) -> bytes:
    """Draw a placeholder image in PNG format."""
    image = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(Image.new("RGB", image.size, "#3b3a6b"), Image.new("RGB", image.size, "#8c83ff"), image)
    radius = min(width, height) * 0.28
    box = (width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius)
    ImageDraw.Draw(image).ellipse(box, fill="#f1f0f7")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


async def _serve(request: Request) -> Response:
    path = request.url.path
    headers = {"Cache-Control": _FOREVER, **_INERT}
    row = store_of(request).row("SELECT content_type, data FROM files WHERE path = ?", (path,))
    if row is not None:
        return file_response(request, row["data"], row["content_type"], headers)
    if path in _PICTURES:
        return Response(_picture(*_PICTURES[path]), 200, headers, "image/png")
    return PlainTextResponse("Not Found", 404)


routes = [
    Route(f"/{folder}/{{path:path}}", _serve, methods=["GET"])
    for folder in ("system", "avatars", "headers", "emoji", "packs")
]
