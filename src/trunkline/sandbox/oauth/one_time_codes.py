"""One-time codes of the second factor (RFC 6238): six digits, new every 30 seconds."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.secrets import same_text

_SECONDS = 30
_DRIFT = 1  # steps that a clock may be wrong


def new_secret() -> str:
    """Return a random secret as authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of one step of 30 seconds since 1970."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def current_step(store: Store) -> int:
    """Return the step of the sandbox's clock."""
    return store.now() // 1000 // _SECONDS


def use_code(store: Store, account_id: int, code: str) -> bool:
    """Return True if `code` is the account's code of now, which then works no more."""
    user = store.row("SELECT otp_secret, otp_step FROM users WHERE account_id = ?", (account_id,))
    if user is None or user["otp_secret"] is None:
        return False
    now = current_step(store)
    for step in range(max(now - _DRIFT, user["otp_step"] + 1), now + _DRIFT + 1):
        if same_text(code_at(user["otp_secret"], step), code.strip()):
            store.execute("UPDATE users SET otp_step = ? WHERE account_id = ?", (step, account_id))
            return True
    return False
