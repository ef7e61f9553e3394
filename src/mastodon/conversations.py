"""The client, with the types and errors of its calls for conversations."""

from mastodon.types_base import IdType, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Conversation
from trunkline.protocol.versions import api_version

__all__ = ["Conversation", "IdType", "Mastodon", "PaginatableList", "api_version"]
