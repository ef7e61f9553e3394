"""Statuses embedded in web pages."""

from __future__ import annotations

from trunkline.entities import OEmbed
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class OEmbeds:
    """The call that makes a status embeddable."""

    @endpoint(since="1.0.0")
    def oembed(self, url: str, maxwidth: int | None = None, maxheight: int | None = None) -> Request[OEmbed]:
        """HTML that shows a public status of this server in a web page.

        Args:
            url: the status's URL.
            maxwidth: how wide it may become, in pixels; 400 unless given.
            maxheight: how high it may become, in pixels; as it needs unless given.
        """
        params = {"url": url, "maxwidth": maxwidth, "maxheight": maxheight}
        return Request("GET", "/api/oembed", OEmbed, params)
