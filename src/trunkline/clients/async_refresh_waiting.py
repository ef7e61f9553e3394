"""Waiting for background work that a server announces with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.answers.refreshes import refresh_of
from trunkline.endpoints.async_refreshes import AsyncRefreshes
from trunkline.entities import AsyncRefresh
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Now, Sleep, send

R = TypeVar("R", bound=Entity | Page[Any])


class AsyncRefreshWaiting(Client):
    """Part of both clients: answers that the server is still completing."""

    def get_async_refresh_info(self, result: Entity | Page[Any]) -> tuple[AsyncRefresh, int] | None:
        """Return the work that the server announced with an answer, and the seconds until the first question about it.

        Args:
            result: result of a call, such as the context of a status.

        Returns:
            ``None`` where the server announced nothing.
        """
        refresh = refresh_of(result)
        return None if refresh is None else (AsyncRefresh(refresh.announced), refresh.retry)

    @endpoint(since="4.4.0", scopes="read")
    def await_async_refresh(self, result: R, timeout: float = 0.0, max_attempts: int = -1) -> Flow[R | None]:
        """Wait until the server has finished the work that it announced with an answer, and fetch that answer again.

        Args:
            result: result of a call.
            timeout: most seconds to wait; 0: no limit.
            max_attempts: most questions about the work; below 0: no limit.

        Returns:
            The new answer; *result* itself where nothing was announced, or where the call did not read anything;
            ``None`` if the work is not finished in time.
        """
        given: object = result
        if not isinstance(given, Mapping | list):
            raise MastodonIllegalArgumentError(f"A {type(result).__name__} is no result of a call; pass one unchanged.")
        refresh = refresh_of(result)
        if refresh is None:
            return result
        ends = (yield Now()) + timeout
        while max_attempts:
            if (yield from AsyncRefreshes.get_async_refresh_status.flow(self, refresh.id)).status != "running":
                again: R = result if refresh.request is None else (yield from send(refresh.request))
                return again
            max_attempts -= 1
            wait = max(refresh.retry, 1)
            if timeout:
                wait = min(wait, ends - (yield Now()))
            if wait <= 0 or not max_attempts:
                return None
            yield Sleep(wait)
        return None
