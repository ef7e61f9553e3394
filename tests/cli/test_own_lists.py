"""lists, tags, filters, domains, announcements, preferences, markers."""

from __future__ import annotations

import json

import pytest

from trunkline.cli import exits


def _lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_lists(trunkline, me):
    assert trunkline("lists", "create", "News", "--replies", "none", "--exclusive").exit_code == 0
    assert trunkline("lists", "list").stdout.startswith("%1 News  no replies · not in home  ")
    trunkline("lists", "edit", "%1", "--no-exclusive", "--title", "Papers")
    (found,) = _lines(trunkline("lists", "list", "--json"))
    assert (found["title"], found["replies_policy"], found["exclusive"]) == ("Papers", "none", False)
    assert trunkline("lists", "rename", "Papers", "Old papers").stdout == "The list Old papers is changed.\n"
    assert trunkline("lists", "edit", "Old papers").exit_code == exits.USAGE
    assert trunkline("lists", "delete", "Old papers").exit_code == exits.USAGE
    assert trunkline("lists", "delete", "Old papers", "--yes").stdout == "The list Old papers is deleted.\n"
    assert me.lists() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["accounts", "Nowhere"],
        ["add", "Nowhere", "bob"],
        ["remove", "Nowhere", "bob"],
        ["edit", "Nowhere", "--title", "x"],
        ["rename", "Nowhere", "x"],
        ["delete", "Nowhere", "--yes"],
    ],
)
def test_no_such_list(trunkline, me, arguments):
    me.list_create("Friends")
    result = trunkline("lists", *arguments)
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: There is no list Nowhere. Your lists: Friends.\n"


def test_a_list_without_a_title(trunkline, me):
    assert trunkline("lists", "create", "").exit_code == exits.REFUSED


def test_members_of_lists(trunkline, me, bob):
    me.list_create("{Friends}")
    result = trunkline("lists", "add", "{Friends}", "bob")
    assert result.exit_code == exits.REFUSED
    assert "You do not follow @bob, and a list takes no others." in result.stderr
    me.account_follow(bob.me())
    assert trunkline("lists", "add", "{Friends}", "bob").stdout == "@bob is on the list {Friends}.\n"
    assert [one["acct"] for one in _lines(trunkline("lists", "accounts", "{Friends}", "--json"))] == ["bob"]
    result = trunkline("lists", "add", "{Friends}", "bob", "grace")
    assert result.exit_code == exits.PARTLY
    assert result.stdout == "@bob is on the list {Friends}.\n"
    trunkline("lists", "accounts", "{Friends}")
    assert trunkline("lists", "remove", "{Friends}", "nobody.here").exit_code == exits.NOT_FOUND
    assert trunkline("lists", "remove", "{Friends}", "%1").stdout == "@bob is not on the list {Friends}.\n"
    assert trunkline("lists", "accounts", "{Friends}").stderr == "There is nothing here.\n"


def test_followed_tags(trunkline, me):
    assert trunkline("tags", "follow", "#Python", "gardening").stdout == "You follow #Python.\nYou follow #gardening.\n"
    assert sorted(one["name"].lower() for one in _lines(trunkline("tags", "followed", "--json"))) == [
        "gardening",
        "python",
    ]
    assert "followed" in trunkline("tags", "show", "python").stdout
    first = trunkline("tags", "followed").stdout.split()[1]
    assert trunkline("tags", "unfollow", "%1").stdout == f"You do not follow {first}.\n"
    assert len(me.followed_tags()) == 1


def test_featured_tags(trunkline, me):
    me.status_post("One about #gardening and #rail")
    assert sorted(one["name"] for one in _lines(trunkline("tags", "suggestions", "--json"))) == ["gardening", "rail"]
    assert trunkline("tags", "feature", "gardening").stdout == "Your profile features #gardening.\n"
    assert trunkline("tags", "featured").stdout.startswith("%1 #gardening  1 posts")
    assert trunkline("tags", "featured", me.me().acct).stdout.startswith("%1 #gardening  1 posts")
    assert trunkline("tags", "unfeature", "%1").stdout == "Your profile does not feature #gardening.\n"
    result = trunkline("tags", "unfeature", "gardening")
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: Your profile does not feature #gardening.\n"


@pytest.mark.parametrize("name", ["follow", "unfollow", "show", "feature", "unfeature"])
def test_no_tag(trunkline, me, name):
    result = trunkline("tags", name, "two words")
    assert result.exit_code == exits.USAGE
    assert "two words is no hashtag." in result.stderr


def test_tags_of_nobody(trunkline, me):
    assert trunkline("tags", "featured", "nobody.here").exit_code == exits.NOT_FOUND


def test_filters(trunkline, me):
    added = trunkline("filters", "add", "Series", "spoiler", "the end", "--action", "hide", "--context", "home")
    assert added.exit_code == 0
    shown = trunkline("filters", "list").stdout
    assert shown.startswith("%1 Series  hide · in home  ")
    assert "spoiler, the end" in shown
    post = me.status_post("Seen it?")
    arguments = ["--add", "fin", "--parts", "--remove", "The End", "--expires", "7d", "--add-post", post.id]
    assert trunkline("filters", "edit", "%1", *arguments).exit_code == 0
    (found,) = _lines(trunkline("filters", "list", "--json"))
    assert [(one["keyword"], one["whole_word"]) for one in found["keywords"]] == [("spoiler", True), ("fin", False)]
    assert [one["status_id"] for one in found["statuses"]] == [post.id]
    assert found["expires_at"]
    assert "fin*, 1 posts" in trunkline("filters", "list").stdout
    trunkline("filters", "edit", "Series", "--forever", "--title", "Film")
    (found,) = _lines(trunkline("filters", "list", "--json"))
    assert (found["title"], found["expires_at"], found["context"]) == ("Film", None, ["home"])
    assert trunkline("filters", "delete", "Film").exit_code == exits.USAGE
    assert trunkline("filters", "delete", "Film", "--yes").stdout == "The filter Film is deleted.\n"
    assert me.filters_v2() == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["edit", "Series"], exits.USAGE, "There is nothing to change"),
        (["edit", "Series", "--expires", "1d", "--forever"], exits.USAGE, "--expires or --forever, not both"),
        (["edit", "Series", "--remove", "x"], exits.NOT_FOUND, "The filter has no keyword x. It has: spoiler."),
        (["edit", "Nowhere", "--add", "x"], exits.NOT_FOUND, "There is no filter Nowhere. Your filters: Series."),
        (["delete", "Nowhere", "--yes"], exits.NOT_FOUND, "There is no filter Nowhere. Your filters: Series."),
        (["add", ""], exits.REFUSED, "failed with 422"),
    ],
)
def test_filters_that_are_not_changed(trunkline, me, arguments, code, message):
    me.create_filter_v2("Series", ["home"], "warn", keywords_attributes=[{"keyword": "spoiler"}])
    result = trunkline("filters", *arguments)
    assert result.exit_code == code, result.output
    assert message in result.stderr


def test_domains(trunkline, me):
    assert trunkline("domains", "block", "Spam.example").exit_code == exits.USAGE
    assert trunkline("domains", "block", "Spam.example", "--yes").stdout == "spam.example is blocked.\n"
    assert trunkline("domains", "list").stdout.startswith("%1 spam.example")
    assert _lines(trunkline("domains", "list", "--json")) == ["spam.example"]
    assert trunkline("domains", "unblock", "%1").stdout == "spam.example is not blocked.\n"
    assert list(me.domain_blocks()) == []


@pytest.mark.parametrize("name", ["https://spam.example", "@a@spam.example", "two words"])
def test_no_domain(trunkline, me, name):
    for arguments in (["block", "--yes"], ["unblock"]):
        result = trunkline("domains", *arguments, name)
        assert result.exit_code == exits.USAGE
        assert f"{name} is no domain." in result.stderr


def test_announcements(trunkline, me, server):
    made = server.announce("The server rests on Sunday.")
    listed = [one["id"] for one in _lines(trunkline("announcements", "list", "--json"))]
    assert made in listed
    assert "The server rests on Sunday." in trunkline("announcements", "list").stdout
    number = f"%{listed.index(made) + 1}"
    assert trunkline("announcements", "react", number, "🎉").stdout == "You have reacted with 🎉.\n"
    assert "🎉 1*" in trunkline("announcements", "list").stdout
    assert trunkline("announcements", "unreact", number, "🎉").exit_code == 0
    assert trunkline("announcements", "react", made, "nosuchemoji").exit_code == exits.REFUSED
    assert trunkline("announcements", "dismiss", number).stdout == f"The announcement {made} is dismissed.\n"
    assert made not in [one["id"] for one in _lines(trunkline("announcements", "list", "--json"))]
    for arguments in (["dismiss", made], ["react", made, "🎉"], ["unreact", made, "🎉"]):
        assert trunkline("announcements", *arguments).exit_code == exits.NOT_FOUND


def test_preferences(trunkline, me):
    assert "media sensitive   no\n" in trunkline("preferences").stdout
    assert _lines(trunkline("preferences", "--json"))[0]["posting:default:visibility"] == "public"


def test_markers(trunkline, me):
    assert trunkline("markers").stderr == "Nothing is marked as read.\n"
    post = me.status_post("Read")
    assert trunkline("markers", "--home", post.id).stdout.startswith(f"home: read up to {post.id}, ")
    (found,) = _lines(trunkline("markers", "--json"))
    assert (found["timeline"], found["last_read_id"]) == ("home", post.id)


def test_a_title_of_several_is_refused(trunkline, me):
    ids = [me.list_create("Twins").id for _ in range(2)]
    result = trunkline("lists", "delete", "Twins", "--yes")
    assert (result.exit_code, f"ids: {', '.join(ids)}." in result.stderr) == (exits.USAGE, True)
    assert trunkline("lists", "delete", ids[0], "--yes").exit_code == 0
    assert trunkline("lists", "accounts", "Twins").exit_code == 0
