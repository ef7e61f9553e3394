"""One run of a pipeline at a time: dlt's folder of a pipeline is for one process, and does not see to it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dlt

from trunkline.errors import MastodonIOError
from trunkline.pipeline.packages import complete_folders

_held: dict[Path, int] = {}
"""Locks of this process, with the thread that holds each: what a run does may be a run as well."""


class PipelineBusyError(MastodonIOError):
    """Another process or thread is running the same pipeline, or has its database open."""


@contextmanager
def exclusively(pipeline: dlt.Pipeline) -> Iterator[None]:
    """Keep other processes from running *pipeline* until the end of the block; the lock ends with the process.

    Folders that a killed process has not come to are made first: whatever looks into them comes after.

    Raises:
        PipelineBusyError: one is running it.
    """
    path = Path(pipeline.pipelines_dir) / f"{pipeline.pipeline_name}.lock"
    if _held.get(path) == threading.get_ident():
        yield
        return
    descriptor = _locked(path, pipeline.pipeline_name)
    _held[path] = threading.get_ident()
    try:
        complete_folders(pipeline)
        yield
    finally:
        del _held[path]
        os.close(descriptor)


def _locked(path: Path, name: str) -> int:
    """Return the descriptor of a file that is locked as long as it is open; systems without ``flock`` have no lock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            process = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise PipelineBusyError(
                f"The pipeline {name} is running already (process {process}): wait until it has ended, or give this "
                "run another pipeline name and database."
            ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor
