"""The client, with the types and errors of its calls for relationships."""

from mastodon.types_base import IdType, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Relationship
from trunkline.protocol.versions import api_version

__all__ = ["Account", "IdType", "Mastodon", "PaginatableList", "Relationship", "api_version"]
