"""Extras: installation state and import errors of each."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import metadata
from typing import NamedTuple

from trunkline.face.requirements import Requirement, includes, requirements

MODULES = {
    "pipeline": ("aiohttp", "dlt", "duckdb", "pyarrow", "pandas", "protego", "sqlglot"),
    "explore": ("marimo", "altair", "vl_convert", "jinja2", "numpy"),
    "sandbox": ("starlette", "uvicorn", "python_multipart", "PIL", "blurhash", "cryptography"),
    "cli": ("click", "rich"),
    "keyring": ("keyring",),
    "mcp": ("mcp", "anyio", "pydantic", "uvicorn"),
    "socks": ("python_socks", "socksio"),
    "spark": ("pyspark",),
    "webpush": ("cryptography", "http_ece"),
    "blurhash": ("blurhash",),
    "compat": ("blurhash", "dateutil", "decorator", "requests", "six"),
}
"""Modules that come with an extra, apart from `magic`, which needs a library of the system."""

CORE = ("httpx2", "msgspec", "websockets", "trunkline.clients.client")
"""Modules that every program needs."""

_IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        sys.exit(f"{name}: {type(error).__name__}: {error}")
"""


class Extra(NamedTuple):
    """State of an extra.

    Attributes:
        state: "installed", "incomplete" or "absent".
        missing: names of distributions that are not installed.
        conflicts: distributions of the wrong version, with the version that is required.
    """

    state: str
    missing: list[str]
    conflicts: list[str]


def extras(distribution: str) -> dict[str, Extra]:
    """Return the state of each extra by its name."""
    return {name: _examine(distribution, name) for name in metadata(distribution).get_all("Provides-Extra", [])}


def core(distribution: str) -> Extra:
    """Return the state of the requirements without any extra."""
    return _state(set(requirements(distribution)), set())


def _examine(distribution: str, extra: str) -> Extra:
    others = {one.name for other in includes(distribution, extra) for one in requirements(distribution, other)}
    return _state(set(requirements(distribution, extra)), others)


def _state(needed: set[Requirement], others: set[str]) -> Extra:
    """Return the state. Packages that other extras also require do not count as partly installed."""
    missing = sorted({one.name for one in needed if one.installed is None})
    conflicts = sorted({one.conflict for one in needed if one.conflict})
    names = {one.name for one in needed}
    own = names - others or names
    state = "installed" if not missing else "incomplete" if own - set(missing) else "absent"
    return Extra(state, missing, conflicts)


def import_errors(modules: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Import modules in processes of their own, all at once.

    Args:
        modules: names of modules by the extra that they belong to.

    Returns:
        the first error of each, by the same keys; nothing for those that can be imported.
    """
    running = {
        key: subprocess.Popen(  # noqa: S603  (this interpreter, and names of our own extras)
            [sys.executable, "-P", "-c", _IMPORT, *names],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for key, names in modules.items()
    }  # fmt: skip
    said = {key: process.communicate()[1] for key, process in running.items()}
    return {
        key: said[key].strip().rpartition("\n")[2] or f"ended with {process.returncode}"
        for key, process in running.items()
        if process.returncode
    }
