"""Editing: what is left out is reset."""

import pytest


@pytest.fixture
def status(ann):
    return ann.say("first", spoiler_text="careful", language="de")


def edit(author, posted, code=200, **params):
    return author.put(f"/api/v1/statuses/{posted['id']}", code, json=params)


def test_what_an_edit_leaves_out_is_reset_but_for_the_language(ann, status):
    edited = edit(ann, status, status="second")
    assert (edited["spoiler_text"], edited["sensitive"], edited["language"]) == ("", False, "de")


def test_an_edit_that_changes_the_language_is_one(ann, status):
    edit(ann, status, status="second", language="fr")
    assert edit(ann, status, status="second", language="zz")["language"] == "fr"
    assert len(ann.get(f"/api/v1/statuses/{status['id']}/history")) == 2


@pytest.mark.parametrize("params", [{}, {"status": None}, {"status": " "}, {"status": "", "spoiler_text": ""}])
def test_an_edit_needs_a_text(ann, status, params):
    assert edit(ann, status, 422, **params)["error"] == "Validation failed: Text can't be blank"


def test_a_warning_without_a_text_becomes_the_text(ann):
    status = ann.say("first")
    edited = edit(ann, status, status="", spoiler_text="warn only")
    assert (edited["content"], edited["spoiler_text"], edited["sensitive"]) == ("<p>warn only</p>", "", False)


def test_without_a_text_the_old_warning_stays(ann, status):
    edited = edit(ann, status, status="", spoiler_text="new", sensitive=True)
    assert (edited["content"], edited["spoiler_text"], edited["sensitive"]) == ("<p>new</p>", "careful", True)


@pytest.mark.parametrize(("sent", "sensitive"), [(None, True), (False, True), ("false", False), (True, True)])
def test_the_text_false_is_stronger_than_a_warning(ann, sent, sensitive):
    assert ann.say("x", spoiler_text="cw", sensitive=sent)["sensitive"] is sensitive
    assert edit(ann, ann.say("x"), status="x", spoiler_text="cw", sensitive=sent)["sensitive"] is sensitive


def test_the_history_links_whom_the_status_mentions_now(ann, bob):
    status = ann.say("with @bob and @ann")
    edit(ann, status, status="nobody")
    first = ann.get(f"/api/v1/statuses/{status['id']}/history")[0]["content"]
    assert 'u-url mention">@<span>ann</span>' in first
    assert "with @bob and" in first


def test_the_history_has_the_quote(ann, bob):
    quoted = ann.say("quote me")
    status = bob.say("look", quoted_status_id=quoted["id"])
    edit(bob, status, status="look!")
    for version in bob.get(f"/api/v1/statuses/{status['id']}/history"):
        assert version["quote"]["quoted_status"]["id"] == quoted["id"]
        assert version["content"].startswith('<p class="quote-inline">RE: ')
    assert "quote" not in ann.get(f"/api/v1/statuses/{quoted['id']}/history")[0]


def test_scheduled_media_stay_with_the_scheduled_status(world, ann, status):
    media = str(world.media(ann))
    ann.say("later", media_ids=[media], scheduled_at="2030-01-01T10:00:00Z")
    assert "not found or already attached" in edit(ann, status, 422, status="x", media_ids=[media])["error"]
    assert ann.say("now", media_ids=[media])["media_attachments"][0]["id"] == media
