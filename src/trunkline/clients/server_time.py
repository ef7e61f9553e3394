"""The clock of the server."""

from __future__ import annotations

from datetime import datetime
from types import NoneType

from trunkline.errors import MastodonAPIError
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Flow, Request


class ServerTime(Client):
    """Part of both clients: the clock of the server."""

    @endpoint()
    def get_approx_server_time(self) -> Flow[datetime]:
        """Return the time on the server's clock, to the second, as local time without a zone (as ``datetime.now()``).

        It is the ``Date`` header of an answer (https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1).

        Raises:
            MastodonAPIError: the server's answer has no ``Date``.
        """
        request = Request("HEAD", "/", NoneType, anonymous=True)
        try:
            response = yield from exchange(request, self.state)
        except MastodonAPIError as error:
            if error.response is None:
                raise
            response = error.response
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(response.headers["date"]).astimezone().replace(tzinfo=None)
        except (KeyError, ValueError, OverflowError) as error:
            raise MastodonAPIError("The server does not say what time it is: its answers have no Date.") from error
