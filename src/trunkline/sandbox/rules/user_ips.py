"""Addresses from which local users signed up and signed in, which moderators see."""

from __future__ import annotations

import ipaddress

from trunkline.sandbox.store.database import Store

_NOTE = """
INSERT INTO user_ips (account_id, ip, used_at) VALUES (?, ?, ?)
ON CONFLICT (account_id, ip) DO UPDATE SET used_at = excluded.used_at
"""


def note_ip(store: Store, account_id: int, ip: str) -> None:
    """Note that a user came from the address `ip`."""
    store.execute(_NOTE, (account_id, ip, store.now()))


def users_from(store: Store, text: str) -> list[int]:
    """Return the users who came from an address, or from a range in CIDR notation; nobody if it is neither."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return []
    return [row["account_id"] for row in store.rows("SELECT * FROM user_ips") if _is_in(row["ip"], network)]


def _is_in(ip: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(ip) in network
    except ValueError:  # the name of a test client
        return False
