"""`Sandbox`: a local Mastodon server for tests and demonstrations."""

from __future__ import annotations

import base64
import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping, MutableSet, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from trunkline.sandbox.actors import DEFAULT_SCOPES, SandboxApplication, SandboxPerson
from trunkline.sandbox.clock import SandboxClock
from trunkline.sandbox.http.failures import Fault
from trunkline.sandbox.http.quirks import Quirk
from trunkline.sandbox.likes import hostile
from trunkline.sandbox.likes.families import HOSTILE, Like
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.oauth.app_validation import OUT_OF_BAND
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.options import Options
from trunkline.sandbox.outcomes import SandboxDamage, SandboxFailure, SandboxPost, SandboxQuirks
from trunkline.sandbox.person import authorize
from trunkline.sandbox.process import ServerProcess
from trunkline.sandbox.server import ServerThread
from trunkline.sandbox.store.database import MEMORY, Clock, Store, utc_now

DAMAGES = hostile.DAMAGES
"""Damages that a sandbox `like="hostile"` draws from: their names, each with a sentence."""
ALL_SCOPES = " ".join(SUPPORTED)
Role = Literal["Owner", "Admin", "Moderator"]
Somebody = str | SandboxPerson
"""A local user: the name, or what `Sandbox.person` returned."""


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
        seed: seed of the random generator; the same seed gives the same community with the same texts and counts in
            the same order. Its posts, polls and follows have the same distance from the start at whatever moment that
            is, and so other dates and ids; with `now` these are the same too. What a server counts by calendar days,
            such as the history of a hashtag, goes by the days that the dates lie in.
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
        heartbeat: seconds between the heartbeats of an event stream, above 0.
        ordered_streams: events arrive in the order in which they happened. By default those that follow each other
            within milliseconds may overtake each other, as on a real server: an edit arrives before its status, a
            notification before the status that it is about. The order of a burst depends on `seed`.
        media_polls: number of times that an upload is reported as unprocessed. Videos, sounds and animations are
            converted by ffmpeg; where it is not installed, they stay as they are sent.
        token_lifetime: lifetime of access tokens in seconds, with refresh tokens. Mastodon's tokens do not expire.
        password: one password for all generated people, 8 to 72 characters; by default each has a random one.
        clock: function that returns the current time; by default the wall clock.
        now: the time at the start, in the years 1980 to 5999. From there the clock stands still until it is moved
            (see `Sandbox.clock`), so that two runs of a test get the same answers, with the same ids and times.
        tick: with `now`, the clock does not stand still but runs on.
        quirks: faults of real servers that it has from the start; see `Sandbox.quirks`.
        like: answer as a server of other software does, such as `gotosocial`: with its ids, lists, refusals, streams
            and missing calls. By default as Mastodon. A `hostile` one damages its answers, by the seed; see
            `Sandbox.damage`.
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
        ordered_streams: bool = False,
        media_polls: int = 0,
        token_lifetime: float | None = None,
        password: str | None = None,
        clock: Clock = utc_now,
        now: datetime | None = None,
        tick: bool = False,
        quirks: Collection[Quirk] = (),
        like: Like | None = None,
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
            ordered_streams=ordered_streams,
            media_polls=media_polls,
            token_lifetime=token_lifetime,
            password=password,
            clock=clock,
            now=now,
            tick=tick,
            quirks=tuple(quirks),
            like=like,
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
        made = self._server.ask(
            "person",
            username=username,
            email=email,
            display_name=display_name,
            note=note,
            locked=locked,
            bot=bot,
            discoverable=discoverable,
            indexable=indexable,
            role=role,
            confirmed=confirmed,
            approved=approved,
            disabled=disabled,
            reason=reason,
            moved_to=None if moved_to is None else moved_to.username,
            app_id=None if application is None else application.id,
            two_factor=two_factor,
        )
        return SandboxPerson(**made, _ask=self._server.ask, _ca_file=self.ca_file)

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
            "application", name=name, website=website, scopes=scopes, redirect_uris=list(redirect_uris)
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

    def announce(self, text: str) -> str:
        """Publish an announcement of the server, as its staff does on the website, and return its id."""
        return str(self._server.ask("announce", text=text))

    def take_back_announcement(self, announcement_id: str) -> None:
        """Delete an announcement.

        Raises:
            ValueError: there is none with this id.
        """
        self._server.ask("take_back_announcement", announcement_id=announcement_id)

    @property
    def admin_token(self) -> str:
        """An access token of the server's owner, with all scopes."""
        return self.token_for("admin", ALL_SCOPES)

    @property
    def clock(self) -> SandboxClock:
        """The clock, which can be moved ahead: `sandbox.clock.advance(days=1)`."""
        return SandboxClock(self._server.ask)

    def run_due(self) -> int:
        """Post due scheduled statuses, and end due polls and mutes.

        The server does this every second, and `Sandbox.clock` when it is moved; tests that pass a `clock` of their own
        need not wait for that.

        Returns:
            The number of statuses posted, and of polls and mutes ended.
        """
        return int(self._server.ask("run_due"))

    # -- acting --------------------------------------------------------------------------------------------------

    def post(
        self,
        author: Somebody,
        text: str = "",
        *,
        visibility: Literal["public", "unlisted", "private", "direct"] | None = None,
        reply_to: SandboxPost | str | None = None,
        media: Sequence[str | bytes | Path] = (),
        poll: Sequence[str] | Mapping[str, Any] | None = None,
        spoiler_text: str | None = None,
        sensitive: bool | None = None,
        language: str | None = None,
        quote: SandboxPost | str | None = None,
    ) -> SandboxPost:
        """Post in the name of a person, by all rules of the server: people are notified, and streams have it.

        Args:
            author: the person.
            text: at most 500 characters, as Mastodon counts them; may be empty with `media`.
            visibility: by default the person's own, which is mostly `public`.
            reply_to: the post that this answers, or its id.
            media: at most four pictures, or one video or sound: paths, contents, or ids that `upload` returned.
            poll: two to four options, for one day; or a mapping with `options`, `expires_in` (seconds), `multiple` and
                `hide_totals`.
            spoiler_text: the content warning.
            sensitive: whether media are hidden at first.
            language: ISO 639 code.
            quote: the post that this quotes, or its id.

        Raises:
            ValueError: there is no such person, or the server refuses the post; the reason is that of its API.
        """
        name = _name(author)
        ids = [one if isinstance(one, str) else self.upload(name, one) for one in media]
        status = self._server.ask(
            "post",
            username=name,
            text=text,
            visibility=visibility,
            reply_to=_id(reply_to),
            media=ids or None,
            poll=dict(poll) if isinstance(poll, Mapping) else poll and list(poll),
            spoiler_text=spoiler_text,
            sensitive=sensitive,
            language=language,
            quote=_id(quote),
        )
        return SandboxPost.of(status)

    def upload(self, owner: Somebody, file: bytes | Path, *, description: str | None = None) -> str:
        """Upload a picture, video or sound in the name of a person, and return its id for `post`.

        Args:
            owner: the person.
            file: a path, or the content.
            description: the alternative text, at most 1500 characters.

        Raises:
            ValueError: there is no such person, or the server refuses the file.
            OSError: the file cannot be read.
        """
        data, name = (file, "upload") if isinstance(file, bytes) else (file.read_bytes(), file.name)
        content = base64.b64encode(data).decode()
        return str(self._server.ask("upload", username=_name(owner), data=content, name=name, description=description))

    def follow(self, follower: Somebody, followed: Somebody) -> bool:
        """Let a person follow another.

        Returns:
            True; False if the other decides on each request to follow, and has one more now.

        Raises:
            ValueError: there is no such person, or the server refuses it, as after a block.
        """
        return bool(self._server.ask("follow", follower=_name(follower), followed=_name(followed)))

    def request(self, who: Somebody, method: str, path: str, **parameters: Any) -> Any:
        """Make any request of the API in the name of a person, for whatever there is no method for.

            sandbox.request("alice", "POST", f"/api/v1/statuses/{post.id}/favourite")

        As with `post`, no rate limit, failure or quirk concerns it.

        Args:
            who: the person.
            method: GET, POST, PUT, PATCH or DELETE.
            path: a path that begins with `/api/`.
            parameters: the parameters, which are JSON values.

        Returns:
            The JSON of the answer.

        Raises:
            ValueError: there is no such person, or the server refuses the request; the reason is that of its API.
        """
        return self._server.ask("request", username=_name(who), method=method, path=path, parameters=parameters)

    # -- situations ----------------------------------------------------------------------------------------------

    def fail(
        self,
        path: str,
        status: int | Fault | None = None,
        *,
        method: str | None = None,
        times: int | None = 1,
        body: str | list[Any] | dict[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
    ) -> None:
        """Let the next requests of a path fail.

            sandbox.fail("/api/v1/statuses", 503, times=2)
            sandbox.fail("/api/v1/statuses/:id", 429, method="GET", headers={"Retry-After": "30"})
            sandbox.fail("/api/v1/statuses", "lost", method="POST")
            sandbox.fail("/api/v1/timelines/*", delay=3)

        Where several failures fit, that which was asked for first is used until it is used up.

        Args:
            path: the path, in which a part that begins with a colon stands for any one part, and `*` at the end for any
                further parts. `/*` is every path.
            status: an HTTP status from 200 to 599, for requests that are not served; or a broken connection: `reset`
                (and the request is not served), `lost` (it is served, but there is no answer), or `cut` (it is served,
                and the answer ends in the middle). Without it the request is served, after the delay.
            method: the method of the requests; by default any.
            times: the number of requests that fail; `None` for all until `clear_failures`.
            body: body of the answer: a text is sent as it is, as HTML, and anything else as JSON. By default an error
                like those of the API.
            headers: headers of the answer.
            delay: seconds before the answer, at most an hour.

        Raises:
            ValueError: one of these is invalid.
        """
        self._server.ask(
            "fail",
            path=path,
            status=status,
            method=method,
            times=times,
            body=body,
            headers=None if headers is None else dict(headers),
            delay=delay,
        )

    @property
    def failures(self) -> list[SandboxFailure]:
        """All failures that were asked for, with the number of times that they were used."""
        return [SandboxFailure(**failure) for failure in self._server.ask("failures")]

    def clear_failures(self) -> None:
        """Let no request fail any longer, and forget the failures. Requests that are being delayed get no answer."""
        self._server.ask("clear_failures")

    def assert_failures_used(self) -> None:
        """Check that all failures were used as often as was asked for.

        Raises:
            AssertionError: some were not; it names them.
        """
        unused = [str(failure) for failure in self.failures if not failure.is_used]
        if unused:
            raise AssertionError(f"failures that were not used as often as they were asked for: {'; '.join(unused)}")

    def damage(self, *, seed: int | None = None, only: Collection[str] | None = None) -> None:
        """Draw the damages of the answers from here on; of a server that is `like="hostile"`.

        The same requests in the same order meet the same damages.

        Args:
            seed: seed of the random generator; by default the `seed` of the sandbox.
            only: names of the damages to draw from; by default all. `trunkline.sandbox.DAMAGES` has a sentence on each.

        Raises:
            ValueError: the server is not hostile, or there is no damage of a name.
        """
        self._hostile.ask("damage", seed=seed, only=None if only is None else sorted(only))

    @property
    def damages(self) -> list[SandboxDamage]:
        """The answers that were damaged since the last `damage` or `reset`, oldest first; of a hostile server."""
        return [SandboxDamage(*one) for one in self._hostile.ask("damages")]

    @property
    def _hostile(self) -> ServerThread | ServerProcess:
        if self._options.like != HOSTILE:
            raise ValueError('answers are damaged by a sandbox that is hostile: Sandbox(like="hostile")')
        return self._server

    def disconnect_streams(self, who: Somebody | None = None) -> None:
        """End all streams, or those of one person, as the server does when a token is revoked. Clients may return.

        Raises:
            ValueError: there is no such person.
        """
        self._server.ask("disconnect_streams", username=None if who is None else _name(who))

    @property
    def quirks(self) -> MutableSet[Quirk]:
        """Faults of real servers that are on, as a set: `sandbox.quirks.add("home-lag")`. By default there are none.

        - `repeated-key-500`: a repeated `Idempotency-Key` is answered with 500, although the post exists and there is
          no second one.
        - `anonymous-cache`: answers to requests without a token are up to 15 seconds old.
        - `home-lag`: a post is in home timelines one second after it was made.
        """
        return SandboxQuirks(self._server.ask)

    def checkpoint(self) -> None:
        """Let `reset` lead to what is there now: people, tokens, posts, files, and the time of the clock."""
        self._server.ask("checkpoint")

    def reset(self) -> None:
        """Make the server what it was at the start: data, tokens, rate limits, failures, quirks, clock. Streams end.

        After a `checkpoint`, data and clock are what they were then.
        """
        self._server.ask("reset")

    @property
    def control(self) -> dict[str, str]:
        """The `url` at which programs in other languages control the sandbox, and the `secret` that they need."""
        return dict(self._server.ask("control"))

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


def _name(who: Somebody) -> str:
    return who if isinstance(who, str) else who.username


def _id(post: SandboxPost | str | None) -> str | None:
    return post.id if isinstance(post, SandboxPost) else post


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
    now: datetime | None = None,
    quirks: Collection[Quirk] = (),
    like: Like | None = None,
    on_ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Serve until the process is interrupted (Ctrl-C) or terminated. For the command line.

    The port is by default that of `url`, otherwise 3000. `on_ready` is called once the server answers. The other
    parameters are those of `Sandbox`; the clock runs on from `now`.
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
        now=now,
        tick=True,
        quirks=quirks,
        like=like,
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
