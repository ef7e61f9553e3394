"""Measure a crawl by Spark with 1, 2 and 4 partitions, relative to the same crawl in one process without Spark.

    python benchmarks/spark.py

All run one after the other against the same simulated servers (`farm`), as often as `--repeat` says in turn, and the
best of each counts. The session is warm, so that the start of the JVM is not in the numbers, but the planning of each
query and its Python processes are. Rows are read, typed and thrown away. With fewer cores than partitions, the JVM,
the Python processes and the servers share them: look at `cores` first.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from farm import HEALTHY, farm
from pyspark.sql import SparkSession

from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.spark import register
from trunkline.spark.batches import BatchMaker
from trunkline.spark.crawled import crawled
from trunkline.spark.settings import settings_of

PARTITIONS = (1, 2, 4)


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
    for found in crawled(settings, [Site(address) for address in settings.addresses], {}):
        if isinstance(found, Lines):
            rows += sum(batch.num_rows for batch in maker.take(found))
    return int(rows + sum(batch.num_rows for batch in maker.rest()))


def by_spark(spark: SparkSession, options: dict[str, str], partitions: int) -> int:
    """Crawl with Spark, and return the number of rows."""
    frame = spark.read.format("mastodon").options(**options, partitions=str(partitions)).load()
    return int(frame.count())


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=40)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=2)
    given = parser.parse_args()
    spark = session()
    with farm(given.servers, "--pages", str(given.pages), "--page-size", "40") as servers:
        kinds = [one["kind"] for one in servers.report()]
        healthy = [url for url, kind in zip(servers.urls, kinds, strict=True) if kind == HEALTHY]
        options = {"instances": ",".join(healthy), "consent": "robots,x_robots_tag", "limit": str(given.pages * 40)}
        crawls: dict[str, Callable[[], int]] = {"one process": lambda: in_this_process(options)}
        for number in PARTITIONS:
            crawls[f"spark, {number}"] = lambda number=number: by_spark(spark, options, number)  # type: ignore[misc]
        best: dict[str, tuple[float, int, int]] = {}
        for _ in range(given.repeat):
            for name, crawl in crawls.items():
                asked, began = _requests(servers), time.perf_counter()
                rows = crawl()
                took = (time.perf_counter() - began, rows, _requests(servers) - asked)
                best[name] = min(best.get(name, took), took)
    alone = best["one process"][1] / best["one process"][0]
    print(f"{len(healthy)} servers, {os.cpu_count()} cores")
    for name, (seconds, rows, requests) in best.items():
        rate = rows / seconds
        print(
            f"{name:12} {rows:8,} rows {seconds:6.1f} s {rate:8,.0f} rows/s  x{rate / alone:.2f}  {requests} requests"
        )
    spark.stop()


def _requests(servers: Any) -> int:
    return sum(sum(one["statuses"].values()) for one in servers.report())


if __name__ == "__main__":
    main()
