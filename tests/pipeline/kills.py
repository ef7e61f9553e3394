"""Loads in processes that are killed: a program that forks one for each load, and the side that kills them.

The program has imported everything and has no threads, so that a process is ready to load at once. Each process tells
the phase that it is in through the pipe that it shares with the program.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import Any, Self

PHASES = ("restore", "extract", "normalize", "prepare", "copy", "merge", "commit", "finish")
"""Phases of a load: reading the destination's state, reading the server, ..., its summary."""

IMPORTED = (
    "dlt.destinations.impl.duckdb.duck",
    "dlt.load.load",
    "dlt.sources.helpers.requests",
    "httpx2",
    "trunkline.pipeline.load",
)
"""Modules that a load would import in each of its processes."""

PATIENCE = 300.0


class LoadProgram:
    """Program that forks a process for each load.

    Attributes:
        seconds: how long each phase takes, as far as is known.
    """

    def __init__(self, folder: Path, **arguments: Any) -> None:
        self._arguments = arguments
        self.seconds = dict.fromkeys(PHASES, 0.1)
        repository = Path(__file__).parents[2]
        self._program = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{repository}:{repository / 'src'}", "OPENBLAS_NUM_THREADS": "1"},
        )
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._program.communicate()

    def load(self, **arguments: Any) -> dict[str, int]:
        """Load undisturbed, and return the number of rows written by table."""
        self._start(arguments)
        told = self._told_until("end")
        assert told["end"] == 0, f"the load failed: {told}"
        loaded: dict[str, int] = told["loaded"]
        return loaded

    def kill(self, random: Random, **arguments: Any) -> str | None:
        """Load, and kill the process at a random moment.

        Half of the moments are spread evenly over the load, half over its phases, so that short ones get their share.

        Returns:
            The phase in which it died; ``None`` if it was done before.
        """
        phase = random.choice((*PHASES, *(["restore"] * len(PHASES))))
        whole = sum(self.seconds.values())
        delay = random.uniform(0, whole if phase == "restore" else self.seconds[phase])
        self._start(arguments)
        told = self._told_until(phase)
        if "end" not in told:
            told |= self._told_until("end", delay)
        if "end" not in told:
            os.kill(told["pid"], signal.SIGKILL)
            told |= self._told_until("end")
        if told["end"] == 0:
            return None
        assert told["end"] == -signal.SIGKILL, f"the load failed by itself: {told}"
        return str(told["phase"])

    def die_after(self, step: str, **arguments: Any) -> None:
        """Load in a process that kills itself right after a step of dlt.

        Args:
            step: the function, with its module and the class that it belongs to: ``dlt.load.load:Load.run``.
            arguments: those of the load.
        """
        self._start(arguments | {"die_after": step})
        told = self._told_until("end")
        assert told["end"] == -signal.SIGKILL, f"the load has not come to {step}: {told}"

    def _start(self, arguments: dict[str, Any]) -> None:
        assert self._program.stdin
        self._program.stdin.write(json.dumps(self._arguments | arguments).encode() + b"\n")
        self._program.stdin.flush()
        self._entered = (PHASES[0], time.monotonic())

    def _told_until(self, name: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """Return the messages of the load until it tells *name* (a phase, or the end), or until the time is over."""
        told: dict[str, Any] = {}
        until = time.monotonic() + seconds
        while name not in (told.get("phase"), *told) and "end" not in told and (line := self._line(until)) is not None:
            news = json.loads(line)
            told |= news
            if "phase" in news:
                self._enter(news["phase"])
        return told

    def _enter(self, phase: str) -> None:
        before, since = self._entered
        self._entered = (phase, time.monotonic())
        self.seconds[before] += (self._entered[1] - since - self.seconds[before]) / 4

    def _line(self, until: float) -> bytes | None:
        assert self._program.stdout
        while b"\n" not in self._unread:
            ready, _, _ = select.select([self._program.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            more = os.read(self._program.stdout.fileno(), 65536)
            assert more, "the program that loads has ended"
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line


def tell(**news: Any) -> None:
    """Write a line for the side that kills; as one piece, whoever else writes."""
    os.write(1, json.dumps(news).encode() + b"\n")


def told(phase: str, function: Callable[..., Any], after: str | None = None) -> Callable[..., Any]:
    """Wrap *function*, so that it tells which phase begins with it, and which after it."""

    def call(*args: Any, **kwargs: Any) -> Any:
        tell(phase=phase)
        try:
            return function(*args, **kwargs)
        finally:
            if after is not None:
                tell(phase=after)

    return call


def tell_phases() -> None:
    """Have dlt's steps told."""
    from dlt.destinations.impl.duckdb.duck import DuckDbCopyJob
    from dlt.destinations.job_client_impl import SqlLoadJob
    from dlt.load.load import Load
    from dlt.pipeline.pipeline import Pipeline

    for owner, name, phase, after in (
        (Pipeline, "extract", "extract", None),
        (Pipeline, "normalize", "normalize", None),
        (Pipeline, "load", "prepare", "finish"),
        (DuckDbCopyJob, "run", "copy", None),
        (SqlLoadJob, "run", "merge", None),
        (Load, "complete_package", "commit", None),
    ):
        setattr(owner, name, told(phase, getattr(owner, name), after))


def serve() -> None:
    """Fork a process for each line of arguments until the lines end."""
    for module in IMPORTED:
        import_module(module)
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            run(json.loads(line))
        _, status = os.waitpid(pid, 0)
        tell(end=os.waitstatus_to_exitcode(status))


def die_after(step: str) -> None:
    """Have this process kill itself when it has done a step for the first time."""
    module, _, path = step.partition(":")
    owner, name = attrgetter(path.rpartition(".")[0])(import_module(module)), path.rpartition(".")[2]
    function = getattr(owner, name)

    def last(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, last)


def run(arguments: dict[str, Any]) -> None:
    """Load, as a process of its own."""
    status = 1
    try:
        tell(phase=PHASES[0], pid=os.getpid())
        tell_phases()
        if step := arguments.pop("die_after", None):
            die_after(step)
        from trunkline.pipeline.load import load
        from trunkline.pipeline.options import SourceOptions

        place = {name: arguments.pop(name) for name in ("destination", "pipelines_dir")}
        summary = load(SourceOptions(**arguments), **place)
        tell(loaded={table.name: table.loaded for table in summary.tables if table.loaded})
        status = 0
    except Exception:  # noqa: BLE001 (whatever it is, this process must not go on as the program)
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
