"""account: profiles, relationships, listings of people, private notes, follow requests."""

from __future__ import annotations

import json

import pytest

from trunkline import Mastodon
from trunkline.cli import exits


def _lines(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def _names(result):
    return [one["acct"] for one in _lines(result)]


@pytest.fixture
def how(me, bob):
    """Gives the relationship to bob."""
    return lambda: me.account_relationships(bob.me())[0]


def test_a_profile(trunkline, me, bob):
    bob.account_update_credentials(note="Gardens", fields=[("Website", "https://example.org")], bot=False)
    me.account_follow(bob.me(), reblogs=False)
    me.account_note_set(bob.me(), "From the meetup")
    shown = trunkline("account", "show", "bob").stdout
    for part in (
        "@bob\n",
        "Gardens",
        "Website  https://example.org",
        "you follow",
        "without boosts",
        "From the meetup",
    ):
        assert part in shown
    assert _names(trunkline("account", "show", "bob", "me", "--json")) == ["bob", me.me().acct]
    assert "you follow" not in trunkline("account", "show", "me").stdout


def test_a_profile_without_columns(trunkline, me, bob, monkeypatch):
    bob.account_update_credentials(fields=[("Website", "https://example.org"), ("City", "Oslo")])
    assert "Website  https://example.org\n  City     Oslo" in trunkline("account", "show", "bob").stdout
    monkeypatch.setenv("COLUMNS", "59")
    assert "Website: https://example.org\n  City: Oslo" in trunkline("account", "show", "bob").stdout


def test_without_an_account(trunkline, server):
    result = trunkline("account", "followers", "--server", server.url)
    assert result.exit_code == exits.NOT_LOGGED_IN
    assert trunkline("account", "followers", "alice", "-n", "1", "--server", server.url).exit_code == 0
    assert "@bob" in trunkline("account", "show", "bob", "--server", server.url).stdout


def test_an_account_that_has_moved(trunkline, me, server):
    to = server.person("movedhere")
    server.person("movedaway", moved_to=to)
    assert "moved to @movedhere" in trunkline("account", "show", "movedaway").stdout


def test_follow(trunkline, me, how):
    result = trunkline("account", "follow", "bob", "--no-boosts", "--language", "de", "--language", "en")
    assert result.stdout == "You follow @bob.\n"
    assert (how().showing_reblogs, how().notifying, how().languages) == (False, False, ["de", "en"])
    trunkline("account", "follow", "bob", "--notify")
    assert (how().showing_reblogs, how().notifying, how().languages) == (False, True, ["de", "en"])
    (now,) = _lines(trunkline("account", "follow", "bob", "--boosts", "--language", "all", "--json"))
    assert (now["showing_reblogs"], now["notifying"]) == (True, True)
    assert not now["languages"]
    assert trunkline("account", "unfollow", "bob").stdout == "You do not follow @bob.\n"
    assert not how().following


def test_follow_several_from_a_pipe(trunkline, me):
    result = trunkline("account", "follow", "-", text="@bob\nnobody.here\ngrace\n")
    assert result.exit_code == exits.PARTLY
    assert result.stdout == "You follow @bob.\nYou follow @grace.\n"
    assert result.stderr == "nobody.here: There is no account nobody.here, or none that you may see.\n"
    assert sorted(_names(trunkline("account", "following", "--json"))) == ["bob", "grace"]


def test_follow_requests(trunkline, me, server):
    me.account_update_credentials(locked=True)
    people = [server.person(f"asks{number}_{me.me().username}") for number in range(3)]
    clients = [Mastodon(access_token=one.token, api_base_url=server.url) for one in people]
    for client in clients:
        client.account_follow(me.me())
    listed = trunkline("account", "follow-requests", "list").stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["%1", "%2", "%3"]
    first, second, third = _names(trunkline("account", "follow-requests", "list", "--json"))
    assert trunkline("account", "follow-requests", "accept", "%1", second).stdout.endswith(f"@{second} follows you.\n")
    assert trunkline("account", "follow-requests", "reject", "%3").exit_code == exits.USAGE
    result = trunkline("account", "follow-requests", "reject", "%3", "--yes")
    assert result.stdout == f"@{third} may not follow you.\n"
    assert sorted(_names(trunkline("account", "followers", "--json"))) == sorted([first, second])
    assert trunkline("account", "follow-requests", "accept", third).exit_code == exits.NOT_FOUND
    assert trunkline("account", "remove-follower", first, "--yes").stdout == f"@{first} does not follow you.\n"
    assert _names(trunkline("account", "followers", "--json")) == [second]


def test_a_locked_account(trunkline, me, server):
    server.person("lockedone", locked=True)
    result = trunkline("account", "follow", "lockedone")
    assert result.stdout == "You have asked @lockedone for permission to follow.\n"
    assert "you have asked to follow" in trunkline("account", "relationships", "lockedone").stdout


def test_mute(trunkline, me, how):
    assert trunkline("account", "mute", "bob", "--for", "1d", "--keep-notifications").stdout == "@bob is muted.\n"
    assert (how().muting, how().muting_notifications) == (True, False)
    assert "@bob  until 20" in trunkline("account", "muted").stdout
    assert "muted until 20" in trunkline("account", "relationships", "bob").stdout
    assert trunkline("account", "unmute", "bob").exit_code == 0
    assert trunkline("account", "muted").stderr == "There is nothing here.\n"


@pytest.mark.parametrize("duration", ["1", "d", "1y", "-1d", "1.5h", "9999999d"])
def test_a_duration_that_is_none(trunkline, me, duration):
    result = trunkline("account", "mute", "bob", "--for", duration)
    assert result.exit_code == exits.USAGE
    assert "is no duration. Write a number and s, m, h, d or w" in result.stderr


def test_block(trunkline, me, how):
    assert trunkline("account", "block", "bob", "--yes").stdout == "@bob is blocked.\n"
    assert _names(trunkline("account", "blocked", "--json")) == ["bob"]
    assert "blocked" in trunkline("account", "relationships", "bob").stdout
    assert trunkline("account", "unblock", "%1").stdout == "@bob is not blocked.\n"
    assert not how().blocking


def test_nobody_can_be_asked(trunkline, me, how):
    result = trunkline("account", "block", "bob")
    assert result.exit_code == exits.USAGE
    assert "Add --yes." in result.stderr
    assert not how().blocking


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", exits.FAILED), ("", exits.FAILED)])
def test_a_question(trunkline, me, how, terminal, answer, code):
    result = trunkline("account", "block", "bob", text=answer)
    assert result.exit_code == code
    assert "Block bob? You stop following each other. [y/N]" in result.output
    assert how().blocking == (code == 0)


def test_a_question_about_a_number_names_what_it_stands_for(trunkline, me, bob, terminal):
    bob.account_follow(me.me())
    trunkline("account", "followers")
    result = trunkline("account", "remove-follower", "%1", text="y\n")
    assert "Remove @bob from your followers? [y/N]" in result.output
    assert trunkline("account", "remove-follower", "%2", text="y\n").exit_code == exits.NOT_FOUND


def test_relationships(trunkline, me, bob):
    bob.account_follow(me.me())
    related = _lines(trunkline("account", "relationships", "bob", "grace", "--json"))
    assert [one["followed_by"] for one in related] == [True, False]
    shown = trunkline("account", "relationships", "bob", "grace").stdout.splitlines()
    assert shown[0].endswith("@bob  follows you")
    assert shown[1].endswith("@grace  no relationship")
    assert _names(trunkline("account", "show", "%2", "--json")) == ["grace"]


def test_a_note(trunkline, me, how):
    assert trunkline("account", "note", "bob").stderr == "There is no note.\n"
    assert trunkline("account", "note", "bob", "A friend").stdout == "The note on @bob is set.\n"
    assert trunkline("account", "note", "bob").stdout == "A friend\n"
    trunkline("account", "note", "bob", "-", text="Two\nlines\n")
    assert how().note == "Two\nlines"
    assert trunkline("account", "note", "bob", "--delete").stdout == "The note on @bob is deleted.\n"
    assert how().note == ""
    assert trunkline("account", "note", "bob", "x", "--delete").exit_code == exits.USAGE


def test_familiar_followers(trunkline, me, server):
    both, other = server.person("knowsboth"), server.person("knownbyboth")
    server.follow(both, other)
    me.account_follow(me.account_lookup("knowsboth"))
    assert _names(trunkline("account", "familiar", other.username, "--json")) == ["knowsboth"]


def test_endorse(trunkline, me):
    assert trunkline("account", "endorse", "bob").exit_code == exits.REFUSED
    trunkline("account", "follow", "bob")
    assert trunkline("account", "endorse", "bob").stdout == "Your profile features @bob.\n"
    assert _names(trunkline("account", "featured", "--json")) == ["bob"]
    assert _names(trunkline("account", "featured", me.me().acct, "--json")) == ["bob"]
    assert trunkline("account", "unendorse", "bob").exit_code == 0
    assert trunkline("account", "featured").stderr == "There is nothing here.\n"


def test_suggestions(trunkline, me):
    first, second = _lines(trunkline("account", "suggestions", "-n", "2", "--json"))
    assert trunkline("account", "suggestions").stdout.startswith("%1 ")
    dismissed = trunkline("account", "dismiss", "%1")
    assert dismissed.stdout == f"@{first['account']['acct']} is not suggested again.\n"
    (now,) = _lines(trunkline("account", "suggestions", "-n", "1", "--json"))
    assert now["account"]["id"] == second["account"]["id"]


def test_the_lists_of_an_account(trunkline, me, bob):
    me.account_follow(bob.me())
    made = me.list_create("Friends")
    me.list_accounts_add(made, bob.me())
    assert [one["title"] for one in _lines(trunkline("account", "lists", "bob", "--json"))] == ["Friends"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["follow"],
        ["unfollow"],
        ["mute"],
        ["unmute"],
        ["block", "--yes"],
        ["unblock"],
        ["note"],
        ["relationships"],
        ["followers"],
        ["following"],
        ["familiar"],
        ["lists"],
        ["featured"],
        ["endorse"],
        ["unendorse"],
        ["dismiss"],
        ["remove-follower", "--yes"],
        ["follow-requests", "accept"],
        ["follow-requests", "reject", "--yes"],
    ],
)
def test_nobody_of_that_name(trunkline, me, arguments):
    result = trunkline("account", *arguments, "nobody.here")
    assert result.exit_code == exits.NOT_FOUND
    assert result.stderr == "Error: There is no account nobody.here, or none that you may see.\n"


def test_listings_are_no_longer_than_asked(trunkline, me):
    assert len(_names(trunkline("account", "followers", "alice", "-n", "2", "--json"))) == 2
    assert len(_names(trunkline("account", "following", "alice", "-n", "2", "--json"))) == 2
