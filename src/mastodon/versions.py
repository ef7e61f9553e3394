"""Version numbers: parsing and comparing them."""

import re

from trunkline.errors import MastodonVersionError
from trunkline.protocol.versions import api_version, max_version, parse_version_string

__all__ = ["MastodonVersionError", "api_version", "max_version", "parse_version_string", "re"]
