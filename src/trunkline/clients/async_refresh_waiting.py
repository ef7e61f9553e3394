"""Waiting for work that a server announces with an answer and goes on with afterwards."""

from __future__ import annotations

from typing import Any, TypeVar

from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.answers.refreshes import refresh_of
from trunkline.endpoints.async_refreshes import AsyncRefreshes
from trunkline.entities import AsyncRefresh
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Now, Sleep, send

R = TypeVar("R", bound=Entity | Page[Any])


class AsyncRefreshWaiting(Client):
    """What both clients can do with an answer that the server is still working on."""

    def get_async_refresh_info(self, result: Entity | Page[Any]) -> tuple[AsyncRefresh, int] | None:
        """The work that the server announced with an answer, and after how many seconds to ask about it.

        Args:
            result: what a call returned, such as the context of a status.

        Returns:
            ``None`` where the server announced nothing.
        """
        refresh = refresh_of(result)
        return None if refresh is None else (AsyncRefresh(refresh.announced), refresh.retry)

    @endpoint(since="4.4.0", scopes="read")
    def await_async_refresh(self, result: R, timeout: float = 0.0, max_attempts: int = -1) -> Flow[R | None]:
        """Wait until the server has finished the work that it announced with an answer, and get that answer anew.

        Args:
            result: what a call returned.
            timeout: seconds to wait at most; 0: as long as it takes.
            max_attempts: how often to ask at most; below 0: as often as it takes.

        Returns:
            The new answer; *result* itself where nothing was announced; ``None`` if the work is not finished in time.
        """
        refresh = refresh_of(result)
        if refresh is None:
            return result
        ends = (yield Now()) + timeout
        while max_attempts:
            if (yield from AsyncRefreshes.get_async_refresh_status.flow(self, refresh.id)).status != "running":
                again: R = yield from send(refresh.request)
                return again
            max_attempts -= 1
            wait = max(refresh.retry, 1)
            if timeout:
                wait = min(wait, ends - (yield Now()))
            if wait <= 0 or not max_attempts:
                return None
            yield Sleep(wait)
        return None
