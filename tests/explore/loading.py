"""Databases for tests, of rows that a test makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dlt

from tests.pipeline.owned import feed
from trunkline.explore import Snapshot

ASKED = "a.example"


def status(number: int, created_at: str | None, author: str = "ann", **fields: Any) -> dict[str, Any]:
    """Return a post of a member of `ASKED`."""
    return {
        "_instance": ASKED,
        "id": str(number),
        "uri": f"https://{ASKED}/posts/{number}",
        "url": f"https://{ASKED}/@{author}/{number}",
        "created_at": created_at,
        "visibility": "public",
        "language": "en",
        "content": "<p>Tea</p>",
        "account": {
            "id": f"{ASKED}-{author}",
            "acct": author,
            "created_at": "2024-01-31T00:00:00.000Z",
            "followers_count": 1,
        },
        "tags": [],
        "media_attachments": [],
        "mentions": [],
        **fields,
    }


@contextmanager
def loaded(folder: Path, tables: Mapping[str, Sequence[dict[str, Any]]], **state: Any) -> Iterator[Snapshot]:
    """A snapshot of rows, with a state of the source as loads leave it."""
    pipeline = dlt.pipeline(
        pipeline_name="made",
        destination=dlt.destinations.duckdb(str(folder / "made.duckdb")),
        dataset_name="mastodon_data",
        pipelines_dir=str(folder / "pipelines"),
    )
    feed(pipeline, {name: list(rows) for name, rows in tables.items()})
    if state:
        with pipeline.managed_state(extract_state=True) as whole:
            whole.setdefault("sources", {}).setdefault("mastodon_source", {}).update(state)
        pipeline.normalize()
        pipeline.load()
    with Snapshot.of(pipeline.dataset()) as snapshot:
        yield snapshot
