"""Addresses of what is on this server, and on this machine."""

from __future__ import annotations

import ipaddress
import re

_STATUS = re.compile(r"/(?:@[^/]+|(?:ap/)?users/[^/]+/statuses)/(\d{1,18})/?")


def own_status_id(path: str) -> int | None:
    """Return the id in the path of a status's page or document; `None` for another path."""
    found = _STATUS.fullmatch(path)
    return int(found[1]) if found else None


def is_loopback(host: str | None) -> bool:
    """Return True if a host is an IP address of the loopback interface."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
