"""The client, with the types and errors of its calls for favourites."""

from mastodon.types_base import IdType, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Status
from trunkline.protocol.versions import api_version

__all__ = ["IdType", "Mastodon", "PaginatableList", "Status", "api_version"]
