"""The client, with the types and errors of its calls for suggestions."""

from mastodon.types_base import IdType, NonPaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Suggestion
from trunkline.protocol.versions import api_version

__all__ = ["Account", "IdType", "Mastodon", "NonPaginatableList", "Suggestion", "api_version"]
