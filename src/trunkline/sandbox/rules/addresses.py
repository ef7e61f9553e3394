"""Addresses of what is on this server."""

from __future__ import annotations

import re

_STATUS = re.compile(r"/(?:@[^/]+|(?:ap/)?users/[^/]+/statuses)/(\d{1,18})/?")


def own_status_id(path: str) -> int | None:
    """Return the id in the path of a status's page or document; `None` for another path."""
    found = _STATUS.fullmatch(path)
    return int(found[1]) if found else None
