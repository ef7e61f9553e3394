"""post."""

from __future__ import annotations

import pytest

from trunkline.cli import exits
from trunkline.cli.demo.picture import draw


@pytest.fixture
def newest(logged_in):
    """Gives the newest status of the account."""
    return lambda: logged_in.account_statuses(logged_in.account_verify_credentials(), limit=1)[0]


def test_a_text(trunkline, newest):
    result = trunkline("post", "From the terminal", "--visibility", "unlisted", "--language", "en", "--warning", "Dull")
    assert result.stdout == f"{newest().url}\n"
    status = newest()
    assert "From the terminal" in status.content
    assert (status.visibility, status.language, status.spoiler_text) == ("unlisted", "en", "Dull")


def test_standard_input(trunkline, newest):
    assert trunkline("post", text="Two\nlines\n").exit_code == 0
    assert newest().content == "<p>Two<br />lines</p>"


def test_pictures_and_their_descriptions(trunkline, newest, tmp_path):
    files = [tmp_path / "one.png", tmp_path / "two.png"]
    for file in files:
        file.write_bytes(draw())
    result = trunkline("post", "Hills", "-m", str(files[0]), "-a", "The first hill", "-m", str(files[1]))
    assert result.exit_code == 0
    assert [medium.description for medium in newest().media_attachments] == ["The first hill", None]


def test_a_reply(trunkline, newest, bob):
    asked = bob.status_post("Anybody there?")
    trunkline("post", "Here", "--reply-to", asked.id)
    assert newest().in_reply_to_id == asked.id


def test_nothing_to_post(trunkline, logged_in):
    result = trunkline("post", text="")
    assert result.exit_code == 2
    assert "There is nothing to post" in result.stderr


def test_more_descriptions_than_pictures(trunkline, logged_in):
    result = trunkline("post", "x", "-a", "of what?")
    assert result.exit_code == 2
    assert "more --alt texts than --media files" in result.stderr


def test_a_file_that_is_no_picture(trunkline, logged_in, tmp_path):
    file = tmp_path / "fake.png"
    file.write_text("not a picture")
    result = trunkline("post", "x", "-m", str(file))
    assert result.exit_code == exits.REFUSED
    assert result.stderr.startswith("Error: POST /api/v2/media failed with 422")
    assert result.stderr.count("\n") == 1
