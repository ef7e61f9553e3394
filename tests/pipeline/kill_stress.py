"""Kill loads by the thousand, in pieces: ``python -m tests.pipeline.kill_stress FOLDER --kills 1000``.

Each load is killed at a random moment. After each, the database must open, the next load must succeed, and no row may
be lost or there twice. What was done is in ``progress.jsonl`` in the folder, a line for each piece, and the next call
goes on from there; pieces that failed, and databases that could not be opened after a kill, are kept beside it. Blocks
are half written where a process waits for the processor while it writes: run it with ``nice`` on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from tests.pipeline.killed_world import Kills, killed_loads
from trunkline.cli.output.terminal import say
from trunkline.pipeline.duckdb_file import DAMAGED

PIECE = 10
"""Kills of one world, whose lists grow with each load."""


@dataclass
class Piece:
    """Result of the kills of one world.

    Attributes:
        seed: seed of the world and of its kills.
        duckdb: version of DuckDB.
        kills: number of killed loads.
        phases: the same by phase.
        unreadable: what DuckDB said about databases that it did not open after a kill.
        repaired: number of databases that the next load has repaired.
        failure: why the piece has ended early.
    """

    seed: int
    duckdb: str = duckdb.__version__
    kills: int = 0
    phases: dict[str, int] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    repaired: int = 0
    failure: str | None = None


def run(folder: Path, seed: int, times: int) -> Piece:
    """Kill loads of a world, and check after each."""
    piece, place = Piece(seed), folder / f"piece-{seed}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with killed_loads(place, seed) as kills:
        try:
            for _ in range(times):
                kills.kill()
                piece.kills += 1
                _look(kills, piece, folder)
                kills.assert_nothing_is_lost_or_double()
                _count_repair(kills, piece)
            kills.assert_nothing_is_new()
        except Exception as error:  # noqa: BLE001 (the next piece is run, and this one is told)
            piece.failure = f"{type(error).__name__}: {error}"[:2000]
        piece.phases = dict(kills.phases)
    if piece.failure is None:
        shutil.rmtree(place)
    return piece


def _look(kills: Kills, piece: Piece, folder: Path) -> None:
    """Open the database as the kill has left it, without a change to it."""
    if not kills.database.exists():
        return
    try:
        duckdb.connect(str(kills.database), read_only=True).close()
    except duckdb.Error as error:
        piece.unreadable.append(str(error)[:500])
        for file in kills.database.parent.glob(f"{kills.database.name}*"):
            shutil.copy(file, folder / f"{piece.seed}-{piece.kills}-{file.name}")


def _count_repair(kills: Kills, piece: Piece) -> None:
    damaged = Path(f"{kills.database}{DAMAGED}")
    if damaged.exists():
        piece.repaired += 1
        damaged.unlink()


def done_before(progress: Path) -> list[Piece]:
    """Return the pieces of earlier calls with this version of DuckDB."""
    lines = progress.read_text().splitlines() if progress.exists() else []
    return [piece for line in lines if (piece := Piece(**json.loads(line))).duckdb == duckdb.__version__]


def main() -> None:
    """Go on with the kills, and tell how many there were."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=1000, help="number of kills, with those of earlier calls")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="time after which no piece begins")
    arguments = parser.parse_args()
    os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", RUNTIME__LOG_LEVEL="CRITICAL")
    folder, until = arguments.folder.resolve(), time.monotonic() + arguments.seconds
    folder.mkdir(parents=True, exist_ok=True)
    progress = folder / "progress.jsonl"
    pieces = done_before(progress)
    while (left := arguments.kills - sum(piece.kills for piece in pieces)) > 0 and time.monotonic() < until:
        pieces.append(run(folder, len(pieces), min(left, PIECE)))
        with progress.open("a") as file:
            file.write(json.dumps(asdict(pieces[-1])) + "\n")
        say(_summary(pieces))


def _summary(pieces: list[Piece]) -> str:
    phases = sum((Counter(piece.phases) for piece in pieces), Counter[str]())
    failed = [piece.seed for piece in pieces if piece.failure]
    return (
        f"DuckDB {duckdb.__version__}: {sum(piece.kills for piece in pieces)} kills ({dict(phases)}), "
        f"{sum(len(piece.unreadable) for piece in pieces)} databases that did not open, "
        f"{sum(piece.repaired for piece in pieces)} repaired, {len(failed)} pieces failed {failed or ''}"
    )


if __name__ == "__main__":
    main()
