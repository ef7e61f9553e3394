"""Validation of the registration of an app, in the order and words of Doorkeeper and Mastodon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from trunkline.sandbox.http.validation import Problem, blank, too_long
from trunkline.sandbox.oauth.scopes import SUPPORTED

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_LARGEST_NAME = 60
_LARGEST_ADDRESS = 2_000
_FORBIDDEN_SCHEMES = frozenset({"data", "vbscript", "javascript"})
_NAME, _URI, _WEBSITE = "Application name", "Redirect URI", "Application website"
_URI_CHARACTERS = re.compile(r"(?:[\w\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", re.ASCII)


# Sources: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/orm/active_record/mixins/application.rb
# and https://github.com/mastodon/mastodon/blob/main/app/lib/application_extension.rb
def application_problems(name: str, uris: Sequence[str], scopes: str, website: str | None) -> list[Problem]:
    """Return what is wrong with a registration, in the order in which the answer names it."""
    found = [] if name.strip() else [blank("name", _NAME)]
    found += _redirect_problems(uris)
    if not set(scopes.split()) <= set(SUPPORTED):
        found.append(Problem("scopes", "ERR_INVALID", "doesn't match those configured on the server."))
    found += _length_problems("name", name, _LARGEST_NAME, _NAME)
    if website is not None:
        found += _website_problems(website)
    return found + _length_problems("redirect_uri", "\n".join(uris), _LARGEST_ADDRESS, _URI)


def _length_problems(attribute: str, text: str, most: int, label: str) -> list[Problem]:
    return [too_long(attribute, most, label)] if len(text) > most else []


def _website_problems(website: str) -> list[Problem]:
    parts = _split(website)
    found = []
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        found.append(Problem("website", "ERR_INVALID", "is not a valid URL", _WEBSITE))
    return found + _length_problems("website", website, _LARGEST_ADDRESS, _WEBSITE)


# Source: https://github.com/doorkeeper-gem/doorkeeper/blob/main/lib/doorkeeper/orm/active_record/redirect_uri_validator.rb
def _redirect_problems(uris: Sequence[str]) -> list[Problem]:
    if not uris:
        return [blank("redirect_uri", _URI)]
    found: list[Problem] = []
    for uri in uris:
        parts = _split(uri)
        if parts is None or not _URI_CHARACTERS.fullmatch(uri):
            return [*found, _redirect_problem("must be a valid URI.")]
        if uri not in (OUT_OF_BAND, f"{OUT_OF_BAND}:auto"):
            found += [_redirect_problem(complaint) for complaint in _complaints(uri, parts)]
    return found


def _complaints(uri: str, parts: SplitResult) -> list[str]:
    found = []
    if parts.scheme in _FORBIDDEN_SCHEMES:
        found.append("is forbidden by the server.")
    if "#" in uri:
        found.append("cannot contain a fragment.")
    is_opaque = bool(parts.scheme and parts.path and not parts.netloc and not parts.path.startswith("/"))
    if is_opaque or parts.scheme == "localhost":
        found.append("must specify a scheme.")
    if not parts.scheme and not parts.netloc:
        found.append("must be an absolute URI.")
    if parts.scheme in ("http", "https") and not parts.netloc:
        found.append("must be a valid URI.")
    return found


def _redirect_problem(description: str) -> Problem:
    return Problem("redirect_uri", "ERR_INVALID", description, _URI)


def _split(uri: str) -> SplitResult | None:
    """Return the parts of a URI; `None` if it is none."""
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    return parts
