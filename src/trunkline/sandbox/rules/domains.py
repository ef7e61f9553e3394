"""Domains of other servers."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, blank, refuse
from trunkline.sandbox.store.database import Row

_LABEL = re.compile(r"[a-z0-9-]{1,63}")
_LONGEST = 256
# What an address may have in the place of a host. Source: https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.2
_HOST = re.compile(r"[\w.~!$&'()*+,;=:\[\]-]+")
_INVALID = Problem("domain", "ERR_INVALID", "is invalid")


def required_domain(params: Params, own: str) -> str:
    """Return the parameter `domain` as it is stored: in lower case and in ASCII (`xn--bcher-kva.example`).

    Args:
        params: the parameters of a request.
        own: the server's own domain, which is valid although it may have a port.

    Raises:
        ApiError: it is missing or no domain.
    """
    refuse(domain_problems(params, own))
    return normalised_domain(params.filled("domain") or "")


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/domain_validator.rb
def domain_problems(params: Params, own: str) -> list[Problem]:
    """Check the parameter `domain`. The server's own domain is valid, though it may have a port."""
    domain = normalised_domain(params.filled("domain") or "")
    if not domain:
        return [blank("domain")]
    if domain == own or is_domain(domain):
        return []
    # What cannot be normalised is found twice: before the validation, and by it.
    return [_INVALID] * (1 if _HOST.fullmatch(domain) else 2)


def is_domain(text: str) -> bool:
    """Return True if a text has the form of a domain, after it was normalised."""
    domain = normalised_domain(text)
    return "/" not in text and len(domain) <= _LONGEST and all(map(_LABEL.fullmatch, domain.split(".")))


def normalised_domain(text: str) -> str:
    """Return a domain in lower case and in ASCII. What is no domain is only trimmed."""
    domain = unicodedata.normalize("NFKC", text.strip().removesuffix("/")).lower()
    return ".".join(_ascii(label) for label in domain.split("."))


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    return f"xn--{label.encode('punycode').decode('ascii')}"


def with_parents(domain: str) -> list[str]:
    """Return the domain and its parents, longest first: `a.b.example`, `b.example`, `example`."""
    parts = domain.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def domain_digest(domain: str) -> str:
    """Return the SHA-256 of a domain, by which clients match domains that are obfuscated."""
    return hashlib.sha256(domain.encode()).hexdigest()


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/domain_block.rb
def public_domain(block: Row) -> str:
    """Return the domain of a server block, with its middle masked if the block is obfuscated."""
    domain = str(block["domain"])
    if not block["obfuscate"]:
        return domain
    shown = len(domain) // 4
    return "".join(
        "*" if shown < place < len(domain) - shown and character != "." else character
        for place, character in enumerate(domain)
    )
