"""The client, with the types and errors of its calls for trends."""

from mastodon.types_base import NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import PreviewCard, Status, Tag
from trunkline.protocol.versions import api_version

__all__ = ["Mastodon", "NonPaginatableList", "PaginatableList", "PreviewCard", "Status", "Tag", "api_version"]
