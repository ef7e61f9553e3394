"""Compare small loads with a plain dlt source: a first load of a community, and loads that find nothing new.

    python benchmarks/small_load.py

The server is a sandbox with the community of ``trunkline demo``, about 2 400 rows in 13 resources. Each load runs in a
process of its own; CPU seconds are those of that process, from its start to its end, imports included.

============ ========================================================================================================
load         `trunkline.pipeline.load.load`, as ``trunkline load`` does it
run          `mastodon_source`, run by a plain dlt pipeline
plain        the rows of the same answers, as dictionaries in memory, in dlt resources with the same names and keys
============ ========================================================================================================

The plain source asks no server, and its second load has no rows at all.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

PEOPLE = ["@alice", "@bob", "@carol"]
TAG = "landscape"
ROWS = Path("rows.json")


class Cost(NamedTuple):
    """CPU seconds, seconds and peak megabytes of one load."""

    cpu: float
    wall: float
    megabytes: float


def _options(server: dict[str, Any]) -> dict[str, Any]:
    from trunkline.pipeline.names import RESOURCES

    return {
        **server,
        "resources": list(RESOURCES),
        "accounts": PEOPLE,
        "hashtags": [TAG],
        "search": [TAG],
    }


def load(server: dict[str, Any], _: bool) -> None:
    """Load with this package's own function."""
    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.load import load

    load(SourceOptions(**_options(server)), destination="load.duckdb", pipeline_name="load", pipelines_dir="load")


def run(server: dict[str, Any], _: bool) -> None:
    """Load with this package's source and dlt's pipeline."""
    import dlt

    from trunkline.pipeline import mastodon_source

    pipeline = dlt.pipeline("run", destination="duckdb", dataset_name="mastodon_data", pipelines_dir="run")
    pipeline.run(mastodon_source(**_options(server)))


def plain(_: dict[str, Any], first: bool) -> None:
    """Load rows with dlt alone."""
    import dlt

    from trunkline.pipeline.catalogue import CATALOGUE

    rows: dict[str, list[Any]] = json.loads(ROWS.read_text())
    resources = [
        dlt.resource(found if first else [], name=name, primary_key=CATALOGUE[name].key, write_disposition="merge")
        for name, found in rows.items()
    ]
    pipeline = dlt.pipeline("plain", destination="duckdb", dataset_name="mastodon_data", pipelines_dir="plain")
    pipeline.run(dlt.source(lambda: resources, name="plain")(), loader_file_format="parquet")


WAYS: dict[str, Callable[[dict[str, Any], bool], None]] = {"load": load, "run": run, "plain": plain}


def collect(server: dict[str, Any]) -> None:
    """Write the rows of the server to `ROWS`, as a load would read them."""
    from trunkline.pipeline import mastodon_source

    source = mastodon_source(**_options(server))
    rows: dict[str, list[Any]] = {name: [] for name in source.selected_resources}
    for name, resource_ in source.selected_resources.items():
        rows[name] += resource_
    ROWS.write_text(json.dumps(rows, default=str))


def measured(way: str, server: dict[str, Any], folder: str, first: bool) -> Cost:
    """Run one load in a child process."""
    environment = {**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled, as dlt is
    command = [sys.executable, str(Path(__file__).resolve()), "--way", way, "--server", json.dumps(server)]
    command += ["--first"] if first else []
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return Cost(*map(float, done.stdout.split()[-3:]))


def run_one(way: str, server: dict[str, Any], first: bool) -> None:
    """Do one load in this process, and print what it has cost."""
    began = time.perf_counter()
    WAYS[way](server, first)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def compare(size: int) -> None:
    """Print a table with the costs of all loads."""
    from trunkline import Mastodon
    from trunkline.sandbox import Sandbox

    with Sandbox(size=size, rate_limits=None) as sandbox, tempfile.TemporaryDirectory() as folder:
        server: dict[str, Any] = {"api_base_url": sandbox.url, "access_token": sandbox.token_for("alice")}
        server["statuses"] = [status.id for status in Mastodon(**server).timeline_public(limit=2)]
        measured("collect", server, folder, True)
        rows = sum(map(len, json.loads((Path(folder) / ROWS).read_text()).values()))
        costs = {(way, first): measured(way, server, folder, first) for way in WAYS for first in (True, False)}
    print(f"{rows:,} rows\n")
    print(f"{'way':<8}{'':<14}{'CPU s':>8}{'seconds':>9}{'MB peak':>9}{'of plain CPU':>14}")
    for (way, first), cost in costs.items():
        kind = "first load" if first else "nothing new"
        ratio = cost.cpu / costs["plain", first].cpu
        print(f"{way:<8}{kind:<14}{cost.cpu:>8.1f}{cost.wall:>9.1f}{cost.megabytes:>9,.0f}{ratio:>14.2f}")


def main() -> None:
    """Run the benchmark, or one of its child processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=600, help="posts of the community")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--server", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--first", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way == "collect":
        collect(given.server)
        print(0, 0, 0)
    elif given.way:
        run_one(given.way, given.server, given.first)
    else:
        compare(given.size)


if __name__ == "__main__":
    main()
