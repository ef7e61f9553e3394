"""Run queries for Databricks on Spark, whose SQL they are in: ``python on_databricks.py < job.json``.

The job has the names of Parquet files by table, and views in the order in which they are made. The answer is a list
of rows for each view.
"""

import json
import sys
import tempfile
from datetime import UTC, datetime
from typing import Any

from pyspark.sql import SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",  # the plan of a view over all tables is large
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.session.timeZone": "UTC",
}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if isinstance(value, datetime) else value


def main() -> None:
    """Read the job, and print the rows."""
    job, found = json.load(sys.stdin), {}
    with tempfile.TemporaryDirectory() as warehouse:
        builder = SparkSession.builder.master("local[1]").config("spark.sql.warehouse.dir", warehouse)
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
        spark.sql("CREATE DATABASE mastodon_data")
        for table, file in job["tables"].items():
            if not table.startswith("_"):  # Spark takes the folder of such a table for a hidden one
                spark.read.parquet(file).createOrReplaceTempView("read")
                spark.sql(f"CREATE TABLE mastodon_data.{table} USING parquet AS SELECT * FROM read")
        for view, query in job["views"].items():
            spark.sql(f"CREATE VIEW mastodon_data.{view} AS {query.replace('`catalog`.', '')}")
            rows = [row.asDict() for row in spark.sql(f"SELECT * FROM mastodon_data.{view}").collect()]
            found[view] = [{name: plain(value) for name, value in row.items()} for row in rows]
        spark.stop()
    print(json.dumps(found))


main()
