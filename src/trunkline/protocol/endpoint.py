"""`@endpoint`: one definition of a call for three uses.

::

    class Timelines:
        @endpoint(scopes="read:statuses")
        def timeline_home(self, *, limit: int | None = None) -> Request[Page[Status]]:
            '''...'''
            return paged("/api/v1/timelines/home", Status, {"limit": limit})

    Mastodon(...).timeline_home(limit=40)                 # Page[Status]
    await AsyncMastodon(...).timeline_home(limit=40)      # Page[Status]
    Mastodon.timeline_home.request(limit=40)              # the Request: a value, for pipelines and tests

The function describes a request and does no I/O. It may also be a flow: a generator that yields
requests and waits, and returns the result; or it may name another method of the client, to be called instead.

The classes of the clients have functions of their own for all calls (`give_methods`), so that whatever works with the
methods of a class works with these: subclasses, decorators, ``inspect``, ``unittest.mock``, ``help``.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Coroutine, Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from trunkline.errors import MastodonDeprecationWarning, MastodonIllegalArgumentError
from trunkline.protocol.client import NO_CLIENT, AsyncClient, Client, SyncClient
from trunkline.protocol.frames import awaited_without_variables, without_variables
from trunkline.protocol.request import Facts, Flow, Invoke, Request, Step, as_it_is, relay, send

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=Callable[..., Any])


class Endpoint(Generic[T, P]):
    """A call of the API: on `Mastodon` a function that returns the result, on `AsyncMastodon` a coroutine function.

    Attributes:
        describe: the function that describes the request. Its return annotation is that of a call: the result.
        facts: facts about the call.
        through: performs the request on a client instead of sending it alone.
    """

    def __init__(
        self,
        describe: Callable[..., Described[T]],
        facts: Facts,
        through: Callable[[Client, Request[Any]], Flow[Any]] | None = None,
    ) -> None:
        self.describe = describe
        self.facts = facts
        self.through = through
        self.__doc__ = describe.__doc__
        self.__wrapped__ = describe
        self._methods: set[Callable[..., Any]] = set()
        # Signatures of the methods are read from the function that they wrap.
        describe.__annotations__["return"] = _result(describe.__annotations__["return"])

    if TYPE_CHECKING:

        @overload
        def __get__(self, client: None, owner: type, /) -> Endpoint[T, P]: ...
        @overload
        def __get__(self, client: SyncClient, owner: type, /) -> Callable[P, T]: ...
        @overload
        def __get__(self, client: AsyncClient, owner: type, /) -> Callable[P, Coroutine[None, None, T]]: ...
        def __get__(self, client: Any, owner: type, /) -> Any:
            """Return the call, bound to a client."""

        @overload
        def __call__(self, client: SyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T: ...
        @overload
        def __call__(self, client: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> Coroutine[None, None, T]: ...
        def __call__(self, client: Any, /, *args: P.args, **kwargs: P.kwargs) -> Any:
            """Make the call on a client."""

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request[T]:
        """Return the `Request` for these arguments; nothing is sent.

        Raises:
            MastodonIllegalArgumentError: the call consists of several requests.
        """
        described = self.describe(NO_CLIENT, *args, **kwargs)
        if isinstance(described, OtherCall):
            described = described.request()
        if not isinstance(described, Request):
            raise MastodonIllegalArgumentError(f"{self.facts.name} takes several requests; call it on a client.")
        return replace(described, facts=self.facts)

    def flow(self, client: Client, *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
        """Return the call as a flow, for use in a larger one (``yield from Statuses.status.flow(client, id)``)."""
        described = self.describe(client, *args, **kwargs)
        if isinstance(described, Request):
            request = replace(described, facts=self.facts)
            return send(request) if self.through is None else self.through(client, request)
        if isinstance(described, OtherCall):
            return described.flow(client)
        return _with_facts(described, self.facts)

    def made(self, function: object) -> bool:
        """Return True if a function is a method of this call as it is, not decorated."""
        return function in self._methods

    def method_of(self, owner: type[Client]) -> Callable[..., Any]:
        """Return the function that makes the call on clients of a class."""
        method = self._async_method() if issubclass(owner, AsyncClient) else self._sync_method()
        method.__qualname__ = f"{owner.__qualname__}.{self.facts.name}"
        return method

    def _sync_method(self) -> Callable[..., T]:
        @functools.wraps(self.describe, updated=())
        def method(self: SyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
            this._warn_if_deprecated()
            return self.run(this.flow(self, *args, **kwargs))

        this = self
        return self._marked(without_variables(method))

    def _async_method(self) -> Callable[..., Coroutine[None, None, T]]:
        @functools.wraps(self.describe, updated=())
        async def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
            this._warn_if_deprecated()
            return await self.run(this.flow(self, *args, **kwargs))

        this = self
        return self._marked(awaited_without_variables(method))

    def _marked(self, method: M) -> M:
        vars(method).update(request=self.request, flow=self.flow, facts=self.facts)
        self._methods.add(method)
        return method

    def _warn_if_deprecated(self) -> None:
        """Warn of a deprecated call at the line of the caller, naming the replacement."""
        if self.facts.deprecated:
            message = f"{self.facts.name} is deprecated by the Mastodon API; {self.facts.deprecated}"
            warnings.warn(message, MastodonDeprecationWarning, stacklevel=4)


class OtherCall(Generic[T]):
    """Another call of the same client, made by the method of its name, which a subclass or a test may have replaced.

    Args:
        endpoint: the other call.
        args: its positional arguments.
        kwargs: its other arguments.
    """

    def __init__(self, endpoint: Endpoint[T, ...], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        self._endpoint = endpoint
        self._args = args
        self._kwargs = kwargs

    def request(self) -> Request[T]:
        """Return the `Request` of the call; nothing is sent."""
        return self._endpoint.request(*self._args, **self._kwargs)

    def flow(self, client: Client) -> Flow[T]:
        """Return the call as a flow, for use in a larger one."""
        method = getattr(client, self._endpoint.facts.name, None)
        if method is None or self._endpoint.made(getattr(method, "__func__", None)):
            return self._endpoint.flow(client, *self._args, **self._kwargs)
        return _invoked(functools.partial(method, *self._args, **self._kwargs))


def call(endpoint: Endpoint[T, P], *args: P.args, **kwargs: P.kwargs) -> OtherCall[T]:
    """Describe another call of the same client."""
    return OtherCall(endpoint, args, kwargs)


Described = Request[T] | OtherCall[T] | Generator[Step, Any, T]


def _with_facts(flow: Generator[Step, Any, T], facts: Facts) -> Flow[T]:
    """Return *flow* with *facts* added to each request without any."""

    def through(step: Step) -> Flow[Any]:
        if isinstance(step, Request) and step.facts is None:
            step = replace(step, facts=facts)
        return as_it_is(step)

    return (yield from relay(flow, through))


def _invoked(method: Callable[[], Any]) -> Flow[Any]:
    return (yield Invoke(method))


def _result(described: str) -> str:
    """Return the annotation of a call's result from that of its description, such as ``Request[Status]``."""
    kind, _, rest = described.partition("[")
    if kind not in {"Request", "Flow", "OtherCall"}:
        raise TypeError(f"a description returns a Request, a Flow or an OtherCall, not {described}")
    return rest.removesuffix("]")


def give_methods(client: type[Client]) -> None:
    """Put a function for each call into the namespace of a class of clients, where ``unittest.mock`` looks for it."""
    found: dict[str, Any] = {}
    for base in reversed(client.__mro__):
        found.update(vars(base))
    for name, value in found.items():
        if isinstance(value, Endpoint):
            setattr(client, name, value.method_of(client))


class _Declare:
    """Decorator that ``endpoint(...)`` returns."""

    def __init__(self, through: Callable[[Client, Request[Any]], Flow[Any]] | None, **facts: Any) -> None:
        self._through = through
        self._facts = facts

    @overload
    def __call__(self, describe: Callable[Concatenate[Any, P], Flow[T]]) -> Endpoint[T, P]: ...
    @overload
    def __call__(self, describe: Callable[Concatenate[Any, P], Request[T]]) -> Endpoint[T, P]: ...
    @overload
    def __call__(self, describe: Callable[Concatenate[Any, P], OtherCall[T]]) -> Endpoint[T, P]: ...
    def __call__(self, describe: Callable[..., Any]) -> Endpoint[Any, Any]:
        return Endpoint(describe, Facts(describe.__name__, **self._facts), self._through)


def endpoint(
    *,
    since: str = "0.0.0",
    changed: str | None = None,
    scopes: str = "",
    deprecated: str | None = None,
    params_since: dict[str, str] | None = None,
    through: Callable[[Client, Request[Any]], Flow[Any]] | None = None,
) -> _Declare:
    """Declare a function that describes a request as a method of both clients.

    Args:
        since: the first Mastodon version that has the endpoint.
        changed: the last version that changed its parameters or its response.
        scopes: OAuth scopes separated by spaces, any of which suffices; empty if no token is needed.
        deprecated: the replacement, for endpoints that Mastodon has deprecated.
        params_since: names of the request parameters that are newer than the endpoint, with their versions.
        through: a flow that performs the described request, if more belongs to the call than sending it.
    """
    return _Declare(
        through,
        since=since,
        changed=changed,
        scopes=tuple(scopes.split()),
        deprecated=deprecated,
        params_since=params_since or {},
    )
