"""Effects of a domain block on its accounts. All functions run inside a transaction."""

from __future__ import annotations

import json

from trunkline.sandbox.moderation.actions import set_limited, suspend, unsuspend
from trunkline.sandbox.rules.domains import with_parents
from trunkline.sandbox.store.database import Row, Store

_ACCOUNTS = """
SELECT id, suspended, limited FROM accounts
WHERE domain = :domain OR substr(domain, -length(:domain) - 1) = '.' || :domain
"""
_RULE = """
SELECT * FROM server_domain_blocks WHERE domain IN (SELECT value FROM json_each(?))
ORDER BY length(domain) DESC LIMIT 1
"""


def rule_for(store: Store, domain: str) -> Row | None:
    """Return the block of a domain: its own, or that of the nearest parent domain."""
    return store.row(_RULE, (json.dumps(with_parents(domain)),))


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/block_domain_service.rb
def enforce(store: Store, block: Row) -> None:
    """Suspend or limit the accounts of a blocked domain and of its subdomains."""
    for account in store.rows(_ACCOUNTS, {"domain": block["domain"]}):
        if block["severity"] == "suspend" and not account["suspended"]:
            suspend(store, account["id"], block["id"])
        elif block["severity"] == "silence" and not account["limited"]:
            set_limited(store, account["id"], limited=True, domain_block_id=block["id"])


def lift(store: Store, block: Row) -> None:
    """Revert `enforce`."""
    for account in store.rows("SELECT id, suspended FROM accounts WHERE domain_block_id = ?", (block["id"],)):
        if block["severity"] == "suspend" and account["suspended"]:
            unsuspend(store, account["id"])
        elif block["severity"] == "silence":
            set_limited(store, account["id"], limited=False)
