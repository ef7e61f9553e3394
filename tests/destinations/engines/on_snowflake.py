"""Run queries for Snowflake on fakesnow, which reads its SQL: ``python on_snowflake.py < job.json``.

The job has the names of Parquet files by table, and views in the order in which they are made. The answer is a list
of rows for each view. Names are upper case there, as Snowflake makes them.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import fakesnow
import snowflake.connector


def plain(value: Any) -> Any:
    """Return a value as JSON has it; lists are JSON already."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).strftime("%Y-%m-%dT%H:%M:%S.%f")
    if isinstance(value, str) and value.startswith("["):
        return json.loads(value)
    return value


def main() -> None:
    """Read the job, and print the rows."""
    job, found = json.load(sys.stdin), {}
    with fakesnow.patch():
        connection = snowflake.connector.connect(database="DATABASE", schema="MASTODON_DATA")
        for table, file in job["tables"].items():
            columns = [row[0] for row in connection._duck_conn.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()]
            named = ", ".join(f'"{column}" AS "{column.upper()}"' for column in columns)
            connection._duck_conn.execute(
                f'CREATE TABLE "DATABASE"."MASTODON_DATA"."{table.upper()}" AS SELECT {named} FROM \'{file}\''
            )
        cursor = connection.cursor()
        for view, query in job["views"].items():
            cursor.execute(f"CREATE OR REPLACE VIEW DATABASE.MASTODON_DATA.{view} AS {query}")
            cursor.execute(f"SELECT * FROM DATABASE.MASTODON_DATA.{view}")
            names = [column[0].lower() for column in cursor.description]
            found[view] = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
    print(json.dumps(found))


main()
