"""A PostgreSQL server of its own for the tests: made in a temporary folder, thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "trunkline"


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server; skips the test where there is no PostgreSQL."""
    programs = _programs()
    if programs is None:
        pytest.skip("needs PostgreSQL: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="trunkline-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        become = _as_somebody_else(folder)
        data, port = folder / "data", _free_port()
        made = [
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            USER,
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run([*become, *made], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        control = [*become, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
        subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, cwd=folder)
        try:
            yield f"postgresql://{USER}:any@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd=folder)


def _programs() -> Path | None:
    """Return the folder of the server's programs, which Debian does not put on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _as_somebody_else(folder: Path) -> list[str]:
    """Return a prefix for commands, since PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return []
    user = next((user for user in pwd.getpwall() if user.pw_name == "postgres"), pwd.getpwnam("nobody"))
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
