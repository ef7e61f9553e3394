"""OAuth errors (RFC 6749, section 5.2)."""

from __future__ import annotations

from starlette.responses import Response

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.errors import challenge

_DESCRIPTIONS = {
    "invalid_client": (
        "Client authentication failed due to unknown client, no client authentication included, or unsupported"
        " authentication method."
    ),
    "invalid_grant": (
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the"
        " authorization request, or was issued to another client."
    ),
    "invalid_redirect_uri": "The redirect uri included is not valid.",
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "invalid_code_challenge_method": "The code challenge method must be S256, plain is unsupported.",
    "unsupported_grant_type": "The authorization grant type is not supported by the authorization server.",
    "unsupported_response_type": "The authorization server does not support this response type.",
    "unsupported_response_mode": "The authorization server does not support this response mode.",
    "unauthorized_client": "You are not authorized to revoke this token",
    "access_denied": "The resource owner or authorization server denied the request.",
}
_STATUSES = {"invalid_client": 401, "unauthorized_client": 403}


class OAuthError(Exception):
    """A refused OAuth request. `code` is the error code of RFC 6749."""

    def __init__(self, code: str, description: str | None = None) -> None:
        self.code = code
        self.description = description or _DESCRIPTIONS[code]
        self.status = _STATUSES.get(code, 400)
        super().__init__(self.description)


def missing_parameter(name: str) -> OAuthError:
    """Build the error for a missing parameter."""
    return OAuthError("invalid_request", f"Missing required parameter: {name}.")


def error_answer(error: OAuthError) -> Response:
    """Build the JSON response for an error."""
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache", **challenge(error.code, error.description)}
    return answer({"error": error.code, "error_description": error.description}, error.status, headers)
