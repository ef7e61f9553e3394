"""The client, with the types and errors of its calls for polls."""

from mastodon.types_base import IdType
from trunkline.clients.client import Mastodon
from trunkline.entities import Poll
from trunkline.protocol.versions import api_version

__all__ = ["IdType", "Mastodon", "Poll", "api_version"]
