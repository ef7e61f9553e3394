"""The web address of a sandbox, as `url` gives it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from trunkline.sandbox.http.site import host_name

LOOPBACK = "127.0.0.1"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Address of a whole server.

    Attributes:
        scheme: `http` or `https`.
        name: the host without a port, in lower case.
        port: 0 stands for the port that the server listens on.
    """

    scheme: str
    name: str
    port: int

    @classmethod
    def of(cls, url: str) -> WebAddress:
        """Read an address.

        Raises:
            ValueError: it is not the address of a whole server.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ValueError(f"url cannot be read: {error}") from None
        if parts.scheme not in _PORTS:
            raise ValueError("url begins with http:// or https://, as in http://localhost:3000")
        if "@" in parts.netloc:
            raise ValueError("url has a user name or a password, and the sandbox asks for none: leave it out")
        if parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise ValueError("url is the address of a whole server: leave out what follows the host and the port")
        name = host_name(parts.netloc)
        if not name:
            raise ValueError("url has no host that can be used, as in http://localhost:3000; write it in ASCII")
        return cls(parts.scheme, name, _PORTS[parts.scheme] if port is None else port)

    def at(self, listening: int) -> str:
        """Return the address of a server that listens on the port `listening`, without a trailing slash."""
        port = self.port or listening
        return f"{self.scheme}://{self.name}" + ("" if port == _PORTS[self.scheme] else f":{port}")

    @property
    def leads_here(self) -> bool:
        """True if the host is 127.0.0.1, or a name for it."""
        # Source: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
        if self.name == "localhost" or self.name.endswith(".localhost"):
            return True
        try:
            found = socket.getaddrinfo(self.name, None, socket.AF_INET, socket.SOCK_STREAM)
        except (OSError, UnicodeError):  # UnicodeError: labels that are empty or too long
            return False
        return LOOPBACK in {where[0] for *_, where in found}
