"""A standalone cluster on this machine: a master, and workers that can be killed with all that they have started."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from itertools import count, islice
from pathlib import Path
from typing import Any

WORKERS = 2
_ENVIRONMENT = {"SPARK_DAEMON_MEMORY": "128m", "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}


class Cluster(ExitStack):
    """Cluster of two workers with a core each, from Spark's own classes.

    Args:
        folder: folder for its logs and the work of its executors.

    Attributes:
        address: address for programs.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        log = self._start("master", "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.address = _found(log, r"Starting Spark master at (spark://\S+)")
        self._workers: list[int] = []
        self._numbers = count()

    def complete(self) -> None:
        """Start the workers that are missing, and wait until the master knows them."""
        logs = []
        sizes = ("--cores", "1", "--memory", "600m", "--webui-port", "0")
        for number in islice(self._numbers, WORKERS - len(self._workers)):
            work = str(self._folder / f"work-{number}")
            options = ("--host", "127.0.0.1", *sizes, "--work-dir", work, self.address)
            logs.append(self._start(f"worker-{number}", "worker.Worker", *options))
            self._workers.append(self._last)
        for log in logs:
            _found(log, "Successfully registered with master")

    def _start(self, name: str, kind: str, *arguments: str) -> Path:
        import pyspark

        home, log = Path(pyspark.__file__).parent, self._folder / f"{name}.log"
        command: list[str | Path] = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *arguments]
        process = subprocess.Popen(
            command,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            env=os.environ | _ENVIRONMENT | {"SPARK_HOME": str(home)},
            start_new_session=True,
        )
        self._last = process.pid
        self.callback(process.wait)
        self.callback(kill_session, process.pid)
        return log

    def kill_worker(self) -> None:
        """Kill one of the workers, its executor and its Python programs, as a power failure would."""
        kill_session(self._workers.pop())

    def submit(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a driver, in which `spark` is a session."""
        return subprocess.Popen(
            [sys.executable, "-c", _DRIVER + program, self.address, *arguments],
            stdout=subprocess.PIPE,
            stderr=(self._folder / "driver.log").open("wb"),
            text=True,
        )


_DRIVER = """
import sys
from pyspark.sql import SparkSession
from tests.spark.conftest import LOCAL
from trunkline.spark import register
builder = SparkSession.builder.master(sys.argv[1]).config("spark.executor.memory", "512m")
for name, value in LOCAL.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
register(spark)
"""


def result_of(driver: subprocess.Popen[str]) -> str:
    """What a driver has printed."""
    said, _ = driver.communicate()
    assert driver.returncode == 0, said
    return said


def kill_session(leader: int) -> None:
    """Kill all processes of a session: Python programs of executors are process groups of their own."""
    for pid in _processes():
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(pid) == leader:
                os.kill(pid, signal.SIGKILL)


def _processes() -> Sequence[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _found(log: Path, pattern: str) -> Any:
    """Follow a log until something is in it, and return its first group."""
    with subprocess.Popen(["tail", "-n", "+1", "-F", log], stdout=subprocess.PIPE, text=True) as tail:
        assert tail.stdout is not None
        try:
            for line in tail.stdout:
                if found := re.search(pattern, line):
                    return found[1] if found.groups() else found[0]
        finally:
            tail.terminate()
    raise AssertionError(f"{log} ended without {pattern}")
