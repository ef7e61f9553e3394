"""Replies: mentions, visibility, language and warning of the post that they answer."""

from __future__ import annotations

import pytest

from trunkline.cli import exits


@pytest.fixture
def reply(trunkline, logged_in):
    """Return a function that replies, and returns the reply."""

    def run(answered, text, *options):
        result = trunkline("post", text, "--reply-to", answered.id, *options)
        assert result.exit_code == 0, result.output
        return logged_in.account_statuses(logged_in.account_verify_credentials(), limit=1)[0]

    return run


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private", "direct"])
def test_a_reply_is_seen_by_no_more_people(bob, reply, visibility):
    asked = bob.status_post("@alice @carol Anybody there?", visibility=visibility, language="de", spoiler_text="Hm")
    made = reply(asked, "Here")
    assert (made.visibility, made.language, made.spoiler_text) == (visibility, "de", "Hm")
    assert [one.acct for one in made.mentions] == ["bob", "carol"]
    assert made.in_reply_to_id == asked.id


def test_mentions_that_are_there_already(bob, reply):
    made = reply(bob.status_post("@carol Anybody?"), "I, @bob!")
    assert "@carol" in made.content.replace("<span>", "").replace("</span>", "")
    assert made.content.count("bob</span>") == 1


def test_options_go_first(bob, reply):
    asked = bob.status_post("@alice Anybody?", language="de", spoiler_text="Hm")
    made = reply(asked, "Here", "--visibility", "private", "--language", "fr", "--warning", "")
    assert (made.visibility, made.language, made.spoiler_text) == ("private", "fr", "")


def test_a_wider_reply_is_refused(trunkline, logged_in, bob):
    asked = bob.status_post("@alice Between us", visibility="direct")
    result = trunkline("post", "Hear, hear", "--reply-to", asked.id, "--visibility", "public")
    assert result.exit_code == exits.USAGE
    assert result.stderr.startswith("Error: The post that you answer is direct: the reply cannot be public.")


def test_a_reply_to_oneself_mentions_nobody(logged_in, reply):
    made = reply(logged_in.status_post("One"), "Two")
    assert made.mentions == []


def test_a_dash_is_standard_input(trunkline, logged_in):
    assert trunkline("post", "-", text="From a pipe\n").exit_code == 0
    newest = logged_in.account_statuses(logged_in.account_verify_credentials(), limit=1)[0]
    assert "From a pipe" in newest.content
