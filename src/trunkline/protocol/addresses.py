"""Addresses of servers: validation and comparison."""

from __future__ import annotations

from urllib.parse import urlsplit

from trunkline.errors import MastodonIllegalArgumentError

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def base_url(address: str, *, allow_http: bool = False) -> str:
    """Return a server address, as typed by a person, as ``https://host[:port][/path]``.

    Args:
        address: with or without scheme; a path is kept, a trailing slash is not.
        allow_http: accept plain ``http`` for other hosts than this machine.

    Raises:
        MastodonIllegalArgumentError: invalid address, one with a password, or plain ``http`` to another machine.
    """
    address = address.strip()
    parts = urlsplit(address if "://" in address else f"https://{address}")
    if not parts.hostname or parts.scheme not in ("http", "https") or any(c.isspace() for c in address):
        raise MastodonIllegalArgumentError(
            f"{_without_userinfo(address)!r} is no server address. Pass one such as 'mastodon.social'."
        )
    if parts.username or parts.password:
        raise MastodonIllegalArgumentError("api_base_url carries a user name or password. Pass the address alone.")
    if parts.scheme == "http" and not is_loopback(address) and not allow_http:
        raise MastodonIllegalArgumentError(
            f"Plain http to {parts.hostname} would send the access token readable by others. Use https, "
            "or pass allow_http=True if you know the network."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(url: str) -> bool:
    """Return True if the URL points to this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _without_userinfo(address: str) -> str:
    head, at, tail = address.rpartition("@")
    return tail if at else head or tail


def same_origin(one: str, other: str) -> bool:
    """Return True if both URLs have the same scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
