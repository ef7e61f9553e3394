"""The project of docs/howto/dbt.md is built by dbt from a loaded database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.docs.blocks import DOCS, blocks
from trunkline.sandbox import Sandbox

from .conftest import Make
from .programs import DBT

PROJECT = {block.label: block.code for block in blocks(DOCS / "howto" / "dbt.md") if block.label}


def test_the_project_of_the_page(
    sandbox: Sandbox,
    tmp_path: Path,
    made: Make,
    run: Callable[..., CompletedProcess[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import duckdb

    from trunkline.pipeline import SourceOptions
    from trunkline.pipeline.load import load

    program = made(DBT)
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    file = tmp_path / "mastodon.duckdb"
    options = SourceOptions(api_base_url=sandbox.url, resources=["timelines_public"], consent=False)
    load(options, destination=str(file), pipeline_name="dbt")
    (tmp_path / "models").mkdir()
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text.replace("/srv/mastodon/mastodon.duckdb", str(file)))
    offline = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = run(program.command("dbt"), "build", "--profiles-dir", ".", variables=offline, seconds=240)
    assert done.returncode == 0, done.stdout
    assert "PASS=3" in done.stdout
    with duckdb.connect(str(file), read_only=True) as database:
        counted = database.execute("SELECT sum(posts) FROM main.posts_per_day").fetchone()
        assert counted == database.execute("SELECT count(*) FROM mastodon_data.posts").fetchone() != (0,)
