"""The manifest of the web app, the icon, the server's style sheet."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, redirect
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.store.settings import setting

_SIZES = (36, 48, 72, 96, 144, 192, 512)
_COLOUR = "#191b22"
_ANDROID = "org.joinmastodon.android"
_SHARED = "?title={title}&text={text}&url={url}"


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/manifest_serializer.rb
async def _manifest(request: Request) -> Response:
    title = setting(store_of(request), "title")
    content = {
        "id": "/home",
        "name": title,
        "short_name": title,
        "icons": [_icon(base_of(request), size) for size in _SIZES],
        "theme_color": _COLOUR,
        "background_color": _COLOUR,
        "display": "standalone",
        "start_url": "/",
        "scope": "/",
        "share_target": {
            "url_template": f"share{_SHARED}",
            "action": "share",
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
        "shortcuts": [
            {"name": "Compose new post", "url": "/publish"},
            {"name": "Notifications", "url": "/notifications"},
            {"name": "Explore", "url": "/explore"},
        ],
        "prefer_related_applications": True,
        "related_applications": [
            {"platform": "play", "url": f"https://play.google.com/store/apps/details?id={_ANDROID}", "id": _ANDROID},
            {"platform": "itunes", "url": "https://apps.apple.com/us/app/id1571998974", "id": "id1571998974"},
            {"platform": "f-droid", "url": f"https://f-droid.org/packages/{_ANDROID}/", "id": _ANDROID},
        ],
    }
    return answer(content, 200, {"Cache-Control": "max-age=180, public"})


def _icon(base: str, size: int) -> dict[str, str]:
    src = f"{base}/packs/icons/android-chrome-{size}x{size}.png"
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}


async def _favicon(request: Request) -> Response:
    return redirect(f"{base_of(request)}/packs/icons/android-chrome-48x48.png", 302)


async def _custom_css(_request: Request) -> Response:
    headers = {"Cache-Control": "max-age=180, public"}
    return Response(b"", 200, headers, "text/css; charset=utf-8")


routes = [
    Route("/manifest", _manifest, methods=["GET"]),
    Route("/manifest.json", _manifest, methods=["GET"]),
    Route("/favicon.ico", _favicon, methods=["GET"]),
    Route("/custom.css", _custom_css, methods=["GET"]),
]
