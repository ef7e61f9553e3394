"""Requests and the steps of flows, as values without I/O."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from trunkline.protocol.encoding import Pairs
    from trunkline.protocol.uploads import Upload

T = TypeVar("T")

Pagination = Literal["none", "link", "offset"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an endpoint, beside its parameters.

    Attributes:
        name: the name of the method that describes it.
        since: the first Mastodon version that has it.
        changed: the last Mastodon version that changed its parameters or answer.
        scopes: OAuth scopes, each of which suffices; empty where no token is needed.
        deprecated: what to use instead, where the API will drop it.
        params_since: parameters that came later than the endpoint, with the version they came in.
    """

    name: str
    since: str = "0.0.0"
    changed: str | None = None
    scopes: tuple[str, ...] = ()
    deprecated: str | None = None
    params_since: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One call of the API, described: a value without I/O that can be compared, stored and pickled.

    Its ``repr`` shows neither form nor headers, which may hold passwords and tokens.

    Attributes:
        method: the HTTP method.
        path: the path below the server's address; may carry a query (as the links of pages do).
        result: the type that the answer becomes: an entity class, ``list[Entity]``, ``Page[Entity]``,
            ``dict[str, Entity]``, ``str``, or ``NoneType`` where the answer does not matter.
        params: the query.
        form: the body as form fields; nested lists and mappings become Rails names.
        json: the body as JSON, where an endpoint wants it.
        files: uploads by form field; they make the body multipart.
        headers: further headers.
        anonymous: whether the client's access token is left out.
        pagination: how the neighbours of a page are found.
        idempotent: whether sending it twice does no harm; by default as the HTTP method says.
        facts: what is known of the endpoint.
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

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent again when it is unknown if the server has acted on it."""
        if self.idempotent is not None:
            return self.idempotent
        return self.method in ("GET", "HEAD", "PUT", "DELETE") or "Idempotency-Key" in self.headers


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it goes to the HTTP library. Its ``repr`` shows neither headers nor body."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    form: Pairs = field(default_factory=list, repr=False)
    content: bytes | None = field(default=None, repr=False)
    files: Mapping[str, Upload] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Send:
    """Step of a flow: send this, give me the `Response`."""

    request: HttpRequest


@dataclass(frozen=True, slots=True)
class Sleep:
    """Step of a flow: wait so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Now:
    """Step of a flow: give me the time, in seconds since 1970."""


Step = Request[Any] | Send | Sleep | Now
Flow = Generator[Step, Any, T]
"""Work of several steps that does no I/O itself: a driver performs each step and sends the result in."""


def send(request: Request[T]) -> Flow[T]:
    """Within a flow: perform *request* and have its typed result (``answer = yield from send(...)``)."""
    result: T = yield request
    return result


def relay(flow: Generator[Step, Any, T], through: Callable[[Step], Flow[Any]]) -> Flow[T]:
    """*flow* with each step done by the flow that *through* makes of it; its errors are raised in *flow*."""
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
    """The flow of a single step."""
    return (yield step)
