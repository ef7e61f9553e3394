"""The page of the settings: keys of dlt's configuration and variables of the environment."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import trunkline
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.options import SourceOptions

from .rst import page, table, title

MEANINGS = {
    "TRUNKLINE_HOME": "Folder of the token files of the command line; by default ``trunkline`` in "
    "``XDG_CONFIG_HOME``, or in ``~/.config``.",
    "XDG_CONFIG_HOME, XDG_STATE_HOME": "Folders of settings, and of what is only remembered, as freedesktop.org has "
    "them.",
    "MASTODON_ACCESS_TOKEN, TRUNKLINE_SERVER": "Token and server of the commands, where nobody can log in.",
    "COLUMNS": "Width of the output, where it is not that of the terminal.",
    "TRUNKLINE_TRACEBACK": "If set, commands show faults with their traceback.",
    "LESS": "Options of the pager ``less``; the commands set it to ``-FRX`` unless it is set.",
    "SHELL": "``trunkline completion`` prints the script of this shell, unless another one is named.",
    "_TRUNKLINE_COMPLETE, COMP_CWORD, COMP_WORDS": "Set by the shell's script when it asks for completions.",
    "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY": "Proxies for requests and streams, unless ``proxy=`` names one. "
    "Servers on this machine are asked without.",
    "SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE": "Authorities to trust, unless ``verify=`` says "
    "otherwise; the first one that is set counts.",
    "RUNTIME__DLTHUB_TELEMETRY": "dlt's telemetry; the commands set it to ``false`` unless it is set. "
    "See :doc:`/explanations/telemetry`.",
    "RUNTIME__LOG_LEVEL": "dlt's log; the commands set it to ``CRITICAL`` unless it is set.",
    "PYTHONPATH, PYTHONSAFEPATH": "``trunkline run`` and ``trunkline doctor`` heed them, as Python does.",
    "PATH": "``trunkline run`` finds commands in it, the sandbox finds ffmpeg.",
    "MARIMO_SKIP_UPDATE_CHECK": "Set for the explorer, so that it asks no server for updates.",
}
"""Variables that the code reads or sets. A test finds those that are missing."""


def pages() -> dict[str, str]:
    """Return the page by its path."""
    keys = [
        (f"``{one.name}``", f"``SOURCES__{SOURCE.upper()}__{one.name.upper()}``", _file(one.name))
        for one in fields(SourceOptions)
    ]
    return {
        "settings.rst": page(
            "Settings and environment",
            title("Variables of the environment", 1),
            table(
                ("variable", "meaning"),
                [(", ".join(f"``{name}``" for name in names.split(", ")), text) for names, text in MEANINGS.items()],
                "40 60",
            ),
            title("Keys of the source", 1),
            "dlt looks up every argument of `mastodon_source` that is not passed: in the environment first, then under "
            f"``[sources.{SOURCE}]`` in these files of the folder ``.dlt``. `SourceOptions` has the meanings. "
            "Settings of destinations are dlt's own; :doc:`/destinations` names those that are needed.",
            table(("key", "in the environment", "file"), keys, "22 54 24"),
        )
    }


def _file(name: str) -> str:
    return "``secrets.toml``" if name == "access_token" else "``config.toml``"


def read_by_the_code() -> set[str]:
    """Return the names of the variables that the code reads or sets."""
    found: set[str] = set()
    for path in Path(trunkline.__path__[0]).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found.update(re.findall(r"environ(?:\.get|\.setdefault)?[\[(]\s*\"(\w+)\"", text))
        found.update(re.findall(r"os\.environ, \"(\w+)\"", text))
    return found
