"""A thousand servers into DuckDB with one process: how much of what their rate limits allow is really read.

    python benchmarks/servers.py            # 1,000 servers under real limits: up to 35 minutes
    python benchmarks/servers.py --quick    # 20 servers, a few seconds, no rates

The servers are those of `farm`. The load begins shortly before a window of the throttle of 300 paged requests in 15
minutes, has more to read than that window allows, and is killed shortly after it. What is measured is that whole
window, by the counts of the servers themselves and on their own clocks:

allowed rate
    paged requests that healthy servers answered in the window, divided by those they would have answered (300 each).
    Everything that the load needs besides (robots.txt, descriptions, first pages) is not counted on either side.
429
    requests that any server refused as one too many, in the whole run, which crosses the window's both ends.

A server that shows nothing has no part in the rate; what it costs is seen in the time in which the others were not
asked for anything, and in how often and how long it was tried. Rows are those in the database at the end: what the
load had read but not yet written when it was killed is not among them.
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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from farm import HEALTHY, PAGED, Farm, farm

LEAD = 90.0
"""Seconds before the measured window at which the load begins, and for which it goes on after it: other clocks are
off by up to a minute."""
SAMPLE = 10.0
IDLE = 0.1
"""The share of the allowed rate below which servers count as not asked."""
Report = list[dict[str, Any]]


def load_all(urls: list[str], database: str, options: argparse.Namespace) -> None:
    """Load the servers in this process."""
    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.crawling import fleet
    from trunkline.pipeline.load import load

    fleet.PATIENCE = options.patience
    load(
        SourceOptions(instances=urls, resources=["timelines_public", "instances"], consent=["robots", "x_robots_tag"]),
        destination=database,
        pipelines_dir=str(Path(database).parent),
    )


@contextmanager
def loading(urls: list[str], database: str, options: argparse.Namespace) -> Iterator[subprocess.Popen[str]]:
    """The process that loads; what it says is kept beside the database."""
    command = [sys.executable, str(Path(__file__).resolve()), "--load", database, "--patience", str(options.patience)]
    environment = {**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
    with (
        Path(database).with_suffix(".log").open("w") as log,
        subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stderr=log) as running,
    ):
        assert running.stdin is not None
        running.stdin.write(json.dumps(urls) + "\n")
        running.stdin.flush()
        try:
            yield running
        finally:
            running.kill()


def follow(running: subprocess.Popen[str], servers: Farm, until: float) -> list[tuple[float, int]]:
    """Requests by time, until the load has ended or the time has come."""
    samples = []
    while running.poll() is None and time.time() < until:
        samples.append((time.time(), requests_in(servers.report())))
        try:
            running.wait(max(min(SAMPLE, until - time.time()), 0.01))
        except subprocess.TimeoutExpired:
            continue
    return samples


def requests_in(report: Report) -> int:
    """Requests that were answered until then."""
    return sum(sum(one["statuses"].values()) for one in report)


def next_window() -> int:
    """The number of the next paging window that begins no earlier than the load needs."""
    return int((time.time() + LEAD) // PAGED.period + 1)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run farm and load, and put together what they say."""
    settings = ["--pages", str(options.pages), "--skew", str(options.skew)]
    settings += ["--page-size", str(options.page_size)] if options.page_size else []
    with tempfile.TemporaryDirectory() as folder, farm(options.servers, *settings) as servers:
        database, window = str(Path(folder) / "servers.duckdb"), next_window()
        begin, end = window * PAGED.period, (window + 1) * PAGED.period
        if not options.quick:
            time.sleep(max(begin - LEAD - time.time(), 0))
        began = time.perf_counter()
        with loading(servers.urls, database, options) as running:
            samples = follow(running, servers, end + LEAD)
            ended = running.poll()
        if ended:
            raise SystemExit(Path(database).with_suffix(".log").read_text()[-3000:])
        usage, report = resource.getrusage(resource.RUSAGE_CHILDREN), servers.report()
        result = {
            "seconds": time.perf_counter() - began,
            "cpu": usage.ru_utime + usage.ru_stime,
            "megabytes": usage.ru_maxrss / 1024,
            **counts_of(report),
            **contents_of(database, report),
        }
        if not options.quick:
            result["complete"] = ended is not None
            result["share"] = share_of_allowed(report, window)
            result["idle"] = idle_seconds(samples, begin, end, options.servers)
        return result


def counts_of(report: Report) -> dict[str, Any]:
    """What the servers have counted in the whole run."""
    tried: dict[str, tuple[int, float]] = {}
    for one in report:
        if one["kind"] != HEALTHY:
            requests, seconds = tried.get(one["kind"], (0, 0.0))
            arrived = sum(one["statuses"].values())
            tried[one["kind"]] = max(requests, arrived), max(seconds, one["last"] - one["first"])
    return {
        "requests": requests_in(report),
        "429": sum(sum(one["refused"].values()) for one in report),
        "served": sum(one["rows"] for one in report if one["kind"] == HEALTHY),
        "tried": tried,
    }


def contents_of(database: str, report: Report) -> dict[str, Any]:
    """What is in the database: rows by table, and what became of each kind of server when it was first asked."""
    import duckdb

    kinds = {one["url"].removeprefix("http://"): one["kind"] for one in report}
    outcomes: dict[str, Counter[str]] = {}
    with duckdb.connect(database, read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mastodon_data'"
        ).fetchall()
        counts = {
            name: connection.execute(f'SELECT count(*) FROM mastodon_data."{name}"').fetchall()[0][0]
            for (name,) in names
            if not name.startswith("_")
        }
        for instance, outcome in connection.execute(
            "SELECT _instance, first(outcome ORDER BY asked_at) FROM mastodon_data._servers GROUP BY 1"
        ).fetchall():
            outcomes.setdefault(kinds[instance], Counter())[outcome] += 1
    return {"tables": counts, "outcomes": outcomes, "database": Path(database).stat().st_size}


def share_of_allowed(report: Report, window: int) -> tuple[float, float]:
    """The share of the allowed paged requests that healthy servers answered in a window: of all together, the least."""
    healthy = [one["windows"]["paging"] for one in report if one["kind"] == HEALTHY]
    shares = [min(counts.get(str(window), 0) / PAGED.limit, 1.0) for counts in healthy]
    return sum(shares) / len(shares), min(shares)


def idle_seconds(samples: list[tuple[float, int]], begin: float, end: float, servers: int) -> float:
    """The time in the window in which the servers got hardly any requests."""
    allowed = servers * PAGED.limit / PAGED.period
    steps = [
        (later - sooner, (after - before) / (later - sooner))
        for (sooner, before), (later, after) in pairwise(samples)
        if sooner >= begin and later <= end
    ]
    return sum(seconds for seconds, rate in steps if rate < IDLE * allowed)


def show(result: dict[str, Any]) -> None:
    """Print what was measured."""
    rows, seconds = result["tables"]["timelines_public"], result["seconds"]
    lines = {
        "seconds": f"{seconds:.0f}",
        "CPU of the process": f"{result['cpu']:.0f} s, {100 * result['cpu'] / seconds:.0f} % of a core",
        "memory at most": f"{result['megabytes']:.0f} MB",
        "requests": f"{result['requests']}, {result['requests'] / seconds:.0f} a second",
        "429": result["429"],
        "rows of timelines": f"{rows}, {rows / seconds:.0f} a second",
        "rows of all tables": sum(result["tables"].values()),
        "rows sent by servers": result["served"],
        "database": f"{result['database'] / 1e6:.0f} MB",
    }
    if "share" in result:
        share, least = result["share"]
        lines["allowed rate"] = f"{100 * share:.1f} %, of the slowest server {100 * least:.1f} %"
        lines["time without requests"] = f"{result['idle']:.0f} s of {PAGED.period}"
    if result.get("complete"):
        lines["note"] = "everything was read before the end: no rate, pass more --pages"
    for name, value in lines.items():
        print(f"{name:<24}{value}")
    for kind, outcomes in sorted(result["outcomes"].items()):
        arrived, lasting = result["tried"].get(kind, (0, 0.0))
        tried = f"; at most {arrived} requests in {lasting:.0f} s" if kind in result["tried"] else ""
        print(f"{kind:<24}{', '.join(f'{count} {name}' for name, count in outcomes.items())}{tried}")


def main() -> None:
    """Measure, or be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few servers with a few pages; no rates")
    parser.add_argument("--servers", type=int, help="how many servers there are: 1000, or 20")
    parser.add_argument("--pages", type=int, help="pages of each timeline: 900, or 3")
    parser.add_argument("--page-size", type=int, help="objects with a page; by default most servers have few")
    parser.add_argument("--skew", type=float, default=0.3, help="standard deviation of the servers' clocks, in seconds")
    parser.add_argument("--patience", type=float, help="seconds to wait for a silent server: 30, or 2")
    parser.add_argument("--json", help="a file for the result")
    parser.add_argument("--load", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.servers = given.servers or (20 if given.quick else 1000)
    given.pages = given.pages or (3 if given.quick else 900)
    given.patience = given.patience or (2.0 if given.quick else 30.0)
    if given.load:
        load_all(json.loads(sys.stdin.readline()), given.load, given)
        return
    result = measure(given)
    if given.json:
        Path(given.json).write_text(json.dumps(result), encoding="utf-8")
    show(result)


if __name__ == "__main__":
    main()
