"""Control of a running sandbox by the program that started it: people, applications and tokens.

`Control` has the methods, which take and return JSON values: a sandbox in a separate process is controlled through the
pipe to that process. No HTTP request reaches them.
"""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.due import run_due
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.apps import register_app
from trunkline.sandbox.oauth.one_time_codes import code_at, current_step, new_secret
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.oauth.tokens import issue_token, unusable_token
from trunkline.sandbox.rules.profiles import change_profile, check_profile, profile_changes
from trunkline.sandbox.rules.registration import add_local_account, identity_problems
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.passwords import hash_password, seeded_password, verify_password

_APP_NAME = "Sandbox"
_TOKENS_APP = "SELECT * FROM apps WHERE name = ? ORDER BY id LIMIT 1"
_SIGN_IN = """
SELECT a.username, a.id FROM users u JOIN accounts a ON a.id = u.account_id
WHERE u.confirmed AND u.approved AND NOT a.suspended ORDER BY a.id
"""
_HASH = "SELECT u.password_hash FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.username = ?"
_LOCAL = "SELECT id FROM accounts WHERE lower(username) = lower(?) AND domain IS NULL"


class Control:
    """Everything that a program can ask of the sandbox that it started, besides HTTP requests."""

    def __init__(self, store: Store, hub: Hub, site: ServerSite) -> None:
        self._store = store
        self._hub = hub
        self._site = site

    def ask(self, do: str, **arguments: Any) -> Any:
        """Call the method `do`. Arguments and result are JSON values.

        Raises:
            ValueError: the method refuses the arguments.
        """
        return getattr(self, do)(**arguments)

    def accounts(self) -> dict[str, str]:
        """Return the ids of all local accounts that can sign in, by user name."""
        return {row["username"]: str(row["id"]) for row in self._store.rows(_SIGN_IN)}

    def run_due(self) -> int:
        """Do all due work and return its amount."""
        return run_due(self._store, self._hub, self._site)

    def add_application(self, name: str, website: str | None, scopes: str, redirect_uris: list[str]) -> dict[str, str]:
        """Register an application and return its id and credentials."""
        app = register_app(self._store, name, redirect_uris, _checked(scopes, SUPPORTED), website)
        return {"id": str(app["id"]), "client_id": app["client_id"], "client_secret": app["client_secret"]}

    def add_person(
        self,
        username: str,
        email: str,
        profile: dict[str, Any],
        user: dict[str, Any],
        role: str | None,
        moved_to: str | None,
        app_id: str | None,
        two_factor: bool,
    ) -> dict[str, str]:
        """Make a local user and return its id and password.

        Args:
            username: a new user name.
            email: a new address.
            profile: parameters of `PATCH /api/v1/accounts/update_credentials`.
            user: columns of `users`.
            role: the name of a role.
            moved_to: a local user name.
            app_id: the application that the person signed up with.
            two_factor: signing in needs a one-time code.
        """
        store, password = self._store, seeded_password(self._store, username)
        problems = identity_problems(store, username, email)
        if problems:
            raise ValueError(f"{username} cannot be made: {', '.join(problem.sentence() for problem in problems)}")
        columns: dict[str, Any] = dict(user)
        if role is not None:
            columns["role_id"] = self._role(role)
        if app_id is not None:
            columns["created_by_app_id"] = self._app(app_id)["id"]
        if two_factor:
            columns["otp_secret"] = new_secret()
        changes = _profile(store, profile)
        if moved_to is not None:
            changes["moved_to_id"] = self._local(moved_to)
        with store.transaction():
            account_id = add_local_account(store, username, email, hash_password(password))
            change_profile(store, account_id, changes, columns)
        return {"id": str(account_id), "password": password}

    def password_for(self, username: str) -> str:
        """Return the password of a person who was generated, or made by `add_person`."""
        password = seeded_password(self._store, username)
        if not verify_password(password, self._store.value(_HASH, (username,)) or ""):
            raise ValueError(f"nobody called {username!r} was made with a password")
        return password

    def one_time_code(self, username: str) -> str:
        """Return the code with which a person who has two factors can sign in now."""
        user = self._store.row("SELECT * FROM users WHERE account_id = ?", (self._local(username),))
        if user is None or user["otp_secret"] is None:
            raise ValueError(f"{username} has one factor; make the person with two_factor=True")
        return code_at(user["otp_secret"], max(current_step(self._store), user["otp_step"] + 1))

    def _role(self, name: str) -> int:
        role_id = self._store.value("SELECT id FROM roles WHERE name = ? AND name <> ''", (name,))
        if role_id is None:
            known = self._store.column("SELECT name FROM roles WHERE name <> '' ORDER BY id")
            raise ValueError(f"there is no role {name!r}; the roles are {', '.join(known)}")
        return int(role_id)

    def _local(self, username: str) -> int:
        account_id = self._store.value(_LOCAL, (username,))
        if account_id is None:
            names = ", ".join(list(self.accounts())[:10])
            raise ValueError(f"there is nobody called {username!r} here; there are for example {names}")
        return int(account_id)

    def token_for(
        self, username: str, scopes: str, app_id: str | None = None, expired: bool = False, revoked: bool = False
    ) -> str:
        """Return an access token of a local user, be it one that may not use it."""
        return self._token(app_id, self._local(username), scopes, expired, revoked)

    def app_token(self, app_id: str, scopes: str, expired: bool, revoked: bool) -> str:
        """Return an access token of an application."""
        return self._token(app_id, None, scopes, expired, revoked)

    def _token(self, app_id: str | None, account_id: int | None, scopes: str, expired: bool, revoked: bool) -> str:
        with self._store.transaction():
            app = self._own_app() if app_id is None else self._app(app_id)
            wanted = _checked(scopes, tuple(app["scopes"].split()))
            if expired or revoked:
                return unusable_token(self._store, app["id"], account_id, wanted, expired=expired, revoked=revoked)
            return str(issue_token(self._store, app["id"], account_id, wanted)["token"])

    def _app(self, app_id: str) -> Row:
        app = self._store.row("SELECT * FROM apps WHERE id = ?", (app_id,))
        if app is None:
            raise ValueError("the application was deleted")
        return app

    def _own_app(self) -> Row:
        app = self._store.row(_TOKENS_APP, (_APP_NAME,))
        return register_app(self._store, _APP_NAME, [OUT_OF_BAND], " ".join(SUPPORTED)) if app is None else app


def _checked(scopes: str, allowed: tuple[str, ...]) -> str:
    """Return the scopes, separated by single spaces."""
    wanted = scopes.split()
    if not wanted or not set(wanted) <= set(SUPPORTED):
        raise ValueError(f"these are no scopes: {scopes!r}; try 'read write follow push'")
    if not set(wanted) <= set(allowed):
        raise ValueError(f"the application has not registered all of {scopes!r}, only {' '.join(allowed)!r}")
    return " ".join(wanted)


def _profile(store: Store, values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of `accounts` for a profile."""
    params = Params({name: value for name, value in values.items() if value is not None})
    try:
        check_profile(params)
    except ApiError as error:
        raise ValueError(error.message) from None
    return profile_changes(store, "", params)
