"""Proxies: the given one, or those of the environment and the system."""

from __future__ import annotations

from urllib.parse import urlsplit

from trunkline.errors import MastodonIllegalArgumentError

_SCHEMES = ("http", "https", "socks5", "socks5h")
_VARIABLES = "proxy=... and HTTPS_PROXY, HTTP_PROXY, ALL_PROXY"


def checked_proxy(proxy: str) -> str:
    """Return the URL of a proxy; without a scheme, it is one of HTTP.

    Raises:
        MastodonIllegalArgumentError: it is none that can be used. The message does not show it, as it may hold a
            password.
    """
    url = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not (usable and url.isascii() and url.isprintable() and " " not in url):
        raise MastodonIllegalArgumentError(
            f"The address of the proxy cannot be used: see {_VARIABLES}. It is like http://host:port or "
            "socks5h://name:password@host:port, with other characters than ASCII escaped."
        )
    return url


def check_proxies(proxy: str | None) -> None:
    """Check the given proxy, or else all that the environment names.

    Raises:
        MastodonIllegalArgumentError: one of them cannot be used.
    """
    from urllib.request import getproxies

    found = getproxies() if proxy is None else {"all": proxy}
    for scheme in ("http", "https", "all"):
        if found.get(scheme):
            checked_proxy(found[scheme])


def proxy_of_environment(url: str) -> str | None:
    """Return the proxy that the environment or the system names for a URL; ``None`` for none.

    Raises:
        MastodonIllegalArgumentError: it cannot be used.
    """
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    found = getproxies()
    proxy = found.get(parts.scheme) or found.get("all")
    return checked_proxy(proxy) if proxy else None


def lacking(package: str) -> MastodonIllegalArgumentError:
    """Return the error for a SOCKS proxy without the package for it."""
    return MastodonIllegalArgumentError(
        f"The address of the proxy cannot be used: SOCKS needs the package {package}: pip install 'trunkline[socks]'. "
        f"See {_VARIABLES}."
    )
