"""Endpoint for donation campaigns."""

from __future__ import annotations

from typing import Any

from trunkline.errors import MastodonMalformedResponseError
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class DonationCampaigns:
    """Reading the current donation campaign."""

    @endpoint()
    def donation_campaigns(self) -> Flow[dict[str, Any] | None]:
        """Return the donation campaign that the server shows.

        Returns:
            The JSON of the campaign service, unchanged; ``None`` without a campaign.
        """
        try:
            return (yield from send(Request("GET", "/api/v1/donation_campaigns", dict[str, Any])))
        except MastodonMalformedResponseError as error:
            if error.status == 204:
                return None
            raise
