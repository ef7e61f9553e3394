"""Measure a load of a thousand servers into DuckDB with one process, relative to the servers' rate limits.

    python benchmarks/servers.py            # 1,000 servers under real limits: up to 35 minutes
    python benchmarks/servers.py --quick    # 20 servers, a few seconds, no rates

The servers are simulated by `farm`. The load begins shortly before a window of the throttle of 300 paged requests in 15
minutes, has more to read than that window allows, and is killed shortly after it. The whole window is measured with the
counters of the servers and on their clocks:

allowed rate
    paged requests that healthy servers answered in the window, divided by the maximum (300 each). Other requests of the
    load (robots.txt, descriptions, first pages) are not counted.
429
    requests above the limit on any server, in the whole run, which includes both ends of the window.
blocked
    seconds of the window with less than a tenth of the even rate, before nine tenths of what it allows were used:
    nobody asked, though servers would have answered. Afterwards, few requests are what the limits leave.

Servers that deliver nothing are not part of the rate. Their cost shows in the blocked time, and in the number and
duration of attempts. Rows are counted in the database at the end, so rows that were read
but not yet written when the load was killed are not included.
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
"""Seconds by which the load exceeds the measured window at both ends, since clocks are off by up to a minute."""
SAMPLE = 2.0
IDLE, USED = 0.1, 0.9
"""Share of the even rate below which a period counts as blocked, until this share of the window's limits is used."""
Report = list[dict[str, Any]]


def load_all(urls: list[str], database: str, options: argparse.Namespace) -> None:
    """Load all servers in this process."""
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
    """Run the load in a child process; its log is written next to the database."""
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
    """Sample the number of requests until the load ends or the time *until*."""
    samples = []
    while running.poll() is None and time.time() < until:
        samples.append((time.time(), requests_in(servers.report())))
        try:
            running.wait(max(min(SAMPLE, until - time.time()), 0.01))
        except subprocess.TimeoutExpired:
            continue
    return samples


def requests_in(report: Report) -> int:
    """Return the number of answered requests."""
    return sum(sum(one["statuses"].values()) for one in report)


def next_window() -> int:
    """Return the number of the first paging window that begins at least `LEAD` seconds from now."""
    return int((time.time() + LEAD) // PAGED.period + 1)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run the farm and the load, and return the results."""
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
            result["blocked"] = blocked_seconds(samples, begin, end, report)
        return result


def counts_of(report: Report) -> dict[str, Any]:
    """Return the counts of the servers over the whole run."""
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
    """Return the rows by table, the first outcome of each kind of server, and the size of the database."""
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
    """Return the mean and minimum over healthy servers of answered paged requests as a share of the limit."""
    healthy = [one["windows"]["paging"] for one in report if one["kind"] == HEALTHY]
    shares = [min(counts.get(str(window), 0) / PAGED.limit, 1.0) for counts in healthy]
    return sum(shares) / len(shares), min(shares)


def blocked_seconds(samples: list[tuple[float, int]], begin: float, end: float, report: Report) -> float:
    """Return the seconds in the window with fewer requests than `IDLE` of the even rate, until `USED` of it is used."""
    inside = [sample for sample in samples if begin <= sample[0] <= end]
    allowed = sum(one["kind"] == HEALTHY for one in report) * PAGED.limit
    return sum(
        later - sooner
        for (sooner, before), (later, after) in pairwise(inside)
        if before - inside[0][1] < USED * allowed and after - before < IDLE * allowed * (later - sooner) / PAGED.period
    )


def show(result: dict[str, Any]) -> None:
    """Print the results."""
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
        lines["blocked"] = f"{result['blocked']:.0f} s of {PAGED.period}"
    if result.get("complete"):
        lines["note"] = "the load ended before the window did; the rate is invalid, pass more --pages"
    for name, value in lines.items():
        print(f"{name:<24}{value}")
    for kind, outcomes in sorted(result["outcomes"].items()):
        arrived, lasting = result["tried"].get(kind, (0, 0.0))
        tried = f"; at most {arrived} requests in {lasting:.0f} s" if kind in result["tried"] else ""
        print(f"{kind:<24}{', '.join(f'{count} {name}' for name, count in outcomes.items())}{tried}")


def main() -> None:
    """Run the benchmark, or the load in its child process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few servers with a few pages; no rates")
    parser.add_argument("--servers", type=int, help="number of servers: 1000, or 20 with --quick")
    parser.add_argument("--pages", type=int, help="pages of each timeline: 900, or 3 with --quick")
    parser.add_argument("--page-size", type=int, help="page size of all servers; by default it varies")
    parser.add_argument("--skew", type=float, default=0.3, help="standard deviation of the servers' clocks, in seconds")
    parser.add_argument("--patience", type=float, help="seconds to wait for a silent server: 30, or 2 with --quick")
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
