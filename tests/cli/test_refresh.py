"""refresh: what was loaded from the sandbox, by way of the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import duckdb
import pytest


@pytest.fixture
def loaded(trunkline, logged_in):
    """A post of alice that was loaded, and its id."""
    post = logged_in.status_post("As it was")
    assert trunkline("load", "-r", "account_statuses", "--limit", "3", "--quiet").exit_code == 0
    return post.id


def _content(id: str, table: str = "account_statuses") -> list[tuple[str]]:
    with duckdb.connect("mastodon.duckdb") as database:
        return database.sql(f"SELECT content FROM mastodon_data.{table} WHERE id = '{id}' ORDER BY content").fetchall()


def _number(stdout: str, what: str) -> int:
    """The number in the line that ends like this."""
    return next(int(line.split()[0]) for line in stdout.splitlines() if line.endswith(f" {what}"))


def test_an_edit_and_its_history(trunkline, logged_in, loaded):
    logged_in.status_update(loaded, status="As it is")
    result = trunkline("refresh", "--since", "1h")
    assert result.exit_code == 0
    assert _number(result.stdout, "edited") == 1
    assert _content(loaded) == [("<p>As it is</p>",)]
    assert _content(loaded, "status_versions") == [("<p>As it is</p>",), ("<p>As it was</p>",)]
    assert re.search(rf"  \d posts? of {logged_in.api_base_url} read again\n", result.stdout)


def test_counts_and_deletions(trunkline, logged_in, loaded, bob):
    other = logged_in.status_post("Soon gone")
    trunkline("load", "-r", "account_statuses", "--quiet")
    bob.status_favourite(loaded)
    logged_in.status_delete(other.id)
    result = trunkline("refresh", "--since", "all")
    assert (_number(result.stdout, "with other counts"), _number(result.stdout, "gone")) == (1, 1)


def test_limit_and_quiet(trunkline, loaded):
    assert "  1 post of" in trunkline("refresh", "--limit", "1").stdout
    assert trunkline("refresh", "--quiet").output == ""


@pytest.mark.soak
def test_age(trunkline, loaded):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert "  0 posts of" in trunkline("refresh", "--since", f"{tomorrow:%Y-%m-%d}").stdout
    assert "  0 posts of" not in trunkline("refresh", "--since", "999999999999w").stdout
    result = trunkline("refresh", "--since", "soon")
    assert result.exit_code == 2
    assert "an age such as '12h'" in result.stderr


def test_nothing_is_loaded(trunkline, logged_in):
    result = trunkline("refresh")
    assert result.stderr == (
        "Error: There is no mastodon.duckdb yet. Load a server first: trunkline load --server HOST\n"
    )


def test_another_dataset(trunkline, loaded):
    result = trunkline("refresh", "--dataset", "elsewhere", "--pipeline-name", "elsewhere")
    assert result.exit_code == 2
    assert "There is nothing to refresh in elsewhere" in result.stderr
