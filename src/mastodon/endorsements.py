"""The client, with the types and errors of its calls for endorsements."""

from mastodon.types_base import NonPaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Account
from trunkline.protocol.versions import api_version

__all__ = ["Account", "Mastodon", "NonPaginatableList", "api_version"]
