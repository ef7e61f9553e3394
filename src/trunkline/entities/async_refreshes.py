"""Work that goes on after an answer."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AsyncRefreshStatus
from trunkline.ids import Id


class AsyncRefresh(Entity):
    """Work that the server goes on with after its answer, such as fetching replies. Since 4.4.0."""

    id: Id
    """Id to ask about it by."""

    status: AsyncRefreshStatus | str
    """Whether it still runs."""

    result_count: int | None
    """How many results it has found; ``None`` where it does not count."""


class WrappedAsyncRefresh(Entity):
    """The answer that holds one refresh."""

    async_refresh: AsyncRefresh
    """The refresh."""
