"""Blocks of e-mail addresses and IP ranges at registration."""

from __future__ import annotations

import hashlib
import ipaddress
import json

from trunkline.sandbox.rules.domains import with_parents
from trunkline.sandbox.store.database import Store

_EMAIL_DOMAIN = """
SELECT 1 FROM email_domain_blocks
WHERE allow_with_approval = ? AND domain IN (SELECT value FROM json_each(?))
"""
_IPS = "SELECT ip FROM ip_blocks WHERE severity = ? AND (expires_at IS NULL OR expires_at > ?)"


# Source: https://github.com/mastodon/mastodon/blob/main/app/helpers/email_helper.rb
def canonical_hash(email: str) -> str:
    """Return the hash of an e-mail address, equal for all spellings of one mailbox."""
    name, _, domain = email.lower().partition("@")
    return hashlib.sha256(f"{name.replace('.', '').partition('+')[0]}@{domain}".encode()).hexdigest()


def is_refused_domain(store: Store, email: str) -> bool:
    """Return True if the domain of the address is blocked."""
    return _has_email_domain(store, email, allow_with_approval=False)


def _has_email_domain(store: Store, email: str, *, allow_with_approval: bool) -> bool:
    domains = json.dumps(with_parents(email.lower().rpartition("@")[2]))
    return store.row(_EMAIL_DOMAIN, (allow_with_approval, domains)) is not None


def is_refused_address(store: Store, email: str) -> bool:
    """Return True if the address itself is blocked."""
    found = store.row("SELECT 1 FROM canonical_email_blocks WHERE canonical_email_hash = ?", (canonical_hash(email),))
    return found is not None


def is_refused_ip(store: Store, ip: str) -> bool:
    """Return True if registrations from `ip` are blocked."""
    return _is_blocked_ip(store, ip, "sign_up_block")


def needs_approval(store: Store, email: str, ip: str) -> bool:
    """Return True if a registration needs the approval of moderators."""
    return _has_email_domain(store, email, allow_with_approval=True) or _is_blocked_ip(
        store, ip, "sign_up_requires_approval"
    )


def _is_blocked_ip(store: Store, ip: str, severity: str) -> bool:
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    blocks = store.column(_IPS, (severity, store.now()))
    return any(address in ipaddress.ip_network(block) for block in blocks)
