"""`Sandbox`: a local Mastodon server for tests and demonstrations."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Literal, Self

from trunkline.sandbox.actors import DEFAULT_SCOPES, SandboxApplication, SandboxPerson
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.options import Options
from trunkline.sandbox.person import authorize
from trunkline.sandbox.process import ServerProcess
from trunkline.sandbox.server import ServerThread
from trunkline.sandbox.store.database import MEMORY, Clock, Store, utc_now

ALL_SCOPES = " ".join(SUPPORTED)
Role = Literal["Owner", "Admin", "Moderator"]


class Sandbox:
    """A local Mastodon server with a generated community, on 127.0.0.1.

        with Sandbox(size=300, seed=1) as sandbox:
            mastodon = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))

    Among its people are alice, bob, carol, dave (a locked account), eve (a bot) and admin. They sign in with
    `<name>@sandbox.example` and the password that `password_for` returns. Passwords and tokens are random, so that no
    web page knows them.

    Args:
        size: number of posts at the start. With 0 the server is new: only the people above are there, nobody follows
            them, and nothing is posted.
        seed: seed of the random generator; the same seed gives the same community.
        port: port to listen on; 0 is that of `url`, otherwise any free one.
        url: the address that everything has which the server hands out, for example `https://localhost:8443`; the port
            0 in it stands for the one that the server listens on. By default `http://127.0.0.1` and the port.
        domain: the domain of its people, as in `@alice@sandbox.example`; by default the host and port of `url`.
        tls: listen with TLS, with a certificate made on the spot for 127.0.0.1, localhost and the chosen names.
        ca_file: with `tls`, a file for the certificate of the authority (CA) that signs, and whose key is in
            `<ca_file>.key`; both are made if they are missing, and used again. By default there is a temporary file.
        proxy_headers: a proxy on this machine passes requests on: believe its `X-Forwarded-For`, `-Proto`, `-Host`.
            The host of `url` is then the proxy's.
        path: a SQLite file that keeps all data, or ":memory:". A file that has accounts is used as it is.
        rate_limits: factor for all of Mastodon's limits, above 0; `None` disables them and their headers.
        heartbeat: seconds of silence on a stream before a heartbeat, above 0.
        media_polls: number of times that an upload is reported as unprocessed. Videos, sounds and animations are
            converted by ffmpeg; where it is not installed, they stay as they are sent.
        token_lifetime: lifetime of access tokens in seconds, with refresh tokens. Mastodon's tokens do not expire.
        password: one password for all generated people, 8 to 72 characters; by default each has a random one.
        clock: function that returns the current time; by default the wall clock.
        process: run in a separate process instead of a thread.
    """

    def __init__(
        self,
        *,
        size: int = 300,
        seed: int = 1,
        port: int = 0,
        url: str | None = None,
        domain: str | None = None,
        tls: bool = False,
        ca_file: str | os.PathLike[str] | None = None,
        proxy_headers: bool = False,
        path: str | os.PathLike[str] = MEMORY,
        rate_limits: float | None = 1.0,
        heartbeat: float = 15.0,
        media_polls: int = 0,
        token_lifetime: float | None = None,
        password: str | None = None,
        clock: Clock = utc_now,
        process: bool = False,
    ) -> None:
        self._options = Options(
            size=size,
            seed=seed,
            port=port,
            url=url,
            domain=domain,
            tls=tls,
            ca_file=None if ca_file is None else os.fspath(ca_file),
            proxy_headers=proxy_headers,
            path=os.fspath(path),
            rate_limits=rate_limits,
            heartbeat=heartbeat,
            media_polls=media_polls,
            token_lifetime=token_lifetime,
            password=password,
            clock=clock,
        )
        self._in_process = process
        if process:
            self._options.to_json()
        self._running: ServerThread | ServerProcess | None = None

    def start(self) -> Self:
        """Start the server and wait until it answers."""
        if self._running is not None:
            raise RuntimeError("the sandbox runs already")
        server = ServerProcess(self._options) if self._in_process else ServerThread(self._options)
        server.start()
        self._running = server
        return self

    def stop(self) -> None:
        """Stop the server. Open streams end, and data in memory is lost."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def wait(self) -> None:
        """Block until the server stops."""
        self._server.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _server(self) -> ServerThread | ServerProcess:
        if self._running is None:
            raise RuntimeError("the sandbox is not running; use it in a `with` block, or call start()")
        return self._running

    @property
    def url(self) -> str:
        """The server's address, for example `http://127.0.0.1:40123`."""
        return self._server.site.url

    @property
    def domain(self) -> str:
        """The domain of its people, for example `127.0.0.1:40123`."""
        return self._server.site.domain

    @property
    def ca_file(self) -> str | None:
        """File with the certificate of the authority to trust, for example by `Mastodon(verify=...)`; with TLS only."""
        return self._server.ca_file

    @property
    def accounts(self) -> dict[str, str]:
        """Ids of all local accounts that can sign in, by user name."""
        return dict(self._server.ask("accounts"))

    def token_for(self, username: str, scopes: str = DEFAULT_SCOPES) -> str:
        """Return an access token of a local account.

        Raises:
            ValueError: there is no such account, or no such scope.
        """
        return str(self._server.ask("token_for", username=username, scopes=scopes))

    def person(
        self,
        username: str,
        *,
        email: str | None = None,
        display_name: str = "",
        note: str = "",
        locked: bool = False,
        bot: bool = False,
        discoverable: bool | None = None,
        indexable: bool = False,
        role: Role | None = None,
        confirmed: bool = True,
        approved: bool = True,
        disabled: bool = False,
        reason: str | None = None,
        moved_to: SandboxPerson | None = None,
        application: SandboxApplication | None = None,
        two_factor: bool = False,
    ) -> SandboxPerson:
        """Make a local user, whom nobody follows and who follows nobody.

        Args:
            username: a name that nobody has: letters, digits and underscores, at most 30.
            email: by default `<username>@sandbox.example`.
            display_name: at most 40 characters.
            note: the text of the profile, at most 500 characters.
            locked: the person decides on each follow request.
            bot: the account is automated.
            discoverable: the person wants to be found, in the directory for example; `None` is undecided.
            indexable: the public posts may be found by search.
            role: a role of the server's staff.
            confirmed: the e-mail address is confirmed. Without it, tokens are good for little.
            approved: the registration was approved by a moderator, likewise.
            disabled: a moderator disabled the login, likewise.
            reason: the reason for joining that the registration gave.
            moved_to: the person that this account moved to.
            application: the application that the person signed up with, which may ask for the confirmation mail again.
            two_factor: signing in needs a code besides the password; see `SandboxPerson.one_time_code`.

        Returns:
            The person, with a password of its own and an access token.

        Raises:
            ValueError: the name or the address is taken, or a value is invalid.
        """
        email = email or f"{username}@sandbox.example"
        profile = {
            "display_name": display_name,
            "note": note,
            "locked": locked,
            "bot": bot,
            "discoverable": discoverable,
            "indexable": indexable,
        }
        user = {"confirmed": confirmed, "approved": approved, "disabled": disabled, "reason": reason}
        home = None if moved_to is None else moved_to.username
        made = self._server.ask(
            "add_person",
            username=username,
            email=email,
            profile=profile,
            user=user,
            role=role,
            moved_to=home,
            app_id=None if application is None else application.id,
            two_factor=two_factor,
        )
        token = self.token_for(username)
        return SandboxPerson(made["id"], username, email, made["password"], token, self._server.ask, self.ca_file)

    def application(
        self,
        name: str,
        *,
        website: str | None = None,
        scopes: str = ALL_SCOPES,
        redirect_uris: Sequence[str] = (OUT_OF_BAND,),
    ) -> SandboxApplication:
        """Register an application.

        Args:
            name: its name, which need not be unique.
            website: its address, shown beside posts that are made with it.
            scopes: scopes, separated by spaces; by default all.
            redirect_uris: addresses that an authorization may lead to.

        Raises:
            ValueError: there is no such scope.
        """
        made = self._server.ask(
            "add_application", name=name, website=website, scopes=scopes, redirect_uris=list(redirect_uris)
        )
        return SandboxApplication(made["id"], name, made["client_id"], made["client_secret"], self._server.ask)

    def password_for(self, username: str) -> str:
        """Return the password of a person who was generated or made with `person`.

        Raises:
            ValueError: there is no such person.
        """
        return str(self._server.ask("password_for", username=username))

    def authorize(self, url: str, username: str) -> str:
        """Authorize an application, as a user with a browser does, and return the code.

        Args:
            url: the authorization page, as `Mastodon.authorization` and `Mastodon.auth_request_url` return it.
            username: the local account that logs in.

        Raises:
            ValueError: nobody of this name was generated, or the page refuses the login or the request.
        """
        return authorize(url, f"{username}@sandbox.example", self.password_for(username), ca_file=self.ca_file)

    @property
    def admin_token(self) -> str:
        """An access token of the server's owner, with all scopes."""
        return self.token_for("admin", ALL_SCOPES)

    def run_due(self) -> int:
        """Post due scheduled statuses and end due polls.

        The server does this every second; tests with their own clock need not wait for that.

        Returns:
            The number of statuses posted and polls ended.
        """
        return int(self._server.ask("run_due"))

    @property
    def store(self) -> Store:
        """The database. Not available in a separate process."""
        return self._thread.store

    @property
    def hub(self) -> Hub:
        """The stream hub. Not available in a separate process."""
        return self._thread.hub

    @property
    def _thread(self) -> ServerThread:
        server = self._server
        if not isinstance(server, ServerThread):
            raise TypeError("a sandbox in its own process can be used through its API only; use process=False")
        return server


def run(
    *,
    size: int = 300,
    seed: int = 1,
    port: int | None = None,
    url: str | None = None,
    domain: str | None = None,
    tls: bool = False,
    ca_file: str | os.PathLike[str] | None = None,
    proxy_headers: bool = False,
    path: str | os.PathLike[str] = MEMORY,
    rate_limits: float | None = 1.0,
    media_polls: int = 0,
    password: str | None = None,
    on_ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Serve until the process is interrupted (Ctrl-C) or terminated. For the command line.

    The port is by default that of `url`, otherwise 3000. `on_ready` is called once the server answers. The other
    parameters are those of `Sandbox`.
    """
    if port is None:
        port = 3000 if url is None or proxy_headers else 0
    sandbox = Sandbox(
        size=size,
        seed=seed,
        port=port,
        url=url,
        domain=domain,
        tls=tls,
        ca_file=ca_file,
        proxy_headers=proxy_headers,
        path=path,
        rate_limits=rate_limits,
        media_polls=media_polls,
        password=password,
    )
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    try:
        with sandbox:
            if on_ready is not None:
                on_ready(sandbox)
            sandbox.wait()
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
