"""Endpoint for background work of the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.refreshes import refresh_of
from trunkline.entities import AsyncRefresh, WrappedAsyncRefresh
from trunkline.errors import MastodonMalformedResponseError
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class AsyncRefreshes:
    """Progress of background work that a response has announced."""

    @endpoint(since="4.4.0", scopes="read")
    def get_async_refresh_status(self, result_or_id: IdLike | Page[Any]) -> Flow[AsyncRefresh]:
        """Return the state of background work.

        Args:
            result_or_id: the id of the work, an `AsyncRefresh`, or the result with which the server announced it.

        Raises:
            MastodonNotFoundError: the work is unknown, or finished long ago.
            MastodonMalformedResponseError: the answer tells of no work.
        """
        refresh = refresh_of(result_or_id)
        of: Any = result_or_id if refresh is None else refresh.id
        if isinstance(of, Mapping) and "async_refresh" in of:
            of = of["async_refresh"]
        path = f"/api/v1_alpha/async_refreshes/{segment(of)}"
        answer = yield from send(Request("GET", path, WrappedAsyncRefresh))
        if not isinstance(answer.async_refresh, AsyncRefresh):
            raise MastodonMalformedResponseError("The server's answer about its background work tells of none.")
        return answer.async_refresh
