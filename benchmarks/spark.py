"""Measure a crawl by Spark with 1, 2 and 4 partitions, relative to the same crawl in one process without Spark.

    python benchmarks/spark.py

Each run has servers of its own (`farm`), of which nobody has asked anything yet: with 15 pages of the 300 that a window
allows, and 100 servers, the limits hold nobody up, and cores do. All run one after the other, as often as `--repeat`
says in turn, and the best of each counts. The session is warm, so that the start of the JVM is not in the numbers, but
the planning of each query and its Python processes are. Rows are read, typed and thrown away. With fewer cores than
partitions, the JVM, the Python processes and the servers share them: look at `cores` first.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from farm import HEALTHY, farm
from pyspark.sql import SparkSession

from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark import register
from trunkline.spark.batches import BatchMaker
from trunkline.spark.crawled import crawled
from trunkline.spark.settings import settings_of

PARTITIONS = (1, 2, 4)


class Run(NamedTuple):
    """A crawl; of two, the quicker one is the lesser."""

    seconds: float
    rows: int
    requests: int
    servers: int


def session() -> SparkSession:
    """Start Spark with a thread for each partition."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{max(PARTITIONS)}]").config("spark.ui.enabled", "false")
    for name in ("spark.driver.host", "spark.driver.bindAddress"):
        builder = builder.config(name, "127.0.0.1")
    spark = builder.config("spark.driver.memory", "512m").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    register(spark)
    return spark


def in_this_process(options: dict[str, str]) -> int:
    """Crawl without Spark, and return the number of rows."""
    settings = settings_of(options)
    maker, rows = BatchMaker(settings.resource), 0
    for found in crawled(settings, [Site(address) for address in settings.addresses], {}, PurgeList()):
        if isinstance(found, Lines):
            rows += sum(batch.num_rows for batch in maker.take(found))
    return int(rows + sum(batch.num_rows for batch in maker.rest()))


def by_spark(spark: SparkSession, options: dict[str, str], partitions: int) -> int:
    """Crawl with Spark, and return the number of rows."""
    frame = spark.read.format("mastodon").options(**options, partitions=str(partitions)).load()
    return int(frame.count())


def measured(crawl: Callable[[dict[str, str]], int], servers: int, pages: int) -> Run:
    """Let new servers be crawled."""
    with farm(servers, "--pages", str(pages), "--page-size", "40") as made:
        healthy = [str(one["url"]) for one in made.report() if one["kind"] == HEALTHY]
        options = {"instances": ",".join(healthy), "consent": "robots,x_robots_tag", "limit": str(pages * 40)}
        began = time.perf_counter()
        rows = crawl(options)
        seconds = time.perf_counter() - began
        report: list[dict[str, Any]] = made.report()
        requests = sum(sum(one["statuses"].values()) for one in report)
        if refused := sum(sum(one["refused"].values()) for one in report):
            raise SystemExit(f"{refused} requests were above the limit of their server")
        return Run(seconds, rows, requests, len(healthy))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=100)
    parser.add_argument("--pages", type=int, default=15)
    parser.add_argument("--repeat", type=int, default=2)
    given = parser.parse_args()
    spark = session()
    crawls: dict[str, Callable[[dict[str, str]], int]] = {"one process": in_this_process}
    crawls |= {f"spark, {number}": partial(by_spark, spark, partitions=number) for number in PARTITIONS}
    best: dict[str, Run] = {}
    for _ in range(given.repeat):
        for name, crawl in crawls.items():
            run = measured(crawl, given.servers, given.pages)
            best[name] = min(best.get(name, run), run)
    alone = best["one process"]
    print(f"{alone.servers} servers, {os.cpu_count()} cores")
    for name, run in best.items():
        print(
            f"{name:12} {run.rows:8,} rows {run.seconds:6.1f} s {run.rows / run.seconds:8,.0f} rows/s "
            f"x{alone.seconds / run.seconds:.2f}  {run.requests} requests, "
            f"{60 * run.requests / run.servers / run.seconds:.0f} a server and minute"
        )
    spark.stop()


if __name__ == "__main__":
    main()
