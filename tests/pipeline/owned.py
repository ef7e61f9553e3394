"""Feeding rows to the tables that say whose they are: those of the owner of the canned server's token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.upkeep import feeding

OWN = {OWNER: "1"}


def feed(pipeline: Any, rows: Mapping[str, Sequence[dict[str, Any]]], **others: Any) -> Any:
    """As `trunkline.pipeline.upkeep.feeding.feed`, with the owner in the rows that need one."""
    given = {
        table: [OWN | row for row in some] if table in CATALOGUE and CATALOGUE[table].is_owned else some
        for table, some in rows.items()
    }
    return feeding.feed(pipeline, given, **others)
