"""Authorization URL with state and PKCE, and the code in the redirect."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from trunkline.errors import MastodonIllegalArgumentError


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

    def code_from(self, redirected_to: str) -> str:
        """Return the code in the redirect URL.

        Raises:
            MastodonIllegalArgumentError: the person refused, or the redirect belongs to another request.
        """
        from hmac import compare_digest

        answer = {name: values[0] for name, values in parse_qs(urlsplit(redirected_to).query).items()}
        if not compare_digest(answer.get("state", "").encode(), self.state.encode()):
            raise MastodonIllegalArgumentError("The answer belongs to another log-in (state differs). Start again.")
        if "code" not in answer:
            reason = answer.get("error_description") or answer.get("error") or "it carries no code"
            raise MastodonIllegalArgumentError(f"The server gave no access: {reason}.")
        return answer["code"]


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
    """Return the URL of the authorization page."""
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
    return f"{endpoint}?{urlencode({k: v for k, v in parameters.items() if v is not None})}"
