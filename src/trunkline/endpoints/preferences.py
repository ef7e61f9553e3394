"""Preferences: what you have chosen on the web."""

from __future__ import annotations

from trunkline.entities import Preferences as AccountPreferences
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Preferences:
    """The call that reads preferences; `Profiles.account_update_credentials` sets those for posting."""

    @endpoint(since="2.8.0", changed="4.5.0", scopes="read:accounts")
    def preferences(self) -> Request[AccountPreferences]:
        """Your preferences for posting and reading."""
        return Request("GET", "/api/v1/preferences", AccountPreferences)
