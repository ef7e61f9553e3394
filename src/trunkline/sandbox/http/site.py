"""The address of the server: the one that everything it hands out has, and the domain in the handles of its people."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d+)?")


# Source: https://docs.joinmastodon.org/admin/config/#federation (LOCAL_DOMAIN, WEB_DOMAIN)
@dataclass(frozen=True, slots=True)
class ServerSite:
    """Address and domain of the server.

    Attributes:
        url: web address without a trailing slash: `https://127.0.0.1:8443`, with a folder for some `like`.
        domain: what follows the second `@` of handles: `sandbox.example`.
    """

    url: str
    domain: str

    @property
    def host(self) -> str:
        """Host of the web address, with its port: `127.0.0.1:8443`."""
        return self.url.partition("://")[2].partition("/")[0]

    @property
    def origin(self) -> str:
        """Web address without a folder: `https://127.0.0.1:8443`."""
        return f"{self.url.partition('://')[0]}://{self.host}"

    @property
    def names(self) -> set[str]:
        """Host and domain without ports."""
        return {host_name(self.host), host_name(self.domain)}


def host_name(host: str) -> str:
    """Return the name in a `Host` header, in lower case and without the port; empty if it is malformed."""
    found = _HOST.fullmatch(host.lower())
    return found.group(1) if found else ""
