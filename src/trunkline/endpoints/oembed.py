"""Endpoint for oEmbed."""

from __future__ import annotations

from trunkline.entities import OEmbed
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class OEmbeds:
    """Embedding a status in a web page."""

    @endpoint(since="1.0.0")
    def oembed(self, url: str, maxwidth: int | None = None, maxheight: int | None = None) -> Request[OEmbed]:
        """Return HTML that embeds a public status of this server in a web page.

        Args:
            url: the URL of the status.
            maxwidth: the maximum width in pixels; 400 unless given.
            maxheight: the maximum height in pixels; as needed unless given.
        """
        params = {"url": url, "maxwidth": maxwidth, "maxheight": maxheight}
        return Request("GET", "/api/oembed", OEmbed, params)
