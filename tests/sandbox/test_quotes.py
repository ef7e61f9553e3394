"""Quotes: who reads them, and their line for servers without quotes."""

import pytest


@pytest.mark.parametrize(("sent", "shown"), [("public", "private"), ("unlisted", "private"), ("direct", "direct")])
def test_a_quote_of_a_private_status_is_no_more_public(ann, sent, shown):
    quoted = ann.say("for followers", visibility="private")
    assert ann.say("look", quoted_status_id=quoted["id"], visibility=sent)["visibility"] == shown


def test_a_direct_quote_mentions_whom_it_quotes(ann, bob):
    quoted = ann.say("quote me")["id"]
    params = {"status": "look", "visibility": "direct", "quoted_status_id": quoted}
    refused = bob.post("/api/v1/statuses", 422, json=params)
    assert refused["error"] == "Validation failed: Cannot quote a non-mentioned user in a Private Mention post."
    assert bob.say("@ann look", visibility="direct", quoted_status_id=quoted)["quote"]["state"] == "accepted"
    assert ann.say("my own", visibility="direct", quoted_status_id=quoted)["quote"]["state"] == "accepted"


def test_the_line_of_a_quote_goes_with_the_quoted_status(ann, bob):
    quoted = ann.say("quote me")
    quoting = bob.say("look", quoted_status_id=quoted["id"])
    assert quoting["content"].startswith(f'<p class="quote-inline">RE: <a href="{quoted["url"]}"')
    ann.delete(f"/api/v1/statuses/{quoted['id']}")
    assert bob.get(f"/api/v1/statuses/{quoting['id']}")["content"] == "<p>look</p>"


def test_a_text_that_names_the_quoted_status_needs_no_line(ann, bob):
    quoted = ann.say("quote me")
    quoting = bob.say(f"see {quoted['url']}", quoted_status_id=quoted["id"])
    assert quoting["content"] == f"<p>see {quoted['url']}</p>"


def test_a_warning_of_a_quote_needs_no_text(ann):
    quoting = ann.say("", spoiler_text="cw", quoted_status_id=ann.say("quote me")["id"])
    assert (quoting["spoiler_text"], "<p>.</p>" in quoting["content"]) == ("cw", False)


@pytest.mark.parametrize("params", [{}, {"quote_approval_policy": None}, {"quote_approval_policy": ""}])
def test_a_blank_permission_is_the_default_one(ann, params):
    status = ann.say("x", quote_approval_policy="nobody")
    changed = ann.put(f"/api/v1/statuses/{status['id']}/interaction_policy", json=params)
    assert changed["quote_approval"]["automatic"] == ["public"]


def test_only_the_quoted_author_revokes(world, ann, bob):
    quoted = ann.say("quote me")["id"]
    quoting = bob.say("look", quoted_status_id=quoted)["id"]
    bob.post(f"/api/v1/statuses/{quoted}/quotes/{quoting}/revoke", 403)
