"""Outcomes of servers: what failed is a row of them, and never a failed job."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from trunkline.errors import MastodonFileNotFoundError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

BUSY = "busy"
"""Outcome of a server that another job was reading."""

FOLDER = "outcomes"
KEPT = 1000
"""Runs of a stream of which outcomes are kept."""

_COLUMNS = (
    "job STRING, run BIGINT, _instance STRING, asked_at TIMESTAMP, outcome STRING, error STRING, requests BIGINT, "
    "rows BIGINT, rejected BIGINT, waited DOUBLE"
)


def _now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass(slots=True)
class ServerOutcome:
    """Outcome of one server in one run.

    Attributes:
        instance: the server.
        outcome: one of `trunkline.pipeline.progress.Outcome`, or `BUSY`.
        error: reason for which it failed or refused.
        requests: requests sent to it.
        rows: rows read from it.
        rejected: rows and values among them that fit no column.
        waited: seconds spent waiting for its rate limit and for repeating what failed.
        asked_at: the time at which it was read.
    """

    instance: str
    outcome: str
    error: str | None = None
    requests: int = 0
    rows: int = 0
    rejected: int = 0
    waited: float = 0.0
    asked_at: str = field(default_factory=_now)


def servers(spark: SparkSession, state: str) -> DataFrame:
    """Return the outcomes of all servers: a row for each server and run, of a stream for its last `KEPT` runs.

    Args:
        spark: the session.
        state: the folder that queries have as their option ``state``.

    Returns:
        a frame with ``job`` (a stream or a batch), ``run``, ``_instance``, ``asked_at``, ``outcome`` (``read``,
        ``unfinished``, ``refused``, ``resting``, ``failed``, ``busy``), ``error``, ``requests``, ``rows``,
        ``rejected`` and ``waited`` (seconds).

    Raises:
        MastodonFileNotFoundError: no query had this folder.
    """
    folder = Path(state) / FOLDER
    if not folder.exists():
        raise MastodonFileNotFoundError(f"{state} has no outcomes: pass the option state of a query that was run.")
    return spark.read.schema(_COLUMNS).option("recursiveFileLookup", True).json(folder.resolve().as_uri())


def write_outcomes(state: str, job: str, run: int, partition: int, outcomes: Iterable[ServerOutcome]) -> None:
    """Write the outcomes of one task; those of an earlier attempt are replaced."""
    folder = _of_run(state, job, run)
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for one in outcomes:
        row = asdict(one)
        rows.append({"job": job, "run": run, "_instance": row.pop("instance"), **row})
    hidden = folder / f".{partition}.{secrets.token_hex(4)}"  # Spark reads no file with a dot
    hidden.write_bytes(msgspec.json.Encoder().encode_lines(rows))
    os.replace(hidden, folder / f"{partition}.json")


def is_unfinished(state: str, job: str, run: int) -> bool:
    """Return True if a run has left more of a server to be read, and not because its list is broken."""
    files = _of_run(state, job, run).glob("*.json")
    rows = [row for file in files for row in msgspec.json.Decoder().decode_lines(file.read_bytes())]
    return any(row["outcome"] == "unfinished" and row["error"] is None for row in rows)


def forget_outcomes(state: str, job: str, run: int) -> None:
    """Remove the outcomes of the run that is `KEPT` runs before *run*: each run of a stream removes one."""
    shutil.rmtree(_of_run(state, job, run - KEPT), ignore_errors=True)


def _of_run(state: str, job: str, run: int) -> Path:
    return Path(state) / FOLDER / job / str(run)
