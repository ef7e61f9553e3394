"""Runs of a stream: what each server gave in each run, kept until Spark has committed it.

Spark wants to know where a batch ends before it is read, and may read it again. A list of a server has no such places:
posts arrive late, are deleted, and are not in the order of their ids. So the offset of a stream is the number of a
run. What a server gives in a run is written down once, together with the cursors for the next run, and whoever reads
the run again gets the same rows without a request.

``streams/ID/HOST/RUN`` is a folder with ``result.json`` and, until the run is committed, ``rows.jsonl``. It appears by
a rename, which fails where the folder is there already: of two attempts of a task, one is the first.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from trunkline.errors import MastodonIOError
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark.crawled import ReadServer, ServerState
from trunkline.spark.outcomes import ServerOutcome

PIECE = 2**22
"""Bytes of rows that are read at once."""

_ROWS, _RESULT = "rows.jsonl", "result.json"


class RunDraft:
    """Rows of a server that is being read, in a folder that nobody knows yet.

    Args:
        parent: folder of the server.
    """

    def __init__(self, parent: Path) -> None:
        self.folder = parent / f".{secrets.token_hex(8)}"
        self.folder.mkdir(parents=True)
        self._written = 0

    def write(self, lines: Lines) -> None:
        """Add rows."""
        with (self.folder / _ROWS).open("ab") as file:  # there may be more servers than files can be open
            file.write(lines.text)
        self._written += len(lines.text)

    def close(self, read: ReadServer) -> None:
        """Finish the folder."""
        result = {"outcome": asdict(read.outcome), "state": read.state, "written": self._written}
        (self.folder / _RESULT).write_bytes(msgspec.json.encode(result))
        for file in self.folder.iterdir():
            _flush(file)


class StreamRuns:
    """Runs of one stream.

    Args:
        state: folder that all executors see.
        stream: name of the stream.
    """

    def __init__(self, state: str, stream: str) -> None:
        self.folder = Path(state) / "streams" / stream

    def draft(self, instance: str) -> RunDraft:
        """Begin to write down what a server gives."""
        return RunDraft(self._of(instance))

    def publish(self, run: int, draft: RunDraft, read: ReadServer) -> None:
        """Write down what a server gave in a run, unless another attempt was first."""
        draft.close(read)
        try:
            os.rename(draft.folder, self._of(read.outcome.instance) / str(run))
        except OSError:
            shutil.rmtree(draft.folder, ignore_errors=True)
            if not self.has(read.outcome.instance, run):
                raise

    def has(self, instance: str, run: int) -> bool:
        """Return True if a server was read in a run."""
        return (self._of(instance) / str(run) / _RESULT).exists()

    def outcome(self, instance: str, run: int) -> ServerOutcome:
        """Return the outcome of a server that was read in a run."""
        return ServerOutcome(**self._result(instance, run)["outcome"])

    def rows(self, instance: str, run: int) -> Iterator[Lines]:
        """Yield the rows of a run.

        Raises:
            MastodonIOError: Spark has committed them, and asks for them again.
        """
        if not self._result(instance, run)["written"]:
            return
        try:
            with (self._of(instance) / str(run) / _ROWS).open("rb") as file:
                while piece := file.readlines(PIECE):
                    yield Lines(b"".join(piece), len(piece))
        except FileNotFoundError:
            raise MastodonIOError(
                f"The rows of run {run} were committed and removed; the checkpoint of the stream is older than its "
                "folder of state. Begin with a new checkpoint."
            ) from None

    def state(self, instance: str, run: int) -> ServerState:
        """Return what the newest of the runs up to *run* has left of a server; nothing if it was never read."""
        newest = max((one for one in _numbers(self._of(instance)) if one <= run), default=None)
        state: ServerState = {} if newest is None else self._result(instance, newest)["state"]
        return state

    def committed(self, run: int) -> None:
        """Remove the rows of runs up to *run*, the cursors of those before it, and what killed tasks have left.

        No task of the stream is at work while it commits.
        """
        for host in _listed(self.folder):
            runs = sorted(one for one in _numbers(host) if one <= run)
            for one in runs[-1:]:
                (host / str(one) / _ROWS).unlink(missing_ok=True)
            drafts = [one for one in _listed(host) if one.name.startswith(".")]
            for folder in (*drafts, *(host / str(one) for one in runs[:-1])):
                shutil.rmtree(folder, ignore_errors=True)

    def _of(self, instance: str) -> Path:
        return self.folder / quote(instance, safe="")

    def _result(self, instance: str, run: int) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.json.decode((self._of(instance) / str(run) / _RESULT).read_bytes())
        return found


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


def _numbers(host: Path) -> list[int]:
    return [int(one.name) for one in _listed(host) if one.name.isdigit()]


def _flush(file: Path) -> None:
    """Have the system write a file, which a checkpoint elsewhere may outlive otherwise."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
