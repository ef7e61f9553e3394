"""Control of a running sandbox by the program that started it: people, applications and tokens.

`Control` has the methods, and those of `Acting` and `Situations`. They take and return JSON values: a sandbox in a
separate process is controlled through the pipe to that process, and by other programs through HTTP with a secret; see
`ControlDoor`.
"""

from __future__ import annotations

import inspect
import secrets
import typing
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from starlette.types import ASGIApp

from trunkline.sandbox.acting import Acting
from trunkline.sandbox.actors import DEFAULT_SCOPES
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.failures import Failures
from trunkline.sandbox.http.params import Params, to_id
from trunkline.sandbox.http.quirks import Quirk
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.likes.programs import answer_of, arguments_of
from trunkline.sandbox.live.announcing import announce, take_back
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.live.timekeeper import Timekeeper
from trunkline.sandbox.media.work import MediaWork
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.apps import register_app
from trunkline.sandbox.oauth.one_time_codes import code_at, current_step, new_secret
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.oauth.tokens import issue_token, unusable_token
from trunkline.sandbox.rules.profiles import change_profile, check_profile, profile_changes
from trunkline.sandbox.rules.registration import add_local_account, identity_problems
from trunkline.sandbox.situations import Situations
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.passwords import hash_password, seeded_password, verify_password

CONTROL_PATH = "/sandbox"
_APP_NAME = "Sandbox"
_TOKENS_APP = "SELECT * FROM apps WHERE name = ? ORDER BY id LIMIT 1"
_SIGN_IN = """
SELECT a.username, a.id FROM users u JOIN accounts a ON a.id = u.account_id
WHERE u.confirmed AND u.approved AND NOT a.suspended ORDER BY a.id
"""
_HASH = "SELECT u.password_hash FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.username = ?"
_LOCAL = "SELECT id FROM accounts WHERE lower(username) = lower(?) AND domain IS NULL"


@dataclass(frozen=True, slots=True)
class ServerParts:
    """The parts of a server that a program controls.

    Attributes:
        site: the server's address.
        app: the application, without rate limits, failures and quirks.
        run: runs a coroutine in the event loop of the server.
        methods: objects whose methods are those of the control too.
        clears: empty what else the server remembers, for `reset`.
        identity: translates the ids that programs see, where the server answers like other software.
    """

    store: Store
    hub: Hub
    site: ServerSite
    timekeeper: Timekeeper
    app: ASGIApp
    run: Callable[[Coroutine[Any, Any, Any]], Any]
    failures: Failures
    quirks: set[Quirk]
    media_work: MediaWork
    methods: Sequence[object]
    clears: Sequence[Callable[[], None]]
    identity: Identity | None = None


class Control:
    """Everything that a program can ask of the sandbox that it started, besides requests of the API.

    Attributes:
        secret: allows other programs to ask through HTTP; `None` if nobody may.
    """

    def __init__(self, parts: ServerParts) -> None:
        self._store = parts.store
        self._hub = parts.hub
        self._timekeeper = parts.timekeeper
        self._site = parts.site
        self._identity = parts.identity
        self.secret: str | None = None
        acting = Acting(parts.app, parts.site.origin, self._every_scope, self._local, parts.run)
        situations = Situations(
            parts.store,
            parts.timekeeper.clock,
            parts.hub,
            parts.failures,
            parts.quirks,
            parts.media_work,
            parts.clears,
            self._local,
            parts.run,
        )
        self._methods = {
            method.__name__: method for one in (self, acting, situations, *parts.methods) for method in _methods(one)
        }

    def ask(self, do: str, /, **arguments: Any) -> Any:
        """Call the method `do`. Arguments and result are JSON values.

        Raises:
            ValueError: there is no such method, or it refuses the arguments.
        """
        method = self._methods.get(do)
        if method is None:
            raise ValueError(f"there is no {do!r}; there are {', '.join(sorted(self._methods))}")
        if self._identity is None:
            return method(**_arguments(method, arguments))
        given = arguments_of(self._identity, arguments)
        return answer_of(self._identity, do, method(**_arguments(method, given)))

    def control(self) -> dict[str, str]:
        """Return the address at which programs control the sandbox, and the secret that they need.

        The secret is made by the first call; before that, nothing is served there.
        """
        if self.secret is None:
            self.secret = secrets.token_urlsafe(32)
        return {"url": f"{self._site.url}{CONTROL_PATH}", "secret": self.secret}

    def accounts(self) -> dict[str, str]:
        """Return the ids of all local accounts that can sign in, by user name."""
        return {row["username"]: str(row["id"]) for row in self._store.rows(_SIGN_IN)}

    def run_due(self) -> int:
        """Do all due work and return its amount."""
        return self._timekeeper.run_due()

    def now(self) -> str:
        """Return the time of the clock."""
        return self._timekeeper.clock.now().isoformat()

    def move_to(self, moment: str) -> None:
        """Move the clock."""
        self._timekeeper.move_to(datetime.fromisoformat(moment))

    def advance(self, seconds: float) -> None:
        """Move the clock ahead."""
        self._timekeeper.advance(seconds)

    def announce(self, text: str) -> str:
        """Publish an announcement and return its id."""
        return str(announce(self._store, self._hub, self._site.url, text))

    def take_back_announcement(self, announcement_id: str) -> None:
        """Delete an announcement."""
        if not take_back(self._store, self._hub, to_id(announcement_id)):
            raise ValueError(f"there is no announcement {announcement_id!r}")

    def application(
        self,
        name: str,
        website: str | None = None,
        scopes: str = " ".join(SUPPORTED),
        redirect_uris: list[str] | None = None,
    ) -> dict[str, str]:
        """Register an application and return its id and credentials."""
        redirect_uris = [OUT_OF_BAND] if redirect_uris is None else redirect_uris
        app = register_app(self._store, name, redirect_uris, _checked(scopes, SUPPORTED), website)
        return {"id": str(app["id"]), "client_id": app["client_id"], "client_secret": app["client_secret"]}

    def person(
        self,
        username: str,
        email: str | None = None,
        display_name: str = "",
        note: str = "",
        locked: bool = False,
        bot: bool = False,
        discoverable: bool | None = None,
        indexable: bool = False,
        role: str | None = None,
        confirmed: bool = True,
        approved: bool = True,
        disabled: bool = False,
        reason: str | None = None,
        moved_to: str | None = None,
        app_id: str | None = None,
        two_factor: bool = False,
    ) -> dict[str, str]:
        """Make a local user and return it with its password and an access token.

        `moved_to` is a local user name, `app_id` the application of the sign-up; see `Sandbox.person` for the rest.
        """
        store, password = self._store, seeded_password(self._store, username)
        email = email or f"{username}@sandbox.example"
        profile = {
            "display_name": display_name,
            "note": note,
            "locked": locked,
            "bot": bot,
            "discoverable": discoverable,
            "indexable": indexable,
        }
        columns: dict[str, Any] = {
            "confirmed": confirmed,
            "approved": approved,
            "disabled": disabled,
            "reason": reason,
        }
        problems = identity_problems(store, username, email)
        if problems:
            raise ValueError(f"{username} cannot be made: {', '.join(problem.sentence() for problem in problems)}")
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
        token = self.token_for(username)
        return {"id": str(account_id), "username": username, "email": email, "password": password, "token": token}

    def password_for(self, username: str) -> str:
        """Return the password of a person who was generated, or made by `person`."""
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
        self,
        username: str,
        scopes: str = DEFAULT_SCOPES,
        app_id: str | None = None,
        expired: bool = False,
        revoked: bool = False,
    ) -> str:
        """Return an access token of a local user, be it one that may not use it."""
        return self._token(app_id, self._local(username), scopes, expired, revoked)

    def app_token(self, app_id: str, scopes: str = "read", expired: bool = False, revoked: bool = False) -> str:
        """Return an access token of an application."""
        return self._token(app_id, None, scopes, expired, revoked)

    def _every_scope(self, username: str) -> str:
        return self.token_for(username, " ".join(SUPPORTED))

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


def _methods(owner: object) -> Iterator[Callable[..., Any]]:
    """Yield the public methods of an object."""
    for name, method in inspect.getmembers(owner, inspect.ismethod):
        if not name.startswith("_") and name != "ask":
            yield method


def _arguments(method: Callable[..., Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments for a method.

    Raises:
        ValueError: one of them is missing, unknown or of another type.
    """
    try:
        inspect.signature(method).bind(**given)
    except TypeError as error:
        raise ValueError(f"{method.__name__}: {error}") from None
    types = typing.get_type_hints(method)
    for name, value in given.items():
        try:
            msgspec.convert(value, types[name])
        except msgspec.ValidationError as error:
            raise ValueError(f"{name}: {error}") from None
    return given


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
