"""The server behind a domain: accounts can be of example.org while their server is social.example.org.

Mastodon calls them ``LOCAL_DOMAIN`` and ``WEB_DOMAIN``: https://docs.joinmastodon.org/admin/config/#web_domain
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from trunkline.clients.client import Mastodon
from trunkline.errors import MastodonAPIError, MastodonError, MastodonIllegalArgumentError
from trunkline.protocol.addresses import base_url, is_loopback, origin
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.response import Response

_HOST_META = "/.well-known/host-meta"
_ACTIVITY = "application/activity+json"


def server_behind(address: str, name: str, timeout: float) -> str:
    """Return the address of the server that a domain names as its own; *address* if it names none.

    Two requests at most, without a token, and to a server of https unless the domain is one of this machine.

    Args:
        address: the address of the domain.
        name: the name of an account there; empty if none is known.
        timeout: seconds without any byte until a request is given up.
    """
    if urlsplit(address).path:
        return address
    with Mastodon(api_base_url=address, request_timeout=timeout) as client:
        state = replace(client.state, retry=RetryPolicy(attempts=1), ratelimit_method="throw")
        for path, read in _questions(urlsplit(address).netloc, name):
            try:
                answer = client.run(exchange(Request("GET", path, str, anonymous=True), state))
            except MastodonAPIError:
                continue
            except MastodonError:  # of the network, about which the log-in will complain
                break
            found = _usable(read(answer), address)
            if found:
                return found
    return address


def _questions(host: str, name: str) -> Iterator[tuple[str, Callable[[Response], str | None]]]:
    yield _HOST_META, _address_of_webfinger
    if name:
        yield f"/.well-known/webfinger?resource={quote(f'acct:{name}@{host}', safe='')}", _address_of_actor


def _usable(url: str | None, address: str) -> str | None:
    """Return the origin of a URL, unless it leads from the network to this machine, or is not encrypted."""
    home = origin(url or "")
    try:
        return base_url(home) if home and is_loopback(home) == is_loopback(address) else None
    except MastodonIllegalArgumentError:
        return None


def _address_of_webfinger(answer: Response) -> str | None:
    """Read a host-meta document: https://www.rfc-editor.org/rfc/rfc6415#section-3.1.1"""
    try:
        links = fromstring(answer.body).iter()  # noqa: S314  (expat 2.4.1 and later bound the expansion of entities)
    except (ParseError, ValueError, LookupError):
        return None
    return next((one.get("template") for one in links if one.get("rel") == "lrdd"), None)


def _address_of_actor(answer: Response) -> str | None:
    """Read a WebFinger document: https://docs.joinmastodon.org/spec/webfinger/"""
    try:
        links = answer.json()["links"]
        href = next(one["href"] for one in links if one["rel"] == "self" and one["type"] == _ACTIVITY)
    except (ValueError, KeyError, TypeError, StopIteration):
        return None
    return href if isinstance(href, str) else None
