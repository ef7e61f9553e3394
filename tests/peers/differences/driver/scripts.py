"""Pieces of programs as people write them: each reports what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from . import programs, streams
from .limits import Hangs, in_time
from .server import Server
from .show import failure

Script = Callable[[Server, dict[str, Any]], dict[str, Any]]


def outcomes(server: Server, job: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Run all scripts."""
    for module in (streams, programs):
        for script in module.SCRIPTS:
            server.begin([])
            name = f"{module.__name__.rpartition('.')[2]}: {script.__name__.replace('_', ' ')}"
            yield name, _outcome(script, server, job)


def _outcome(script: Script, server: Server, job: dict[str, Any]) -> dict[str, Any]:
    try:
        with in_time():
            return script(server, job)
    except Hangs:
        return {"end": "hangs"}
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return {"end": failure(error)}
