"""Exit codes, and errors in the words of the command line."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from trunkline import errors
from trunkline.cli import exits

_TABLE = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.MastodonIllegalArgumentError(), exits.USAGE),
        (errors.MastodonNoIdError("x"), exits.USAGE),
        (errors.MastodonLoginError(), exits.REFUSED),
        (errors.MastodonUnauthorizedError(), exits.NOT_LOGGED_IN),
        (errors.MastodonNotFoundError(), exits.NOT_FOUND),
        (errors.MastodonGoneError(), exits.NOT_FOUND),
        (errors.MastodonForbiddenError(), exits.REFUSED),
        (errors.MastodonUnprocessableError(), exits.REFUSED),
        (errors.MastodonInternalServerError(), exits.NETWORK),
        (errors.MastodonRatelimitError(), exits.NETWORK),
        (errors.MastodonReadTimeout(), exits.NETWORK),
        (errors.MastodonMalformedResponseError(), exits.FAILED),
        (errors.MastodonFileNotFoundError(), exits.FAILED),
        (OSError(), exits.FAILED),
    ],
)
def test_every_kind_of_error_has_a_code(error, code):
    assert exits.exit_code_of(error) == code


def test_the_documentation_has_the_same_table():
    documented = _TABLE.findall((Path(__file__).parents[2] / "docs" / "command-line.md").read_text())
    ours = _TABLE.findall(exits.__doc__ or "")
    assert [code for code, _ in documented] == [code for code, _ in ours]
    named = {str(value) for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert {code for code, _ in ours} == named | {"0"}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("pass statuses=[...], or a token", "pass --status, or a token"),
        ("pass statuses=['1', '2'].", "pass --status."),
        ("nothing=[1] stays", "nothing=[1] stays"),
        (
            "Is api_base_url really the address of a Mastodon server?",
            "Is this really the address of a Mastodon server?",
        ),
    ],
)
def test_the_words_of_the_command_line(message, said):
    assert exits.in_words_of([click.Option(["--status", "statuses"])], message) == said


@pytest.mark.parametrize("arguments", [["timeline", "local"], ["auth", "accounts"], ["--help"]])
def test_a_full_disk(start, logged_in, arguments):
    code, _, err = start(*arguments, stdout=Path("/dev/full")).finish()
    assert code == exits.FAILED
    assert err.startswith("Error: ")
    assert err.count("\n") == 1


def test_ctrl_c_before_anything_is_imported(monkeypatch, capsys):
    from trunkline import __main__ as program

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_main", interrupted)
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == exits.INTERRUPTED
    assert capsys.readouterr().err == ""
