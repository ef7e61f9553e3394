"""Work that a server goes on with after it has answered."""

from __future__ import annotations

from mastodon.endpoint import endpoint
from mastodon.entities import AsyncRefresh, WrappedAsyncRefresh
from mastodon.ids import IdLike, segment
from mastodon.request import Flow, Request, send


class AsyncRefreshes:
    """The call that asks how far such work has come."""

    @endpoint(since="4.4.0", scopes="read")
    def get_async_refresh_status(self, result_or_id: IdLike) -> Flow[AsyncRefresh]:
        """How far the server's work has come.

        Args:
            result_or_id: the id of the work, or an `AsyncRefresh`.

        Raises:
            MastodonNotFoundError: the work is unknown, or was finished long ago.
        """
        path = f"/api/v1_alpha/async_refreshes/{segment(result_or_id)}"
        return (yield from send(Request("GET", path, WrappedAsyncRefresh))).async_refresh
