"""Accounts: handles, addresses and look-up by handle."""

from __future__ import annotations

from trunkline.sandbox.store.database import Row, Store


def find_account(store: Store, handle: str, domain: str) -> Row | None:
    """Return the account with a handle: `ann`, `ann@<own domain>` or `bob@far.example`."""
    username, _, host = handle.removeprefix("@").partition("@")
    here = host.lower() in {"", domain.lower()}
    return store.row(
        "SELECT * FROM accounts WHERE lower(username) = ? AND coalesce(lower(domain), '') = ?",
        (username.lower(), "" if here else host.lower()),
    )


def acct(row: Row) -> str:
    """Return `ann` for a local account, `bob@far.example` for a remote one."""
    return row["username"] if row["domain"] is None else f"{row['username']}@{row['domain']}"


def account_url(row: Row, base: str) -> str:
    """Return the URL of the account's page."""
    return row["url"] or f"{base}/@{acct(row)}"


def account_uri(row: Row, base: str) -> str:
    """Return the account's ActivityPub id."""
    return row["uri"] or f"{base}/ap/users/{row['id']}"
