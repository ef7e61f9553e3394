"""Appeals for donations that a server shows."""

from __future__ import annotations

from typing import Any

from trunkline.errors import MastodonMalformedResponseError
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class DonationCampaigns:
    """The call that reads the current appeal."""

    @endpoint()
    def donation_campaigns(self) -> Flow[dict[str, Any] | None]:
        """The appeal for donations that the server shows at present.

        Returns:
            What the service behind it says, unchanged; ``None`` where there is no appeal.
        """
        try:
            return (yield from send(Request("GET", "/api/v1/donation_campaigns", dict[str, Any])))
        except MastodonMalformedResponseError as error:
            if error.status == 204:
                return None
            raise
