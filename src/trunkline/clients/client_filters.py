"""Filters that servers leave to clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

E = TypeVar("E", bound=Mapping[str, Any])


class ClientFilters:
    """Part of both clients: filters that servers leave to them."""

    def filters_apply(self, objects: Iterable[E], filters: Iterable[Mapping[str, Any]], context: str) -> list[E]:
        """Return the statuses or notifications that your filters do not hide.

        Servers do this themselves for filters of `filters_v2`; they leave those of `filters` to clients.

        Args:
            objects: statuses or notifications.
            filters: what `filters` or `filters_v2` returned. Those that only warn or blur hide nothing.
            context: where the objects are shown: ``"home"``, ``"notifications"``, ``"public"``, ``"thread"``,
                ``"account"``.
        """
        from trunkline.clients.filtering import without_filtered

        return without_filtered(objects, filters, context, datetime.now(UTC))
