"""Authorization URL with state and PKCE, and the code in the redirect."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from trunkline.errors import MastodonIllegalArgumentError, MastodonMalformedResponseError, printable
from trunkline.protocol.addresses import is_loopback, origin

_LONGEST_PAGE = 2_000
_IN_NO_URL = frozenset(' "<>\\^`{|}#')
"""Characters that no URL contains, with which parsers of URLs disagree about its host; and the fragment, which RFC
6749, section 3.1, excludes."""


def new_verifier() -> str:
    """Return a new PKCE code verifier of 43 characters (RFC 7636, section 4.1)."""
    from secrets import token_urlsafe

    return token_urlsafe(32)


def challenge_of(verifier: str) -> str:
    """Return the S256 code challenge of a verifier (RFC 7636, section 4.2)."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


@dataclass(frozen=True, slots=True)
class Authorization:
    """An authorization in progress: send the person to ``url``, then call ``log_in``.

    Attributes:
        url: the authorization page.
        redirect_uri: the redirect URI.
        scopes: the requested scopes, separated by spaces.
        state: binds the redirect to this request (RFC 6749, section 10.12); checked by `code_from`.
        code_verifier: the PKCE verifier, for ``log_in(code_verifier=...)``.
    """

    url: str
    redirect_uri: str
    scopes: str
    state: str = field(repr=False)
    code_verifier: str = field(repr=False)

    def is_answered_by(self, redirected_to: str) -> bool:
        """Return True if a redirect URL carries the state of this request."""
        from hmac import compare_digest

        return compare_digest(_parameters(redirected_to).get("state", "").encode(), self.state.encode())

    def code_from(self, redirected_to: str) -> str:
        """Return the code in the redirect URL.

        Raises:
            MastodonIllegalArgumentError: the person refused, or the redirect belongs to another request or comes from
                another server.
        """
        if not self.is_answered_by(redirected_to):
            raise MastodonIllegalArgumentError("The answer belongs to another log-in (state differs). Start again.")
        answer = _parameters(redirected_to)
        # RFC 9207: a server that is asked for a code must not be able to send the person to another one for it.
        if "iss" in answer and not _same_host(answer["iss"], self.url):
            raise MastodonIllegalArgumentError("The answer comes from another server (iss differs). Start again.")
        if "error" in answer or "code" not in answer:
            reason = answer.get("error_description") or answer.get("error") or "it carries no code"
            raise MastodonIllegalArgumentError(f"The server gave no access: {printable(reason).rstrip('.')}.")
        return answer["code"]


def _parameters(url: str) -> dict[str, str]:
    """Return the query parameters that a URL has once; RFC 6749, section 3.1, forbids to repeat any."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return {}
    return {name: values[0] for name, values in parse_qs(query).items() if len(values) == 1}


def authorization_page(endpoint: object, server: str) -> str:
    """Return the URL of a server's authorization page, if it may be opened and shown.

    Args:
        endpoint: ``authorization_endpoint`` of the server's metadata.
        server: the server's address.

    Raises:
        MastodonMalformedResponseError: it is no web page of this server: of another scheme than ``https`` (``http`` on
            this machine, or where the server itself is reached by it) or of another host, with a user name, longer than
            2000 characters, or with characters that no URL has.
    """
    if isinstance(endpoint, str) and len(endpoint) <= _LONGEST_PAGE and _is_page_of(server, endpoint):
        return endpoint
    raise MastodonMalformedResponseError(
        f"{server} names an authorization page that is none of its own: {printable(str(endpoint))!r}"
    )


def _is_page_of(server: str, url: str) -> bool:
    page = origin(url) if url.isprintable() and _IN_NO_URL.isdisjoint(url) else None
    if page is None:
        return False
    return (page.startswith("https:") or is_loopback(page) or server.startswith("http:")) and _same_host(page, server)


def _same_host(one: str, other: str) -> bool:
    """Return True if two URLs have the same host; all names of this machine are the same."""
    places = [place for place in map(origin, (one, other)) if place is not None]
    hosts = {urlsplit(place).hostname for place in places}
    return len(places) == 2 and (len(hosts) == 1 or all(map(is_loopback, places)))


def authorization_url(
    endpoint: str,
    client_id: str,
    redirect_uri: str,
    scopes: str,
    *,
    force_login: bool = False,
    state: str | None = None,
    lang: str | None = None,
    code_challenge: str | None = None,
) -> str:
    """Return the URL of the authorization page; a query of *endpoint* is kept (RFC 6749, section 3.1)."""
    parameters = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": scopes,
        "force_login": "true" if force_login else None,
        "state": state,
        "lang": lang,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256" if code_challenge else None,
    }
    query = urlencode({k: v for k, v in parameters.items() if v is not None})
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"
