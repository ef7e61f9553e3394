"""Mastodon servers as a data source of Apache Spark, read by many machines at once. Needs the extra ``spark``.

::

    from trunkline.spark import register, servers

    register(spark)
    posts = spark.read.format("mastodon").option("instances", "a.example,b.example").option("since", "1d").load()

Each server is read by one task alone, with the rate limits, the consent of its users and the robots.txt that
`trunkline.pipeline` keeps to. `trunkline.spark.settings` has the options, docs/spark.md the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.spark.outcomes import servers

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["register", "servers"]

_PUSHDOWN = "spark.sql.python.filterPushdown.enabled"


def register(spark: SparkSession) -> None:
    """Make the format ``mastodon`` known to a session, and let Spark pass filters to it.

    Args:
        spark: the session; all its executors need the package with the extra ``spark`` too.
    """
    from trunkline.spark.source import MastodonDataSource

    spark.conf.set(_PUSHDOWN, True)  # Spark refuses a reader that takes filters while this is off, as it is by default
    spark.dataSource.register(MastodonDataSource)
