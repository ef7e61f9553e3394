"""Confirmation of e-mail addresses."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.rules.mails import send_mail
from trunkline.sandbox.rules.registration import email_problems
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/devise.rb (confirm_within)
_LIFETIME = 2 * 86_400_000
_USER = "SELECT * FROM users WHERE account_id = ?"


def ask_for_confirmation(store: Store, account_id: int, site: ServerSite) -> None:
    """Mail the link that confirms the address of an account, below the server's address."""
    user = _user(store, account_id)
    token = user["confirmation_token"]
    if token is None or _is_too_old(store, user):
        token = _new_token(store, account_id)
    query = {"confirmation_token": token, **({"redirect_to_app": "true"} if user["created_by_app_id"] else {})}
    send_mail(
        store,
        user["unconfirmed_email"] or user["email"],
        f"Mastodon: Confirmation instructions for {site.domain}",
        "Somebody gave this address to a Mastodon server. If it was you, open this link to confirm it:",
        f"{site.url}/auth/confirmation?{urlencode(query)}",
    )


def change_email(store: Store, account_id: int, email: str) -> None:
    """Let another address wait for its confirmation; the old one stays until then.

    Raises:
        ApiError: the address is invalid.
    """
    new = email.strip().lower()
    if new == _user(store, account_id)["email"].lower():
        return
    refuse(email_problems(store, new))
    store.execute("UPDATE users SET unconfirmed_email = ? WHERE account_id = ?", (new, account_id))
    _new_token(store, account_id)


def confirm(store: Store, token: str) -> Row | None:
    """Confirm the address that a link names; return the user, or `None` for a link that is none or too old."""
    user = store.row("SELECT * FROM users WHERE confirmation_token = ?", (token,))
    if user is None or _is_too_old(store, user):
        return None
    sql = """UPDATE users SET confirmed = 1, email = coalesce(unconfirmed_email, email), unconfirmed_email = NULL,
        confirmation_token = NULL WHERE account_id = ?"""
    store.execute(sql, (user["account_id"],))
    return user


def _new_token(store: Store, account_id: int) -> str:
    token = secrets.token_urlsafe(15)
    sql = "UPDATE users SET confirmation_token = ?, confirmation_sent_at = ? WHERE account_id = ?"
    store.execute(sql, (token, store.now(), account_id))
    return token


def _is_too_old(store: Store, user: Row) -> bool:
    return bool(user["confirmation_sent_at"] + _LIFETIME < store.now())


def _user(store: Store, account_id: int) -> Row:
    user = store.row(_USER, (account_id,))
    if user is None:
        raise LookupError(f"account {account_id} is not of this server")
    return user
