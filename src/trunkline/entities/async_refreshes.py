"""Background work that continues after a response."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AsyncRefreshStatus
from trunkline.ids import Id


class AsyncRefresh(Entity):
    """Background work of the server, such as fetching replies. Since 4.4.0."""

    id: Id
    """Id of the refresh."""

    status: AsyncRefreshStatus | str
    """State: running or finished."""

    result_count: int | None
    """Number of results so far; ``None`` if not counted."""


class WrappedAsyncRefresh(Entity):
    """Response with one refresh."""

    async_refresh: AsyncRefresh
    """The refresh."""
