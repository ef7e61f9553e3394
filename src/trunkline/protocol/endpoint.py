"""`@endpoint`: one definition of a call for three uses.

::

    class Timelines:
        @endpoint(scopes="read:statuses")
        def timeline_home(self, *, limit: int | None = None) -> Request[Page[Status]]:
            '''...'''
            return paged("/api/v1/timelines/home", Status, {"limit": limit})

    Mastodon(...).timeline_home(limit=40)                 # Page[Status]
    await AsyncMastodon(...).timeline_home(limit=40)      # Page[Status]
    Timelines.timeline_home.request(limit=40)             # the Request: a value, for pipelines and tests

The function describes a request and does no I/O. It may also be a flow: a generator that yields
requests and waits, and returns the result.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Coroutine, Generator
from dataclasses import replace
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from trunkline.errors import MastodonDeprecationWarning, MastodonIllegalArgumentError
from trunkline.protocol.client import NO_CLIENT, AsyncClient, Client, SyncClient
from trunkline.protocol.request import Facts, Flow, Request, Step, as_it_is, relay, send

P = ParamSpec("P")
T = TypeVar("T")


class Endpoint(Generic[P, T]):
    """A call of the API. Bound to `Mastodon` it returns the result, bound to `AsyncMastodon` a coroutine."""

    def __init__(self, describe: Callable[..., Request[T] | Generator[Step, Any, T]], facts: Facts) -> None:
        self.describe = describe
        self.facts = facts
        self.__doc__ = describe.__doc__
        self.__wrapped__ = describe

    @overload
    def __get__(self, client: None, owner: type, /) -> Endpoint[P, T]: ...
    @overload
    def __get__(self, client: SyncClient, owner: type, /) -> Callable[P, T]: ...
    @overload
    def __get__(self, client: AsyncClient, owner: type, /) -> Callable[P, Coroutine[None, None, T]]: ...
    def __get__(self, client: Any, owner: type, /) -> Any:
        """Return the call, bound to a client; the `Endpoint` itself on a class."""
        if client is None:
            return self
        bound = self._async_call if isinstance(client, AsyncClient) else self._sync_call
        return bound.__get__(client, owner)

    def request(self, *args: P.args, **kwargs: P.kwargs) -> Request[T]:
        """Return the `Request` for these arguments; nothing is sent.

        Raises:
            MastodonIllegalArgumentError: the call consists of several requests.
        """
        described = self.describe(NO_CLIENT, *args, **kwargs)
        if not isinstance(described, Request):
            raise MastodonIllegalArgumentError(f"{self.facts.name} takes several requests; call it on a client.")
        return replace(described, facts=self.facts)

    def flow(self, client: Client, *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
        """Return the call as a flow, for use in a larger one (``yield from Statuses.status.flow(client, id)``)."""
        described = self.describe(client, *args, **kwargs)
        if isinstance(described, Request):
            return send(replace(described, facts=self.facts))
        return _with_facts(described, self.facts)

    @functools.cached_property
    def _sync_call(self) -> Callable[..., T]:
        @functools.wraps(self.describe)
        def call(client: SyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
            self._warn_if_deprecated()
            return client.run(self.flow(client, *args, **kwargs))

        return call

    @functools.cached_property
    def _async_call(self) -> Callable[..., Coroutine[None, None, T]]:
        @functools.wraps(self.describe)
        async def call(client: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
            self._warn_if_deprecated()
            return await client.run(self.flow(client, *args, **kwargs))

        return call

    def _warn_if_deprecated(self) -> None:
        """Warn of a deprecated call at the line of the caller, naming the replacement."""
        if self.facts.deprecated:
            message = f"{self.facts.name} is deprecated by the Mastodon API; {self.facts.deprecated}"
            warnings.warn(message, MastodonDeprecationWarning, stacklevel=3)


def _with_facts(flow: Generator[Step, Any, T], facts: Facts) -> Flow[T]:
    """Return *flow* with *facts* added to each request without any."""

    def through(step: Step) -> Flow[Any]:
        if isinstance(step, Request) and step.facts is None:
            step = replace(step, facts=facts)
        return as_it_is(step)

    return (yield from relay(flow, through))


class _Declare:
    """Decorator that ``endpoint(...)`` returns."""

    def __init__(self, **facts: Any) -> None:
        self._facts = facts

    @overload
    def __call__(self, describe: Callable[Concatenate[Any, P], Generator[Step, Any, T]]) -> Endpoint[P, T]: ...
    @overload
    def __call__(self, describe: Callable[Concatenate[Any, P], Request[T]]) -> Endpoint[P, T]: ...
    def __call__(self, describe: Callable[..., Any]) -> Endpoint[Any, Any]:
        return Endpoint(describe, Facts(describe.__name__, **self._facts))


def endpoint(
    *,
    since: str = "0.0.0",
    changed: str | None = None,
    scopes: str = "",
    deprecated: str | None = None,
    params_since: dict[str, str] | None = None,
) -> _Declare:
    """Declare a function that describes a request as a method of both clients.

    Args:
        since: the first Mastodon version that has the endpoint.
        changed: the last version that changed its parameters or its response.
        scopes: OAuth scopes separated by spaces, any of which suffices; empty if no token is needed.
        deprecated: the replacement, for endpoints that Mastodon has deprecated.
        params_since: names of the request parameters that are newer than the endpoint, with their versions.
    """
    return _Declare(
        since=since,
        changed=changed,
        scopes=tuple(scopes.split()),
        deprecated=deprecated,
        params_since=params_since or {},
    )
