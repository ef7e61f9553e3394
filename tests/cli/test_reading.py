"""timeline, show, thread: references, numbers, listings, and reading without a log-in."""

from __future__ import annotations

import json

import pytest

from trunkline.cli import exits


def _ids(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_numbers_stand_for_the_last_listing(trunkline, logged_in):
    listed = _ids(trunkline("timeline", "local", "-n", "5", "--json"))
    shown = trunkline("timeline", "local", "-n", "5").stdout
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("%")] == ["%1", "%2", "%3", "%4", "%5"]
    assert _ids(trunkline("show", "%3", "%5", "--json")) == [listed[2], listed[4]]
    assert _ids(trunkline("show", "%3", "--json")) == [listed[2]]
    author = logged_in.status(listed[2]).account
    posts = _ids(trunkline("timeline", "account", "%3", "-n", "1", "--json"))
    assert posts == [one.id for one in logged_in.account_statuses(author, limit=1)]


@pytest.mark.parametrize("reference", ["%6", "%0", "%x", "%", "%\u00b2"])
def test_a_number_that_the_last_listing_has_not(trunkline, logged_in, reference):
    trunkline("timeline", "local", "-n", "5")
    result = trunkline("show", reference)
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == f"Error: The last listing has no post with the number {reference}.\n"


def test_addresses_and_standard_input(trunkline, logged_in):
    posted = [logged_in.status_post(text) for text in ("One", "Two")]
    assert _ids(trunkline("show", posted[0].url, "--json")) == [posted[0].id]
    text = "".join(f"{one.id}\n\n" for one in posted)
    assert _ids(trunkline("show", "-", "--json", text=text)) == [one.id for one in posted]


def test_a_post_of_another_server_by_its_address(trunkline, logged_in):
    remote = next(one for one in logged_in.timeline_public(remote=True) if one.url)
    assert _ids(trunkline("show", remote.url, "--json")) == [remote.id]
    assert _ids(trunkline("timeline", "account", f"@{remote.account.acct}", "-n", "1", "--json"))
    assert _ids(trunkline("timeline", "account", remote.account.url, "-n", "1", "--json"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "1"], exits.NOT_FOUND, "There is no post 1, or none that you may see."),
        (["show", "http://[::1"], exits.USAGE, "http://[::1 is no post"),
        (
            ["show", "no such/id"],
            exits.USAGE,
            "no such/id is no post. Write an id, an address, or a number such as %3.",
        ),
        (["timeline", "account", "nobody.here"], exits.NOT_FOUND, "There is no account nobody.here"),
        (["timeline", "list", "Nowhere"], exits.NOT_FOUND, "There is no list Nowhere."),
        (["timeline", "tag"], exits.USAGE, "The timeline tag needs a tag"),
        (["timeline", "home", "x"], exits.USAGE, "The timeline home is not of something"),
    ],
)
def test_what_is_not_there(trunkline, logged_in, arguments, code, message):
    result = trunkline(*arguments)
    assert result.exit_code == code, result.output
    assert message in result.stderr


@pytest.mark.parametrize("name", ["favourites", "bookmarks", "trends", "public", "local", "home"])
def test_timelines(trunkline, logged_in, name):
    assert trunkline("timeline", name, "-n", "2").exit_code == 0


def test_a_list_by_its_title(trunkline, logged_in):
    made = logged_in.list_create("Good friends")
    assert trunkline("timeline", "list", "Good friends").exit_code == 0
    assert trunkline("timeline", f"list/{made.id}").exit_code == 0


def test_a_tag(trunkline, logged_in):
    posted = logged_in.status_post("One for #TrunklineTags")
    for arguments in (["#trunklinetags"], ["tag", "trunklinetags"], ["tag", "#TrunklineTags"]):
        assert _ids(trunkline("timeline", *arguments, "--json")) == [posted.id]


def test_without_a_log_in(trunkline, server):
    assert trunkline("timeline", "--server", server.url, "-n", "1").exit_code == 0
    (found,) = _ids(trunkline("timeline", "public", "--server", server.url, "-n", "1", "--json"))
    assert _ids(trunkline("show", found, "--server", server.url, "--json")) == [found]
    assert trunkline("thread", found, "--server", server.url).exit_code == 0
    assert trunkline("timeline", "home", "--server", server.url).exit_code == exits.NOT_LOGGED_IN


def test_a_thread(trunkline, logged_in, bob):
    first = logged_in.status_post("Who comes?")
    second = bob.status_post("I do", in_reply_to_id=first.id)
    third = logged_in.status_post("Fine", in_reply_to_id=second.id)
    assert _ids(trunkline("thread", second.id, "--json")) == [first.id, second.id, third.id]
    heads = [line for line in trunkline("thread", second.id).stdout.splitlines() if line.startswith("%")]
    assert heads[0].startswith("%1 ")
    assert heads[1].startswith("%2   > ")
    assert heads[2].startswith("%3     ")


def test_hidden_text(trunkline, logged_in):
    posted = logged_in.status_post("The butler", spoiler_text="The end of a book", visibility="unlisted")
    shown = trunkline("show", posted.id).stdout
    assert "The end of a book" in shown
    assert "The butler" not in shown
    assert "unlisted" in shown
    assert "The butler" in trunkline("show", posted.id, "--show-sensitive").stdout


def test_text_that_is_not_utf8(trunkline, logged_in, monkeypatch):
    result = trunkline("show", "-", text=b"Gr\xfc\xdfe\n")
    assert result.exit_code == exits.FAILED
    assert result.stderr.startswith("Error: The input is not text in UTF-8.")


def test_some_of_several_posts(trunkline, logged_in):
    posted = logged_in.status_post("One")
    result = trunkline("show", "1", posted.id, "--json")
    assert result.exit_code == exits.PARTLY
    assert json.loads(result.stdout)["id"] == posted.id
    assert result.stderr == "1: There is no post 1, or none that you may see.\n"
    assert trunkline("show", "1", "2").exit_code == exits.NOT_FOUND
