"""Reach of an assistant: the account it reads with, the data it queries, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from trunkline.clients.client import AsyncMastodon
from trunkline.pipeline.names import DATASET, PIPELINE


@dataclass(frozen=True, slots=True)
class Reach:
    """Settings of one server for assistants.

    Attributes:
        client: client of the Mastodon server; it may have no token, and then reads what is public.
        token: the access token, for loads; empty for none.
        write: offer tools that post, delete, follow and the like; each change is shown to the person first.
        unasked: let clients that cannot show a change make it at once.
        private: show followers-only and direct posts, and load those of others.
        database: DuckDB file that is queried and loaded into.
        dataset: schema of its tables.
        pipeline_name: name under which dlt keeps the state of the load.
    """

    client: AsyncMastodon
    token: str = field(default="", repr=False)
    write: bool = False
    unasked: bool = False
    private: bool = False
    database: Path = Path("mastodon.duckdb")
    dataset: str = DATASET
    pipeline_name: str = PIPELINE


class HasReach(Protocol):
    """Something with a reach, as the server is."""

    reach: Reach
