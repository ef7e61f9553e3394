"""The client, with the types and errors of its calls for the profile."""

import collections

from mastodon.types_base import PathOrFile
from trunkline.clients.client import Mastodon
from trunkline.entities import Profile
from trunkline.protocol.versions import api_version

__all__ = ["Mastodon", "PathOrFile", "Profile", "api_version", "collections"]
