"""Domains of other servers."""

from __future__ import annotations

import hashlib

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.store.database import Row


def required_domain(params: Params) -> str:
    """Return the parameter `domain` in lower case.

    Raises:
        ApiError: it is missing or no domain.
    """
    domain = (params.filled("domain") or "").strip().lower()
    if not domain:
        raise validation_message("Domain can't be blank")
    if any(character in domain for character in "/@ "):
        raise validation_message("Domain is not a valid domain name")
    return domain


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
