"""Notes that dlt and the loads keep about themselves in the destination."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trunkline.pipeline.crawling.memory import BACK_TO, GOAL, LEFT_OUT
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.remembering import KEY as PURGED
from trunkline.pipeline.upkeep.places import POSTS

if TYPE_CHECKING:
    import dlt

_TABLES = frozenset(place.table for place in POSTS)

logger = logging.getLogger("trunkline.explore")


@dataclass(frozen=True, slots=True)
class LoadRecords:
    """State of the source, as the last load left it.

    Attributes:
        source: the state; ``None`` if it cannot be read.
    """

    source: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, dataset: dlt.Dataset) -> LoadRecords:
        """Read the newest state in a dataset. A destination that does not give it leaves it unknown."""
        from dlt.common.versioned_state import decompress_state

        try:
            states = dataset.table("_dlt_pipeline_state").select("state", "created_at")
            newest = states.order_by("created_at", "desc").limit(1).fetchall()
            state = decompress_state(newest[0][0])
        except Exception as error:  # noqa: BLE001  (each destination and each old state has its own)
            logger.info("The state of the load cannot be read: %s", error)
            return cls()
        return cls(state.get("sources", {}).get(SOURCE))

    @property
    def left_out(self) -> Counter[str] | None:
        """Rows that were not loaded, by the rule; ``None`` if that was not written down."""
        counts = [memory[LEFT_OUT] for _, _, memory in self._memories() if LEFT_OUT in memory]
        return sum((Counter(count) for count in counts), Counter()) if counts else None

    @property
    def purged(self) -> PurgeList:
        """Accounts and servers that were purged."""
        return PurgeList.from_state((self.source or {}).get(PURGED))

    @property
    def ends(self) -> dict[str, list[str]]:
        """By table, the points back to which its lists were read; ``""`` is the beginning of a list."""
        return self._points(BACK_TO)

    @property
    def unfinished(self) -> list[str]:
        """Tables with lists that another load has to go on with."""
        return list(self._points(GOAL))

    def _points(self, part: str) -> dict[str, list[str]]:
        points: dict[str, list[str]] = {}
        for table, _, memory in self._memories():
            points.setdefault(table, []).extend(memory.get(part, {}).values())
        return {table: found for table, found in points.items() if found}

    def _memories(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield the memory of each table of posts and server."""
        for table, resource in (self.source or {}).get("resources", {}).items():
            for instance, memory in resource.items():
                if isinstance(memory, dict) and table in _TABLES:
                    yield table, instance, memory
