"""purge: from DuckDB, by way of the command line."""

from __future__ import annotations

import duckdb
import pytest


@pytest.fixture
def loaded(trunkline, logged_in, bob):
    """A home timeline in which there is a post by bob."""
    bob.status_post("To be forgotten")
    assert trunkline("load", "-r", "timelines_home", "-r", "instances").exit_code == 0


def _bobs(tmp_path) -> int:
    with duckdb.connect(str(tmp_path / "mastodon.duckdb")) as database:
        found = database.sql("SELECT count(*) FROM mastodon_data.timelines_home WHERE account__acct = 'bob'").fetchall()
    return int(found[0][0])


@pytest.fixture(autouse=True)
def no_rules(monkeypatch):
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__CONSENT", "[]")


def test_an_account(trunkline, loaded, server, tmp_path):
    before = _bobs(tmp_path)
    counted = trunkline("purge", "--account", f"@bob@{server.domain}", "--dry-run")
    assert (counted.exit_code, _bobs(tmp_path)) == (0, before)
    line = next(line for line in counted.stdout.splitlines() if line.split()[:1] == ["timelines_home"])
    assert "would go" in counted.stdout
    assert int(line.split()[1]) >= before > 0

    asked = trunkline("purge", "--account", f"@bob@{server.domain}", text="n\n")
    assert asked.exit_code == 1
    assert f"Remove @bob@{server.domain} from mastodon.duckdb for good?" in asked.stderr
    assert _bobs(tmp_path) == before

    result = trunkline("purge", "--account", f"@bob@{server.domain}", text="y\n")
    assert result.exit_code == 0
    assert line.split()[1:] == next(one for one in result.stdout.splitlines() if "timelines_home " in one).split()[1:]
    assert "Later loads leave them out." in result.stdout
    assert _bobs(tmp_path) == 0


def test_a_server_and_back(trunkline, loaded, server):
    result = trunkline("purge", "--server", "nowhere.example", "--yes")
    assert result.exit_code == 0
    assert "No rows of theirs were found in mastodon.duckdb." in result.stdout
    result = trunkline("purge", "-s", "nowhere.example", "-s", "far.example", "-a", "@a@b.example", "--readmit")
    assert result.exit_code == 0
    expected = "Later loads include @a@b.example, the server nowhere.example and the server far.example again.\n"
    assert result.stdout == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Say whom: --account @name@server, or --server HOST."),
        (["--account", "bob", "--yes"], "'bob' is no account; pass @name@server"),
        (["--account", "@a@b", "--database", "no.duckdb"], "There is no no.duckdb: nothing is loaded."),
        (["--account", "@a@b", "--yes", "--destination", "filesystem"], "Set them under [destination.filesystem]"),
    ],
)
def test_what_cannot_be_done(trunkline, tmp_path, arguments, message):
    duckdb.connect(str(tmp_path / "mastodon.duckdb")).close()
    result = trunkline("purge", *arguments)
    assert result.exit_code != 0
    assert message in result.stderr


def test_before_a_load(trunkline, tmp_path):
    duckdb.connect(str(tmp_path / "mastodon.duckdb")).close()
    result = trunkline("purge", "--account", "@a@b", "--yes")
    assert result.stderr == "Error: Nothing was loaded by the pipeline mastodon_pipeline into mastodon_data.\n"
