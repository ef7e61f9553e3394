"""The client, with the types and errors of its calls for lists."""

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, UserList
from trunkline.protocol.versions import api_version

__all__ = ["Account", "IdType", "Mastodon", "NonPaginatableList", "PaginatableList", "UserList", "api_version"]
