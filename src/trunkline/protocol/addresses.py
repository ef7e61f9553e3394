"""Addresses of servers: validation, comparison, and paths that servers name."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from trunkline.errors import MastodonIllegalArgumentError

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Stricter than RFC 3986: what some libraries read as another host than others (a backslash, a user name, white space,
# an escape) is no address here. Compiled at the first use, as in `trunkline.protocol.software`.
_ORIGIN = r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#\\@:\[\]%]+)(?::(\d{0,5}))?(?![^/?#])"
_ASCII_HOST = r"\[[0-9a-f:.]+\]|(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?"


def base_url(address: str, *, allow_http: bool = False) -> str:
    """Return a server address, as typed by a person, as ``https://host[:port][/path]``.

    The host is in lower case and in ASCII, as all HTTP libraries understand it alike; a default port is left out.

    Args:
        address: with or without scheme; a path is kept, a trailing slash is not.
        allow_http: accept plain ``http`` for other hosts than this machine.

    Raises:
        MastodonIllegalArgumentError: invalid address, one with a password, or plain ``http`` to another machine.
    """
    address = address.strip()
    url = address if "://" in address else f"https://{address}"
    server = origin(_without_userinfo(url))
    if server is None or any(c.isspace() for c in address):
        raise MastodonIllegalArgumentError(
            f"{_without_userinfo(address)!r} is no server address. Pass one such as 'mastodon.social'."
        )
    if _without_userinfo(url) != url:
        raise MastodonIllegalArgumentError("api_base_url carries a user name or password. Pass the address alone.")
    if server.startswith("http:") and not is_loopback(server) and not allow_http:
        raise MastodonIllegalArgumentError(
            f"Plain http to {urlsplit(server).hostname} would send the access token readable by others. Use https, "
            "or pass allow_http=True if you know the network."
        )
    return server + urlsplit(url).path.rstrip("/")


def is_loopback(url: str) -> bool:
    """Return True if the URL points to this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _without_userinfo(address: str) -> str:
    """Return the address without user name and password."""
    before, slashes, after = address.partition("://")
    rest = after if slashes else before
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    return (before + slashes if slashes else "") + rest[:end].rpartition("@")[2] + rest[end:]


def origin(url: str) -> str | None:
    """Return the origin of a URL as ``scheme://host[:port]``, in lower case, in ASCII and without a default port.

    Returns:
        ``None`` for a URL that is not ``http`` or ``https``, has a user name or password, or is not clear about its
        host.
    """
    found = re.match(_ORIGIN, url, re.IGNORECASE)
    if found is None:
        return None
    scheme, host = found[1].lower(), _ascii_host(found[2].lower())
    port = int(found[3] or _DEFAULT_PORTS[scheme])
    if host is None or port > 65_535:
        return None
    return f"{scheme}://{host}" if port == _DEFAULT_PORTS[scheme] else f"{scheme}://{host}:{port}"


def _ascii_host(host: str) -> str | None:
    """Return a host as the HTTP library resolves it (IDNA 2008); WebSocket libraries may follow the older IDNA 2003."""
    if not host.isascii():
        import httpx2

        try:
            host = httpx2.URL(f"https://{host}/").raw_host.decode("ascii")
        except httpx2.InvalidURL:
            return None
    return host if re.fullmatch(_ASCII_HOST, host) else None


def is_below(url: str, base: str) -> bool:
    """Return True if a URL has the origin of *base* and a path that is that of *base* or below it."""
    if not url.startswith(f"{base}/"):
        home = origin(base)
        if home is None or origin(url) != home:
            return False
    path_of_base = unquote(urlsplit(base).path)
    if not path_of_base:
        return True
    path = unquote(urlsplit(url).path).replace("\\", "/")
    return f"{path}/".startswith(f"{path_of_base}/") and not {".", ".."} & set(path.split("/"))


def path_and_query(target: str) -> str | None:
    """Return path and query of a URL or path that a server names, never its host.

    Returns:
        ``None`` unless the path begins with exactly one ``/``: glued to an address, it would name another host.
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
