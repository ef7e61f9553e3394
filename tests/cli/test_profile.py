"""profile: show, options, the editor, pictures."""

from __future__ import annotations

import json
import sys

import pytest

from trunkline.cli import exits
from trunkline.cli.demo.picture import draw
from trunkline.cli.exits import CommandFailure
from trunkline.cli.profile.editor import ProfileTexts, read, written


@pytest.fixture
def editor(monkeypatch, tmp_path, terminal):
    """Return a function that sets the editor to one that puts a text in the place of another."""

    def replacing(old, new):
        program = tmp_path / "editor.py"
        program.write_text(
            "import pathlib, os, sys\nfile = pathlib.Path(sys.argv[1])\n"
            f"file.write_text(file.read_text(encoding='utf-8').replace({old!r}, {new!r}), encoding='utf-8')\n"
            "os.utime(file, (1, 1))\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} {program}")

    return replacing


def test_settings(trunkline, me):
    arguments = [
        "--name",
        "Alice",
        "--note",
        "Gardens",
        "--field",
        "Website=https://a.example/?a=b",
        "--field",
        "City = Oslo",
    ]
    settings = ["--locked", "--bot", "--discoverable", "--indexable", "--hide-follows", "--sensitive"]
    defaults = ["--visibility", "private", "--language", "de", "--quotes", "nobody", "--author-of", "a.example"]
    assert trunkline("profile", "edit", *arguments, *settings, *defaults).stdout == "The profile is changed.\n"
    now = me.me()
    assert (now.display_name, now.source.note) == ("Alice", "Gardens")
    assert [(one.name, one.value) for one in now.source.fields] == [
        ("Website", "https://a.example/?a=b"),
        ("City", "Oslo"),
    ]
    assert now.locked
    assert now.bot
    assert now.discoverable
    assert now.indexable
    source = now.source
    assert (source.hide_collections, source.sensitive, source.privacy) == (True, True, "private")
    assert (source.language, source.quote_policy) == ("de", "nobody")
    assert list(source.attribution_domains) == ["a.example"]
    shown = trunkline("profile", "show").stdout
    for row in ("Gardens", "approve followers  yes", "language           de", "may be quoted by   nobody", "bot"):
        assert row in shown
    trunkline("profile", "edit", "--no-locked", "--no-fields")
    now = me.me()
    assert (now.locked, now.bot, list(now.fields)) == (False, True, [])


def test_the_profile_as_json(trunkline, me):
    assert json.loads(trunkline("profile", "show", "--json").stdout)["source"]["privacy"] == "public"
    assert json.loads(trunkline("profile", "edit", "--name", "Bea", "--json").stdout)["display_name"] == "Bea"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], exits.USAGE, "There is nothing to change"),
        (["--field", "Website"], exits.USAGE, "'Website' is not of the form NAME=VALUE."),
        (["--field", "A=b", "--no-fields"], exits.USAGE, "--field or --no-fields, not both"),
        (["--visibility", "direct"], exits.USAGE, "'direct' is not one of"),
        (["--note", "x" * 501], exits.REFUSED, "failed with 422"),
    ],
)
def test_a_profile_that_is_not_changed(trunkline, me, arguments, code, message):
    result = trunkline("profile", "edit", *arguments)
    assert result.exit_code == code
    assert message in result.stderr


def test_the_editor(trunkline, me, editor):
    me.account_update_credentials(display_name="Alice", note="I garden.\n\nA lot.", fields=[("City", "Oslo")])
    editor("Oslo", "Bergen = here")
    assert trunkline("profile", "edit").stdout == "The profile is changed.\n"
    now = me.me()
    assert (now.display_name, now.source.note) == ("Alice", "I garden.\n\nA lot.")
    assert [(one.name, one.value) for one in now.source.fields] == [("City", "Bergen = here")]


def test_what_the_server_refuses_is_not_lost(trunkline, me, editor):
    me.account_update_credentials(note="I garden.")
    editor("garden", "garden " * 100)
    result = trunkline("profile", "edit")
    assert result.exit_code == exits.REFUSED
    assert "What you have typed:\nName:" in result.stderr
    assert "garden garden" in result.stderr


def test_an_editor_that_changes_nothing(trunkline, me, editor):
    editor("nothing", "of it")
    assert trunkline("profile", "edit").stderr == "Nothing was changed.\n"


def test_a_text_that_cannot_be_read(trunkline, me, editor):
    me.account_update_credentials(display_name="Alice", note="I garden.")
    editor("Name:", "Nam:")
    result = trunkline("profile", "edit")
    assert result.exit_code == exits.USAGE
    assert "'Nam: Alice' is neither 'Name: ...' nor 'Field: NAME = VALUE'" in result.stderr
    assert "I garden." in result.stderr
    assert me.me().display_name == "Alice"


@pytest.mark.parametrize(
    "texts",
    [
        ProfileTexts("", [], ""),
        ProfileTexts("Alice: here", [("City", "Oslo"), ("A", "b = c"), ("Empty", "")], "One\n\nTwo\n\n#three"),
        ProfileTexts("Alice", [], "Field: no header"),
    ],
)
def test_edited_texts_are_read_as_they_were(texts):
    assert read(written(texts)) == texts


def test_a_note_without_an_empty_line():
    with pytest.raises(CommandFailure, match="after an empty line"):
        read("Name: Alice\nI garden.")


@pytest.mark.parametrize("name", ["avatar", "header"])
def test_pictures(trunkline, me, tmp_path, name):
    file = tmp_path / "hills.png"
    file.write_bytes(draw())
    result = trunkline("profile", name, str(file), "--description", "Two hills")
    assert result.stdout == f"The {name} is changed.\n"
    assert me.me()[f"{name}_description"] == "Two hills"
    assert "Two hills" in trunkline("profile", "show").stdout
    trunkline("profile", name, "--description", "Three hills")
    assert me.me()[f"{name}_description"] == "Three hills"
    assert trunkline("profile", name, "--delete").exit_code == exits.USAGE
    assert trunkline("profile", name, "--delete", "--yes").stdout == f"The {name} is deleted.\n"
    assert me.me()[f"{name}"].endswith("missing.png")


@pytest.mark.parametrize("name", ["avatar", "header"])
def test_pictures_that_are_none(trunkline, me, tmp_path, name):
    assert trunkline("profile", name).exit_code == exits.USAGE
    assert trunkline("profile", name, "missing.png").exit_code == exits.USAGE
    file = tmp_path / "fake.png"
    file.write_text("no picture")
    assert trunkline("profile", name, str(file), "--delete").exit_code == exits.USAGE
    assert trunkline("profile", name, str(file)).exit_code == exits.REFUSED
