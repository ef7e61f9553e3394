"""RSS of profiles and hashtags."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from html import escape

from starlette.responses import Response

from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.store.times import from_ms, parse_time
from trunkline.sandbox.web.layout import page_headers
from trunkline.sandbox.web.people import media_type

LENGTH = 20
_TYPE = "application/rss+xml; charset=utf-8"


def feed(title: str, description: str, url: str, statuses: Iterable[Json], *, cache: str, image: str = "") -> Response:
    """Build a feed.

    Args:
        title: its title, plain text.
        description: what it is, plain text.
        url: the address of its page.
        statuses: the posts, newest first.
        cache: the `Cache-Control`.
        image: the address of its picture.
    """
    items = "".join(map(_item, statuses))
    link = escape(url)
    picture = (
        f"<image><url>{escape(image)}</url><title>{escape(title)}</title><link>{link}</link></image>" if image else ""
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>{escape(title)}</title><description>{escape(description)}</description><link>{link}</link>{picture}"
        f"{items}</channel></rss>"
    )
    return Response(document, 200, page_headers(cache), _TYPE)


def _item(status: Json) -> str:
    url = escape(status["url"])
    published = format_datetime(from_ms(parse_time(status["created_at"]) or 0))
    warning = f"<p><strong>{escape(status['spoiler_text'])}</strong></p><hr />" if status["spoiler_text"] else ""
    media = "".join(
        f'<media:content url="{escape(media["url"])}" type="{media_type(media["url"])}" />'
        for media in status["media_attachments"]
        if media["url"]
    )
    tags = "".join(f"<category>{escape(tag['name'])}</category>" for tag in status["tags"])
    return (
        f'<item><guid isPermaLink="true">{url}</guid><link>{url}</link><pubDate>{published}</pubDate>'
        f"<description>{escape(warning + status['content'])}</description>{media}{tags}</item>"
    )
