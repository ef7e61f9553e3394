"""load: from the sandbox into DuckDB, by way of the command line."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import click
import duckdb
import pytest
from dlt.common.configuration.exceptions import ConfigValueCannotBeCoercedException
from dlt.extract.exceptions import ResourceExtractionError
from tests.recorder import Recorder, Says

from trunkline.cli import exits
from trunkline.cli.dlt_settings import load_errors
from trunkline.cli.loading import load
from trunkline.oauth.credentials import write_secrets
from trunkline.pipeline import SourceOptions
from trunkline.protocol.retries import RetryPolicy


@pytest.fixture
def rows(tmp_path):
    """Gives the rows that SQL finds in the database."""

    def ask(sql, file="mastodon.duckdb"):
        with duckdb.connect(str(tmp_path / file)) as database:
            return database.sql(sql).fetchall()

    return ask


def _counted(stdout: str, table: str) -> list[int]:
    """The numbers in the summary's line about a table."""
    line = next(line for line in stdout.splitlines() if line.split()[:1] == [table])
    return [int(number.replace(",", "")) for number in line.split()[1:]]


def test_the_options_are_those_of_the_source():
    fields = {one.name for one in dataclasses.fields(SourceOptions)}
    given_otherwise = {"api_base_url", "access_token"}  # as --server and --token-file
    for_programs = {"page_size", "search_types", "user_agent", "max_rows", "max_time"}
    of_the_command = {
        *("server", "token_file", "destination", "database", "dataset", "pipeline_name"),
        *("quiet", "follow", "every", "account"),
    }
    assert {one.name for one in load.params} == fields - given_otherwise - for_programs | of_the_command


@pytest.mark.parametrize("command", [["--help"], ["load", "--help"], ["refresh", "--help"], ["purge", "--help"]])
def test_help_does_not_import_dlt(command):
    program = (
        "import sys\nfrom trunkline.cli.app import cli\n"
        f"cli({command!r}, standalone_mode=False)\nassert 'dlt' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_twice(trunkline, logged_in, rows):
    arguments = ["load", "-r", "timelines_home", "-r", "accounts", "--private", "--consent", "none"]
    first = trunkline(*arguments)
    assert first.exit_code == 0
    home = sorted(status.id for status in logged_in.iterate(logged_in.timeline_home(limit=40)))
    assert [row[0] for row in rows("SELECT id FROM mastodon_data.timelines_home ORDER BY id")] == home
    assert _counted(first.stdout, "timelines_home") == [len(home), len(home)]
    assert _counted(first.stdout, "accounts") == [1, 1]
    assert logged_in.api_base_url in first.stdout
    second = trunkline(*arguments)
    assert _counted(second.stdout, "timelines_home") == [len(home), 0]


def test_subjects_and_names(trunkline, logged_in, bob, rows):
    posted = bob.status_post("For #trunklineload")
    result = trunkline(
        *["load", "--account", "@bob", "--hashtag", "trunklineload", "--query", "trunklineload", "--status", posted.id],
        *["-r", "account_statuses", "-r", "hashtags", "-r", "search", "-r", "statuses"],
        *["--database", "other.db", "--dataset", "elsewhere", "--pipeline-name", "another", "--limit", "1"],
        *["--consent", "none"],
    )
    assert result.exit_code == 0
    for table in ("account_statuses", "hashtags", "statuses"):
        assert rows(f"SELECT id FROM elsewhere.{table}", "other.db") == [(posted.id,)]
    found = rows(
        "SELECT query, type, coalesce(hashtag__name, status__id) FROM elsewhere.search ORDER BY type", "other.db"
    )
    assert found == [("trunklineload", "hashtag", "trunklineload"), ("trunklineload", "status", posted.id)]


def test_what_is_left_out_is_counted(trunkline, logged_in, bob):
    bob.account_update_credentials(indexable=False)
    bob.status_post("For everybody, but not for search")
    bob.status_post("For followers only", visibility="private")
    result = trunkline("load", "-r", "timelines_home", "--limit", "2", "--consent", "indexable")
    assert "2 posts of other people left out (private 1, indexable 1)" in result.stdout
    result = trunkline("load", "-r", "timelines_home", "--limit", "2", "--consent", "robots", "--dataset", "other")
    assert "1 posts of other people left out (private 1)" in result.stdout


def test_since(trunkline, logged_in, rows):
    newest = logged_in.timeline_public(limit=1)[0].created_at
    assert (
        trunkline("load", "-r", "timelines_public", "--since", f"{newest:%Y-%m-%d}", "--consent", "none").exit_code == 0
    )
    days = rows(
        "SELECT DISTINCT strftime(created_at AT TIME ZONE 'UTC', '%Y-%m-%d') FROM mastodon_data.timelines_public"
    )
    assert days == [(f"{newest:%Y-%m-%d}",)]


def test_quiet(trunkline, logged_in):
    result = trunkline("load", "-r", "instances", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_a_server_without_a_login(trunkline, server, rows):
    assert trunkline("load", "--server", server.url, "-r", "instances").exit_code == 0
    assert rows("SELECT _instance FROM mastodon_data.instances") == [(server.domain,)]


def test_a_token_file(trunkline, server, tmp_path, rows):
    file = tmp_path / "token"
    file.write_text(f"{server.token_for('carol')}\n")
    assert trunkline("load", "--server", server.url, "--token-file", str(file), "-r", "accounts").exit_code == 0
    assert rows("SELECT username FROM mastodon_data.accounts") == [("carol",)]


def test_as_another_account(trunkline, server, logged_in, home, rows):
    write_secrets(home / f"carol@{server.domain.replace(':', '_')}.secret", server.token_for("carol"), server.url)
    assert trunkline("load", "--as", "carol", "-r", "accounts").exit_code == 0
    assert rows("SELECT username FROM mastodon_data.accounts") == [("carol",)]


def test_settings_of_dlt(trunkline, server, monkeypatch, rows):
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", server.token_for("carol"))
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", server.url)
    assert trunkline("load", "-r", "accounts").exit_code == 0
    assert rows("SELECT username FROM mastodon_data.accounts") == [("carol",)]


def test_a_token_goes_to_no_other_server(trunkline, server, monkeypatch):
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", "secret-of-mastodon-example")
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", "mastodon.example")
    result = trunkline("load", "--server", server.url)
    assert result.exit_code == exits.USAGE
    assert result.stderr == (
        "Error: The token in dlt's settings is for mastodon.example. "
        f"Run: trunkline login {server.url}, or pass --token-file.\n"
    )


def test_a_token_of_anything_is_not_sent(trunkline, home, monkeypatch):
    monkeypatch.setenv("ACCESS_TOKEN", "secret-of-anything")
    with Recorder() as other:
        other.answers["/robots.txt"] = Says({"error": "no"}, 404)
        assert trunkline("load", "--server", other.url, "-r", "instances").exit_code == 0
        assert trunkline("refresh", "--server", other.url).exit_code == 0
        assert set(other.authorizations) == {None}
        home.mkdir()
        write_secrets(home / f"{other.host.replace(':', '_')}.secret", "secret-of-the-login", other.url)
        other.came.clear()
        assert trunkline("load", "--server", other.url, "-r", "instances").exit_code == 0
        assert "Bearer secret-of-the-login" in other.authorizations
        assert not [came for came in other.came if "anything" in str(came)]


@pytest.mark.parametrize("section", ["SOURCES", "MASTODON__SOURCES__MASTODON_SOURCE"])
def test_a_token_of_another_section_goes_to_no_other_server(trunkline, monkeypatch, section):
    monkeypatch.setenv(f"{section}__ACCESS_TOKEN", "secret-of-mastodon-example")
    monkeypatch.setenv(f"{section}__API_BASE_URL", "mastodon.example")
    with Recorder() as other:
        result = trunkline("load", "--server", other.url, "-r", "instances", "--pipeline-name", "mastodon")
        assert result.stderr.startswith(
            "Error: The token in dlt's settings is for mastodon.example. Run: trunkline login"
        )
        assert other.came == []


def test_a_token_file_of_another_server(trunkline, logged_in, home):
    file = next(home.iterdir())
    result = trunkline("load", "--server", "mastodon.example", "--token-file", str(file))
    assert result.exit_code == exits.USAGE
    assert result.stderr == (
        f"Error: The token in {file} is for {logged_in.api_base_url}, not for https://mastodon.example.\n"
    )


def test_no_server(trunkline):
    result = trunkline("load")
    assert result.stderr == "Error: Which server? Pass --server HOST, or run: trunkline login HOST\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-r", "timelines_home"], exits.USAGE, "timelines_home needs an access token"),
        (["-r", "hashtags"], exits.USAGE, "hashtags needs to know of what: pass --hashtag"),
        (["--since", "yester-day"], exits.USAGE, "since is 'yester-day'"),
        (["-r", "instances", "--destination", "nowhere"], exits.FAILED, "nowhere"),
        (
            ["-r", "instances", "--destination", "filesystem"],
            exits.FAILED,
            "bucket_url. Set them under [destination.filesystem] in .dlt/config.toml",
        ),
        (
            ["-r", "instances", "--destination", "postgres"],
            exits.FAILED,
            "Set them under [destination.postgres.credentials]",
        ),
        (["-r", "instances", "--database", "no/such/folder/x.duckdb"], exits.FAILED, "No such file or directory"),
        (["-r", "accounts", "-a", "@nobody.at.all"], exits.NOT_FOUND, "accounts/lookup failed with 404"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(trunkline, server, arguments, code, message):
    result = trunkline("load", "--server", server.url, *arguments)
    assert result.exit_code == code
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_answer(trunkline):
    result = trunkline("load", "--server", "http://127.0.0.1:1", "-r", "instances")
    assert result.exit_code == exits.NETWORK
    assert result.stderr.startswith("Error: ")
    assert "127.0.0.1:1" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_error_names_its_resource():
    message = "^timelines_home could not be loaded: KeyError: 'resource'$"
    with pytest.raises(click.ClickException, match=message), load_errors():
        raise ResourceExtractionError("timelines_home", None, "", "generator") from KeyError("resource")


def test_an_error_of_settings_names_the_setting():
    with pytest.raises(click.ClickException, match="page_size"), load_errors():
        raise ConfigValueCannotBeCoercedException("page_size", "many", int) from ValueError("many")


def test_exit_codes_tell_whether_something_was_read(trunkline, server, tmp_path, monkeypatch):
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    (tmp_path / "down.txt").write_text("http://127.0.0.1:1\nhttp://127.0.0.1:2\n")
    (tmp_path / "some.txt").write_text(f"{server.url}\nhttp://127.0.0.1:1\n")
    nothing = trunkline("load", "--instances", str(tmp_path / "down.txt"), "-r", "instances")
    assert nothing.exit_code == 1
    assert "Nothing could be read: 2 of 2 servers that did not answer" in nothing.stderr
    some = trunkline("load", "--instances", str(tmp_path / "some.txt"), "-r", "instances", "--pipeline-name", "some")
    assert some.exit_code == exits.PARTLY
    assert "Not everything could be read: 1 of 2 servers that did not answer" in some.stderr
    unknown = trunkline("load", "--server", server.url, "-r", "following", "-a", "999999", "--pipeline-name", "unknown")
    assert unknown.exit_code != 0
    assert "not found: 999999 (following)" in unknown.stderr


def test_the_people_of_a_demo_stay_among_themselves(trunkline, server):
    with duckdb.connect("mastodon.duckdb") as database:
        database.execute("CREATE SCHEMA mastodon_data")
        database.execute("CREATE TABLE mastodon_data._dlt_pipeline_state AS SELECT 'mastodon_demo' AS pipeline_name")
    result = trunkline("load", "--server", server.url, "-r", "instances")
    assert result.exit_code == 1
    assert "made-up people of trunkline demo" in result.stderr
