"""Endpoint for preferences."""

from __future__ import annotations

from trunkline.entities import Preferences
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class PreferenceEndpoints:
    """Reading preferences; `Profiles.account_update_credentials` sets those for posting."""

    @endpoint(since="2.8.0", changed="4.5.0", scopes="read:accounts")
    def preferences(self) -> Request[Preferences]:
        """Return your preferences for posting and reading."""
        return Request("GET", "/api/v1/preferences", Preferences)
