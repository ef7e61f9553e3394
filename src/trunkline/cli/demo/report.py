"""Final output of the demo: loaded tables, charts, next steps."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding

from trunkline.cli.demo.charts import bars, days
from trunkline.cli.demo.findings import Findings
from trunkline.cli.output.terminal import styled
from trunkline.cli.tables import table_of
from trunkline.pipeline.load import Summary

_QUESTION = """\
duckdb.connect("{database}").sql('''
    SELECT account__acct, count(*) AS posts, sum(favourites_count) AS favourites
    FROM {dataset}.timelines_public
    GROUP BY ALL ORDER BY favourites DESC LIMIT 5
''').show()"""
_NEXT = {
    "sandbox": "run a server to develop against",
    "login mastodon.social": "log in to your own account",
    "load --server mastodon.social": "load your timelines into a database",
    "--help": "list all commands",
}


def show_tables(out: Console, database: Path, first: Summary, second: Summary) -> None:
    """Print the tables with the rows that each of two loads has written."""
    out.print()
    out.print(styled((f"  {database}", "bold"), (f", schema {first.dataset_name}", "dim")))
    out.print(table_of(second, {"first load": first, "second load": second}))


def show_findings(out: Console, findings: Findings) -> None:
    """Print charts of the loaded posts."""
    tags = [(f"#{name}", count) for name, count in findings.tags]
    charts = [bars("Languages", findings.languages), bars("Most used hashtags", tags)]
    today = datetime.now(UTC).date()
    out.print(Padding(days("Public posts per day, replies included", findings.days, today=today), (1, 2)))
    out.print(Padding(Columns(charts, padding=(0, 4)), (0, 2)))


def show_next(out: Console, database: Path, dataset: str) -> None:
    """Print a query and commands to copy."""
    out.print(styled(("\n  Query the data", "bold"), (" in Python, after import duckdb", "dim")))
    for line in _QUESTION.format(database=database, dataset=dataset).splitlines():
        out.print(styled(f"  {line}"), soft_wrap=True)
    out.print(styled(("\n  Next steps", "bold")))
    program = _program()
    width = len(program) + 1 + max(len(arguments) for arguments in _NEXT)
    for arguments, purpose in _NEXT.items():
        command = f"{program} {arguments}"
        out.print(styled(f"  {command:<{width}}   ", (purpose, "dim")), soft_wrap=True)
    out.print()


def _program() -> str:
    """Return the command that runs this program."""
    if shutil.which("trunkline"):
        return "trunkline"
    called = Path(sys.argv[0]).absolute()
    if called.name == "__main__.py":
        return "python -P -m trunkline"
    return str(called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called)
