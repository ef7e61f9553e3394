"""Leases of servers: of all jobs with one folder of state, one at a time asks a server.

A lease is a lock of the operating system on a file in that folder, so it ends with the process that holds it: nothing
expires, and nobody has to be waited for who is gone. The folder has to be on a file system whose locks hold between
machines, such as NFS 4.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

PAUSE = 0.2
"""Seconds after which a server is asked for again that another attempt of the same task has."""

_LONGEST_NAME = 200


class Leases(ExitStack):
    """Leases that one task holds, until the end of the block.

    Args:
        state: the folder.
        holder: name of the job and its run. Another attempt of the same task is waited for; another job is not.
    """

    def __init__(self, state: str, holder: str) -> None:
        super().__init__()
        self._folder, self._holder = Path(state) / "leases", holder
        self._folder.mkdir(parents=True, exist_ok=True)

    def take(self, instance: str, is_done: Callable[[], bool] = lambda: False) -> bool:
        """Lease a server.

        Args:
            instance: the server.
            is_done: tells if another attempt has read the server, so that there is nothing to wait for.

        Returns:
            False if another job has it.
        """
        descriptor = os.open(self._folder / quote(instance, safe=""), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        with ExitStack() as unused:
            unused.callback(os.close, descriptor)
            while not _locked(descriptor):
                holder = os.pread(descriptor, _LONGEST_NAME, 0).decode("utf-8", "replace").strip()
                if holder not in ("", self._holder):
                    return False
                if is_done():
                    return True
                time.sleep(PAUSE)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, self._holder.encode(), 0)
            self.push(unused.pop_all())
        return True


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
