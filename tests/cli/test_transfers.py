"""account export and import: the tables of the web, dry runs, failures, and doing the same again."""

from __future__ import annotations

import pytest

from trunkline.cli import exits
from trunkline.cli.account.csv_rows import read_rows
from trunkline.cli.account.transfers import TRANSFERS
from trunkline.cli.exits import CommandFailure

_HEADER = "Account address,Show boosts,Notify on new posts,Languages\n"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a file."""

    def write(text):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def _export(trunkline, what):
    result = trunkline("account", "export", what)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_following(trunkline, me, server, table):
    bob, grace = f"bob@{server.domain}", f"grace@{server.domain}"
    file_rows = f'{bob},false,true,"de, en"\n{grace},true,false,\n'
    file = table(_HEADER + file_rows)
    assert trunkline("account", "import", "following", file, "--dry-run").stdout == file_rows
    assert list(me.account_following(me.me())) == []
    result = trunkline("account", "import", "following", file, "--yes")
    assert result.exit_code == 0
    assert result.stderr == "Imported 2 of 2 rows; 0 were done before.\n"
    assert sorted(_export(trunkline, "following").splitlines()) == sorted(
        [_HEADER.strip(), f'{bob},false,true,"de, en"', f"{grace},true,false,"]
    )
    result = trunkline("account", "import", "following", file, "--yes")
    assert (result.stdout, result.stderr) == ("", "Imported 0 of 2 rows; 2 were done before.\n")


def test_a_row_that_has_changed_is_done_again(trunkline, me, server, table):
    trunkline("account", "follow", "bob")
    trunkline("account", "import", "following", table(f"bob@{server.domain},false\n"), "--yes")
    assert not me.account_relationships(me.account_lookup("bob"))[0].showing_reblogs


@pytest.mark.parametrize(
    ("what", "rows"),
    [
        ("blocks", "bob@{domain}\ngrace@{domain}\n"),
        ("mutes", "Account address,Hide notifications\nbob@{domain},true\ngrace@{domain},false\n"),
        ("domain-blocks", "other.example\nspam.example\n"),
        ("lists", '"Friends, old",bob@{domain}\nNews,grace@{domain}\n'),
    ],
)
def test_an_export_can_be_imported(trunkline, me, server, table, what, rows):
    rows = rows.format(domain=server.domain)
    result = trunkline("account", "import", what, table(rows), "--yes")
    assert result.exit_code == 0, result.output
    assert sorted(_export(trunkline, what).splitlines()) == sorted(rows.splitlines())


def test_bookmarks(trunkline, me, bob, table):
    post = bob.status_post("Worth keeping")
    assert trunkline("account", "import", "bookmarks", table(f"#uri\n{post.uri}\n"), "--yes").exit_code == 0
    assert _export(trunkline, "bookmarks") == f"{post.uri}\n"


def test_a_pipe(trunkline, me, server):
    result = trunkline("account", "import", "domain-blocks", "-", "--yes", text="\ufeff#domain\nspam.example\n")
    assert result.exit_code == 0
    assert list(me.domain_blocks()) == ["spam.example"]


def test_rows_that_fail(trunkline, me, server, table, tmp_path):
    file, rest = table(f"bob@{server.domain}\nnobody.here\n"), tmp_path / "rest.csv"
    result = trunkline("account", "import", "blocks", file, "--yes", "--rest", str(rest))
    assert result.exit_code == exits.PARTLY
    assert "nobody.here: There is no account nobody.here" in result.stderr
    assert "1 rows are not done; they are in" in result.stderr
    assert rest.read_text() == "nobody.here\n"
    result = trunkline("account", "import", "blocks", str(rest), "--yes")
    assert result.exit_code == exits.NOT_FOUND
    assert "Give the same command again" in result.stderr


def test_without_the_network_the_rest_is_left(trunkline, me, server, table, tmp_path):
    server.fail("/api/v1/domain_blocks", "reset", method="POST", times=None)
    rest = tmp_path / "rest.csv"
    try:
        result = trunkline(
            "account", "import", "domain-blocks", table("a.example\nb.example\n"), "--yes", "--rest", str(rest)
        )
    finally:
        server.clear_failures()
    assert result.exit_code == exits.NETWORK
    assert rest.read_text() == "a.example\nb.example\n"
    assert "b.example:" not in result.stderr


@pytest.mark.parametrize(
    ("what", "text", "message"),
    [
        ("blocks", f"{_HEADER}bob,true,false,\n", "Is it the file of another export?"),
        ("lists", "Account address,Hide notifications\n", "Is it the file of another export?"),
        ("lists", "Friends\n", "A row lacks its List name, Account address: Friends"),
        ("blocks", '"bob\n', "The file is no CSV"),
    ],
)
def test_tables_that_are_none(trunkline, me, table, what, text, message):
    result = trunkline("account", "import", what, table(text), "--yes")
    assert result.exit_code == exits.USAGE
    assert message in result.stderr


def test_nobody_can_be_asked(trunkline, me, table):
    result = trunkline("account", "import", "blocks", table("bob\n"))
    assert result.exit_code == exits.USAGE
    assert list(me.blocks()) == []


@pytest.mark.parametrize("arguments", [["export", "posts"], ["import", "posts", "x"], ["import", "blocks", "missing"]])
def test_usage(trunkline, me, arguments):
    assert trunkline("account", *arguments).exit_code == exits.USAGE


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("@bob@a.example\n\n@bob@a.example\n", [("@bob@a.example", "true", "false", "")]),
        ("bob,0,1\n", [("bob", "false", "true", "")]),
        ("Account address\nbob\n", [("bob", "true", "false", "")]),
        ("account address,languages,show boosts\nbob,de,False\n", [("bob", "false", "false", "de")]),
    ],
)
def test_defaults(text, rows):
    assert read_rows(TRANSFERS["following"], text) == rows


def test_a_column_of_another_table():
    with pytest.raises(CommandFailure, match="expected are: Account address"):
        read_rows(TRANSFERS["blocks"], "Account address,Hide notifications\nbob,true\n")
