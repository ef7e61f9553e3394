"""demo: two runs, an interrupted run, and its parts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import click
import duckdb
import pytest
from rich.console import Console

from trunkline.cli.demo.charts import bar, bars, days
from trunkline.cli.demo.database import prepare
from trunkline.cli.demo.findings import find
from trunkline.pipeline.catalogue import CATALOGUE

_REPLACED = "The tables of an earlier demo were replaced."


def _rows(sql: str, file: str = "mastodon.duckdb") -> list[tuple[Any, ...]]:
    with duckdb.connect(file) as database:
        return database.sql(sql).fetchall()


def _ask(out: str) -> None:
    """Run the Python code that the demo prints."""
    shown = out.partition("after import duckdb\n")[2].partition("\n\n  Next steps")[0]
    exec(dedent(shown), {"duckdb": duckdb})


@pytest.mark.soak
def test_two_runs(start):
    for times in (1, 2):
        status, out, err = start("demo", "--size", "150").finish()
        assert (status, err) == (0, "")
        assert "alice posts a picture" in out
        assert "0 new rows, nothing is loaded twice" in out
        assert (_REPLACED in out) == (times == 2)
        _ask(out)
        for table in CATALOGUE:
            loaded = _rows(f"SELECT count(*), count(DISTINCT _instance) FROM mastodon_data.{table}")
            assert loaded[0][0] > 0, table
            assert loaded[0][1] == 1, table
        assert _rows("SELECT description FROM mastodon_data.statuses__media_attachments") != []
        assert _rows("SELECT table_schema FROM information_schema.tables WHERE table_schema = 'mastodon_demo'") == []


def test_interrupted(start):
    command = start("demo", "--size", "150")
    command.out_until("bob replies")
    command.interrupt()
    status, _, err = command.finish()
    assert status != 0
    assert "Traceback" not in err


def test_tables_of_others_stay():
    with duckdb.connect("mastodon.duckdb") as database:
        database.execute("CREATE SCHEMA mastodon_data")
        database.execute(
            "CREATE TABLE mastodon_data._dlt_pipeline_state AS SELECT 'mastodon_pipeline' AS pipeline_name"
        )
        database.execute("CREATE TABLE mastodon_data.timelines_home AS SELECT 'mine' AS id")
    assert prepare(Path("mastodon.duckdb")) == ("mastodon_demo", False)
    assert _rows("SELECT id FROM mastodon_data.timelines_home") == [("mine",)]
    with duckdb.connect("mastodon.duckdb") as database:
        database.execute("CREATE SCHEMA mastodon_demo")
        database.execute("CREATE TABLE mastodon_demo.notes AS SELECT 1 AS id")
    with pytest.raises(click.ClickException, match="pass another --database"):
        prepare(Path("mastodon.duckdb"))


def test_an_earlier_demo_is_replaced():
    with duckdb.connect("mastodon.duckdb") as database:
        database.execute("CREATE TABLE notes AS SELECT 'mine' AS id")
        for schema in ("mastodon_data", "mastodon_data_staging"):
            database.execute(f"CREATE SCHEMA {schema}")
        database.execute("CREATE TABLE mastodon_data._dlt_pipeline_state AS SELECT 'mastodon_demo' AS pipeline_name")
    assert prepare(Path("mastodon.duckdb")) == ("mastodon_data", True)
    assert _rows("SELECT schema_name FROM duckdb_schemas() WHERE schema_name LIKE 'mastodon%'") == []
    assert _rows("SELECT id FROM notes") == [("mine",)]


def test_a_file_that_is_no_database(trunkline):
    Path("mastodon.duckdb").write_text("notes")
    result = trunkline("demo")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: mastodon.duckdb cannot be used: ")
    assert result.stderr.count("\n") == 1


def test_findings():
    with duckdb.connect("mastodon.duckdb") as database:
        database.execute("CREATE SCHEMA data")
        database.execute(
            "CREATE TABLE data.timelines_public AS SELECT * FROM (VALUES"
            " ('a', TIMESTAMPTZ '2026-01-01 10:00:00Z', 'en'), ('b', TIMESTAMPTZ '2026-01-02 10:00:00Z', 'en'),"
            " ('c', TIMESTAMPTZ '2026-01-02 11:00:00Z', 'de'), ('d', TIMESTAMPTZ '2026-01-04 12:00:00Z', NULL)"
            ") AS posts (_dlt_id, created_at, language)"
        )
        database.execute(
            "CREATE TABLE data.timelines_public__tags AS SELECT * FROM (VALUES"
            " ('a', 'x'), ('b', 'x'), ('b', 'y'), ('c', 'w')) AS tags (_dlt_parent_id, name)"
        )
    found = find(Path("mastodon.duckdb"), "data")
    assert found.days == [(date(2026, 1, day), count) for day, count in ((1, 1), (2, 2), (3, 0), (4, 1))]
    assert found.languages == [("en", 2), ("de", 1)]
    assert found.tags == [("x", 2), ("w", 1), ("y", 1)]


@pytest.mark.parametrize(("part", "drawn"), [(0, ""), (0.001, "▏"), (0.5, "████"), (0.55, "████▍"), (1, "████████")])
def test_bar(part, drawn):
    assert bar(part, 8) == drawn


def _printed(chart: object) -> list[str]:
    out = Console(width=60, color_system=None)
    with out.capture() as captured:
        out.print(chart)
    return [line.rstrip() for line in captured.get().splitlines()]


def test_bars():
    assert _printed(bars("Languages", [("en", 1000), ("de", 500)])) == [
        "Languages",
        "en ████████████████ 1,000",
        "de ████████           500",
    ]


def test_days():
    start = date(2026, 1, 30)
    chart = _printed(days("Posts", [(start + timedelta(days=n), count) for n, count in enumerate((10, 0, 5, 1, 10))]))
    assert chart == [
        "Posts",
        "10 ██          ██",
        "   ██          ██",
        "   ██    ▄▄    ██",
        "   ██    ██    ██",
        "   ██    ██ ▄▄ ██",
        "   30 Jan   3 Feb",
    ]


def test_a_day_that_is_not_over():
    today = date(2026, 2, 1)
    chart = days("Posts", [(date(2026, 1, 31), 2), (today, 1)], today=today)
    assert _printed(chart)[-1] == "  31 Jan 1 Feb (incomplete)"
    assert "dim cyan" in {str(span.style) for span in chart.spans}


def test_names_are_whole():
    name = "#" + "averylongname" * 4
    assert name in "".join(line.split()[0] for line in _printed(bars("Most used hashtags", [(name, 5)]))[1:])


def test_no_days():
    assert _printed(days("Posts", [])) == ["Posts: none"]
