"""Requests and the steps of flows, as values without I/O."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from trunkline.protocol.encoding import Pairs
    from trunkline.protocol.uploads import Upload

T = TypeVar("T")

Pagination = Literal["none", "link", "offset", "id"]
"""Source of the neighbours of a page; ``id``: links, or the ids of the objects where a server sends no links."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about an endpoint.

    Attributes:
        name: the name of the method.
        since: the first version of Mastodon that has the endpoint.
        changed: the last version of Mastodon that changed its parameters or response.
        scopes: OAuth scopes, any of which suffices; empty if no token is needed.
        deprecated: the replacement of a deprecated endpoint.
        params_since: parameters newer than the endpoint, with their versions.
    """

    name: str
    since: str = "0.0.0"
    changed: str | None = None
    scopes: tuple[str, ...] = ()
    deprecated: str | None = None
    params_since: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One call of the API, as a value that can be compared, stored and pickled.

    Its ``repr`` shows neither form nor headers, which may hold passwords and tokens.

    Attributes:
        method: the HTTP method.
        path: the path below the server's address; may include a query, as in links between pages.
        result: the type of the result: an entity class, ``list[Entity]``, ``Page[Entity]``,
            ``dict[str, Entity]``, ``str``, or ``NoneType`` if the response is ignored.
        params: the query.
        form: the fields of the body; nested lists and mappings become Rails names in a form. The server's software
            decides between a form and JSON: `trunkline.protocol.bodies`.
        json: the body as JSON, whatever the server reads; in place of *form*.
        files: uploads by form field; they make the body multipart.
        headers: additional header fields.
        anonymous: send without the access token.
        pagination: the source of the neighbours of a page.
        idempotent: safe to send twice; by default as for the HTTP method.
        facts: facts about the endpoint.
        own_answer: the answer names addresses that get secrets, or is trusted in another way: only the server itself
            can give it, and a redirect to another one is an error.
        exact: names of form fields that only JSON can carry where they are false, an empty list or a list of objects.
        prefers_json: the form is sent as JSON to software that is known to read both, as Mastodon.py does.
        usual: the path by which Mastodon.py makes the call, if it is another. Mastodon is asked by it, other software
            where it refuses *path*: some know only the one, recordings and tests of programs only the other.
    """

    method: str
    path: str
    result: type[T]
    params: Mapping[str, Any] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict, repr=False)
    json: Any = None
    files: Mapping[str, Upload] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    anonymous: bool = False
    pagination: Pagination = "none"
    idempotent: bool | None = None
    facts: Facts | None = None
    own_answer: bool = False
    exact: tuple[str, ...] = ()
    prefers_json: bool = False
    usual: str | None = None

    @property
    def repeatable(self) -> bool:
        """True if the request may be sent again without knowing the fate of the first attempt."""
        if self.idempotent is not None:
            return self.idempotent
        return self.method in ("GET", "HEAD", "PUT", "DELETE") or "Idempotency-Key" in self.headers


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request for the HTTP library. Its ``repr`` shows neither headers nor body.

    Attributes:
        foreign: goes to another server than the client's, after a redirect. No secret goes along, those of a client or
            session given by the program neither.
        aside: a question of this package, which the program knows nothing of: not for what a test has put in the
            server's place.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    form: Pairs = field(default_factory=list, repr=False)
    content: bytes | None = field(default=None, repr=False)
    files: Mapping[str, Upload] = field(default_factory=dict, repr=False)
    foreign: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Step of a flow: send the request; the result is the `Response`."""

    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Sleep:
    """Step of a flow: wait for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Now:
    """Step of a flow: the result is the time, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Invoke:
    """Step of a flow: call a method of the client; the result is its result, with an async client awaited."""

    method: Callable[[], Any]


Step = Request[Any] | Send | Sleep | Now | Invoke
Flow = Generator[Step, Any, T]
"""Work of several steps without I/O: a driver performs each step and sends its result in."""


def send(request: Request[T]) -> Flow[T]:
    """Perform *request* within a flow and return its typed result (``result = yield from send(...)``)."""
    result: T = yield request
    return result


def relay(flow: Generator[Step, Any, T], through: Callable[[Step], Flow[Any]]) -> Flow[T]:
    """Return *flow* with each step replaced by the flow *through(step)*, whose errors are raised in *flow*."""
    value: Any = None
    error: Exception | None = None
    while True:
        try:
            step = flow.send(value) if error is None else flow.throw(error)
        except StopIteration as stop:
            result: T = stop.value
            return result
        value, error = None, None
        try:
            value = yield from through(step)
        except Exception as raised:  # noqa: BLE001  (handed to the flow, which decides)
            error = raised


def as_it_is(step: Step) -> Flow[Any]:
    """Return a flow of this single step."""
    return (yield step)
