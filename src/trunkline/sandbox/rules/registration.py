"""Registration of local accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, blank, refuse, too_long
from trunkline.sandbox.rules import sign_up_blocks
from trunkline.sandbox.rules.limits import MAX_PASSWORD, MAX_REASON, MAX_USERNAME, MIN_PASSWORD
from trunkline.sandbox.rules.user_ips import note_ip
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.passwords import hash_password

_USERNAME = re.compile(r"[a-zA-Z0-9_]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/email_address_validator.rb
_STRICT_EMAIL = re.compile(r"""[^@\s%,"()<>\[\]:;\\]+@[^@\s.%,"()<>\[\]:;\\]+(\.[^@\s.%,"()<>\[\]:;\\]+)*""")
_EMAIL_LABEL = "E-mail address"
# Source: https://github.com/mastodon/mastodon/blob/main/db/seeds/05_username_blocks.rb
_RESERVED = frozenset(
    {
        "abuse", "account", "accounts", "admin", "administration", "administrator", "admins", "help", "helpdesk",
        "instance", "mod", "moderator", "moderators", "mods", "owner", "root", "security", "server", "staff", "support",
        "webmaster",
    }
)  # fmt: skip
_RESERVED_PARTS = ("mastodon", "mastadon")
# Source: https://github.com/mastodon/mastodon/blob/main/app/models/username_block.rb
_HOMOGLYPHS = str.maketrans("123457890", "izeastbgo")


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """The form of a registration."""

    username: str
    email: str
    password: str
    agreement: bool
    locale: str
    reason: str | None
    time_zone: str | None

    @classmethod
    def of(cls, params: Params) -> SignUpForm:
        """Read the form from the parameters of `POST /api/v1/accounts`."""
        return cls(
            username=(params.text("username") or "").strip(),
            email=(params.text("email") or "").strip().lower(),
            password=params.text("password") or "",
            agreement=params.flag("agreement"),
            locale=params.filled("locale") or "en",
            reason=params.filled("reason"),
            time_zone=params.filled("time_zone"),
        )


# Sources: https://github.com/mastodon/mastodon/blob/main/app/services/app_sign_up_service.rb and app/models/user.rb
def create_account(store: Store, form: SignUpForm, ip: str, app_id: int | None) -> int:
    """Create an account for a registration from the address `ip` through an app; run it inside a transaction.

    The e-mail address is not confirmed, and approved unless a block requires approval.

    Raises:
        ApiError: the form is invalid.
    """
    problems = [
        *_reason_problems(form.reason),
        *_early_email_problems(store, form.email),
        *_password_problems(form.password),
        *_username_problems(store, form.username),
        *_late_email_problems(store, form.email),
    ]
    if not form.agreement:
        problems.append(Problem("agreement", "ERR_ACCEPTED", "must be accepted", "Service agreement"))
    refuse(problems, details=True)
    account_id = add_local_account(
        store, form.username, form.email, hash_password(form.password), form.locale, form.reason, form.time_zone
    )
    note_ip(store, account_id, ip)
    approved = not sign_up_blocks.needs_approval(store, form.email, ip)
    sql = "UPDATE users SET confirmed = 0, approved = ?, created_by_app_id = ? WHERE account_id = ?"
    store.execute(sql, (approved, app_id, account_id))
    return account_id


def add_local_account(
    store: Store,
    username: str,
    email: str,
    password_hash: str = "",
    locale: str = "en",
    reason: str | None = None,
    time_zone: str | None = None,
) -> int:
    """Insert a local account without validation. Without a password hash nobody can log in as it."""
    now = store.now()
    account_id = store.new_id(now)
    store.insert("accounts", {"id": account_id, "username": username, "created_at": now})
    user = {
        "account_id": account_id,
        "email": email,
        "password_hash": password_hash,
        "locale": locale,
        "reason": reason,
        "time_zone": time_zone,
        "created_at": now,
    }
    store.insert("users", user)
    return account_id


def identity_problems(store: Store, username: str, email: str) -> list[Problem]:
    """Check the name and the address of a new local account."""
    return [*_username_problems(store, username), *email_problems(store, email)]


def email_problems(store: Store, email: str) -> list[Problem]:
    """Check a new address. Two rules of Mastodon look at its form, so that an error may stand twice."""
    return [*_early_email_problems(store, email), *_late_email_problems(store, email)]


def _username_problems(store: Store, username: str) -> list[Problem]:
    if not username:
        return [blank("username")]
    problems = []
    if not _USERNAME.fullmatch(username):
        description = "must contain only letters, numbers and underscores"
        problems.append(Problem("username", "ERR_INVALID", description))
    if len(username) > MAX_USERNAME:
        problems.append(too_long("username", MAX_USERNAME))
    if _is_reserved(username):
        problems.append(Problem("username", "ERR_RESERVED", "is reserved"))
    taken = "SELECT 1 FROM accounts WHERE lower(username) = ? AND coalesce(lower(domain), '') = ''"
    if store.row(taken, (username.lower(),)) is not None:
        problems.append(Problem("username", "ERR_TAKEN", "has already been taken"))
    return problems


def _is_reserved(username: str) -> bool:
    plain = username.lower().translate(_HOMOGLYPHS)
    return plain in _RESERVED or any(part in plain for part in _RESERVED_PARTS)


def _early_email_problems(store: Store, email: str) -> list[Problem]:
    if not email:
        return [blank("email", _EMAIL_LABEL)]
    if store.row("SELECT 1 FROM users WHERE lower(email) = ?", (email.lower(),)) is not None:
        return [Problem("email", "ERR_TAKEN", "has already been taken", _EMAIL_LABEL)]
    if not _EMAIL.fullmatch(email):
        return [Problem("email", "ERR_INVALID", "is invalid", _EMAIL_LABEL)]
    return []


def _late_email_problems(store: Store, email: str) -> list[Problem]:
    problems = []
    if not _STRICT_EMAIL.fullmatch(email):
        problems.append(Problem("email", "ERR_INVALID", "is invalid", _EMAIL_LABEL))
    if sign_up_blocks.is_refused_domain(store, email):
        problems.append(Problem("email", "ERR_BLOCKED", "uses a disallowed e-mail provider", _EMAIL_LABEL))
    if sign_up_blocks.is_refused_address(store, email):
        problems.append(Problem("email", "ERR_TAKEN", "has already been taken", _EMAIL_LABEL))
    return problems


def _reason_problems(reason: str | None) -> list[Problem]:
    return [too_long("reason", MAX_REASON)] if reason is not None and len(reason) > MAX_REASON else []


def _password_problems(password: str) -> list[Problem]:
    if not password:
        return [blank("password")]
    if len(password) < MIN_PASSWORD:
        return [Problem("password", "ERR_TOO_SHORT", f"is too short (minimum is {MIN_PASSWORD} characters)")]
    if len(password) > MAX_PASSWORD:
        return [too_long("password", MAX_PASSWORD)]
    return []
