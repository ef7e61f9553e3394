"""A log-in as text that outlives the program."""

from __future__ import annotations

from trunkline.clients.attributes import Attributes
from trunkline.errors import MastodonIllegalArgumentError


class StoredLogin(Attributes):
    """Part of both clients: the log-in as text."""

    def persistable_login_credentials(self) -> str:
        """Return the content of a user file: token, server, application. A secret: whoever has it is logged in.

        Raises:
            MastodonIllegalArgumentError: the client has no token, or no keys of an application.
        """
        parts = [self.access_token, self.api_base_url, self.client_id, self.client_secret]
        if not all(parts):
            raise MastodonIllegalArgumentError(
                "There is no log-in to store: that takes an access token, and client_id and client_secret."
            )
        return "".join(f"{part}\n" for part in parts)
