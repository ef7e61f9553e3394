"""Version numbers: parsing and comparing them."""

from trunkline.protocol.versions import api_version, max_version, parse_version_string

__all__ = ["api_version", "max_version", "parse_version_string"]
