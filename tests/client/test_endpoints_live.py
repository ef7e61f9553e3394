"""Calls whose effect only a server shows, with both clients: replies, edits, uploads, profiles, hashtags, lists."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.client.conftest import Both
from trunkline.answers.page import Page
from trunkline.entities import CredentialAccount, MutedAccount, Notification, PreviewCard, StatusEdit
from trunkline.errors import MastodonDeprecationWarning, MastodonNotFoundError


def picture(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "PNG")
    return file.getvalue()


def noise() -> bytes:
    """Return a picture that does not compress well."""
    file = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(file, "PNG")
    return file.getvalue()


def test_upload_tells_its_progress(alice: Both) -> None:
    content, told = noise(), []
    alice.media_post(content, progress=lambda sent, size: told.append((sent, size)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (len(content), len(content))


def test_upload_wait_and_delete(alice: Both) -> None:
    uploaded = alice.media_post(picture())
    ready = alice.media_wait(uploaded)
    assert ready.url is not None
    assert alice.media(ready) == ready
    alice.media_delete(ready)
    with pytest.raises(MastodonNotFoundError):
        alice.media(ready)


def test_edit_descriptions_of_several_media(alice: Both) -> None:
    media = [alice.media_post(picture(colour), synchronous=True) for colour in ("red", "blue")]
    status = alice.status_post("Two colours", media_ids=media)
    changes = [
        alice.client.generate_media_edit_attributes(one, description=text)
        for one, text in zip(media, ("red", "blue"), strict=True)
    ]
    edited = alice.status_update(status, "Two colours", media_ids=media, media_attributes=changes)
    assert [one.description for one in edited.media_attachments] == ["red", "blue"]
    history = alice.status_history(status)
    assert [type(version) for version in history] == [StatusEdit, StatusEdit]


def test_reply_mentions_everybody_in_the_conversation(alice: Both, bob: Both) -> None:
    asked = alice.status_post("@bob what do you think?", visibility="unlisted", spoiler_text="question")
    answer = bob.status_reply(asked, "I agree")
    assert (answer.in_reply_to_id, answer.visibility, answer.spoiler_text) == (asked.id, "unlisted", "question")
    assert [one.acct for one in answer.mentions] == ["alice"]
    followup = alice.status_reply(answer.id, "Good")
    assert [one.acct for one in followup.mentions] == ["bob"]
    assert bob.status_source(answer).text == "@alice I agree"


def test_pin_mute_and_undo(alice: Both) -> None:
    status = alice.status_post("Pinned")
    assert alice.status_pin(status).pinned is True
    assert alice.account_statuses(alice.me(), pinned=True)[0].id == status.id
    assert alice.status_unpin(status).pinned is False
    assert alice.status_mute(status).muted is True
    assert alice.status_unmute(status).muted is False


def test_undo_favourite_boost_and_bookmark(alice: Both, bob: Both) -> None:
    status = alice.status_post("Undo")
    bob.status_favourite(status)
    assert status.id in [one.id for one in bob.favourites(limit=5)]
    assert bob.status_unfavourite(status).favourited is False
    bob.status_reblog(status, visibility="private")
    assert bob.status_unreblog(status).reblogged is False
    bob.status_bookmark(status)
    assert bob.status_unbookmark(status).bookmarked is False


def test_profile(alice: Both) -> None:
    before = alice.me()
    changed = alice.account_update_credentials(
        display_name="Alice A.",
        note="Hello",
        avatar=picture("green"),
        fields=[("web", "https://a.example"), ("city", "Ulm")],
        default_privacy="unlisted",
        attribution_domains=["a.example"],
    )
    assert isinstance(changed, CredentialAccount)
    assert (changed.display_name, changed.source.note, changed.source.privacy) == ("Alice A.", "Hello", "unlisted")
    assert [row.name for row in changed.source.fields] == ["web", "city"]
    assert changed.avatar != before.avatar
    cleared = alice.account_update_credentials(fields=[], attribution_domains=[], default_privacy="public")
    assert (cleared.source.fields, cleared.source.attribution_domains) == ([], [])
    assert alice.account_delete_avatar().avatar != changed.avatar
    assert alice.account_delete_header().id == before.id


def test_block_mute_and_note(alice: Both, bob: Both) -> None:
    other = bob.me()
    assert alice.account_mute(other, notifications=False, duration=3600).muting is True
    muted = alice.mutes()
    assert [type(one) for one in muted if one.id == other.id] == [MutedAccount]
    assert alice.account_unmute(other).muting is False
    assert alice.account_block(other).blocking is True
    assert other.id in [one.id for one in alice.blocks()]
    assert alice.account_unblock(other).blocking is False
    assert alice.account_note_set(other, "met at work").note == "met at work"


def test_domain_blocks(alice: Both) -> None:
    alice.domain_block("bad.example")
    assert "bad.example" in alice.domain_blocks()
    alice.domain_unblock("bad.example")
    assert "bad.example" not in alice.domain_blocks()


def test_follow_requests(alice: Both, bob: Both) -> None:
    alice.account_update_credentials(locked=True)
    try:
        bob.account_unfollow(alice.me())
        assert bob.account_follow(alice.me()).requested is True
        assert bob.me().id in [one.id for one in alice.follow_requests()]
        assert alice.follow_request_reject(bob.me()).followed_by is False
        bob.account_follow(alice.me())
        assert alice.follow_request_authorize(bob.me()).followed_by is True
        assert alice.account_remove_from_followers(bob.me()).followed_by is False
    finally:
        alice.account_update_credentials(locked=False)


def test_hashtags(alice: Both) -> None:
    alice.status_post("About #trunklinetest")
    assert alice.tag_follow("#trunklinetest").following is True
    assert "trunklinetest" in [one.name for one in alice.followed_tags()]
    assert alice.tag_unfollow("trunklinetest").following is False
    assert alice.timeline_hashtag("#trunklinetest", limit=1)[0].tags[0].name == "trunklinetest"
    featured = alice.featured_tag_create("trunklinetest")
    assert featured.id in [one.id for one in alice.featured_tags()]
    alice.featured_tag_delete(featured)
    assert featured.id not in [one.id for one in alice.featured_tags()]
    assert alice.tag_feature("trunklinetest").featuring is True
    assert alice.tag_unfeature("trunklinetest").featuring is False


def test_conversations(alice: Both, bob: Both) -> None:
    alice.account_follow(bob.me())
    sent = bob.status_post("@alice psst", visibility="direct")
    [conversation] = [one for one in alice.conversations(limit=5) if one.last_status.id == sent.id]
    assert conversation.unread is True
    assert alice.conversations_read(conversation).unread is False
    assert alice.conversations_unread(conversation).unread is True
    alice.conversations_delete(conversation)
    assert conversation.id not in [one.id for one in alice.conversations()]


def test_notifications_one_many_and_none(alice: Both, bob: Both) -> None:
    bob.status_post("@alice look")
    newest = alice.notifications(types=["mention"], limit=1)
    assert isinstance(newest, Page)
    one = alice.notifications(newest[0])
    assert isinstance(one, Notification)
    assert one == newest[0]
    assert {n.type for n in alice.notifications(mentions_only=True)} == {"mention"}
    assert alice.notifications_unread_count().count > 0
    assert alice.unread_grouped_notifications_count() > 0
    alice.notifications_dismiss(one)
    with pytest.raises(MastodonNotFoundError):
        alice.notifications(one.id)


def test_notification_groups(alice: Both, bob: Both) -> None:
    status = alice.status_post("Group this")
    bob.status_favourite(status)
    group = alice.grouped_notifications(types=["favourite"], limit=1).notification_groups[0]
    assert alice.grouped_notification(group.group_key).notification_groups[0].group_key == group.group_key
    assert [one.username for one in alice.grouped_notification_accounts(group.group_key)] == ["bob"]
    alice.dismiss_grouped_notification(group.group_key)
    with pytest.raises(MastodonNotFoundError):
        alice.grouped_notification(group.group_key)


def test_notification_policy(alice: Both) -> None:
    changed = alice.update_notifications_policy(for_new_accounts="filter")
    assert changed.for_new_accounts == alice.notifications_policy().for_new_accounts == "filter"
    alice.update_notifications_policy(for_new_accounts="accept")
    assert isinstance(alice.notification_requests(), Page)
    assert alice.notifications_merged() is True


def test_scheduled_statuses_move(alice: Both) -> None:
    scheduled = alice.status_post("Later", scheduled_at="2030-01-01T12:00:00Z")
    moved = alice.scheduled_status_update(scheduled, "2030-01-02T12:00:00Z")
    assert moved.scheduled_at.day == 2
    assert alice.scheduled_status(scheduled) == moved
    alice.scheduled_status_delete(moved)


def test_list_settings(alice: Both, bob: Both) -> None:
    made = alice.list_create("Quiet", "none", True)
    assert (made.replies_policy, made.exclusive) == ("none", True)
    changed = alice.list_update(made, "Loud")
    assert (changed.title, changed.replies_policy, changed.exclusive) == ("Loud", "list", False)
    alice.account_follow(bob.me())
    alice.list_accounts_add(made, bob.me())
    assert [one.id for one in alice.account_lists(bob.me())] == [made.id]
    alice.list_accounts_delete(made, bob.me())
    assert alice.list_accounts(made) == []
    alice.list_delete(made)


def test_search_goes_on_by_offset(alice: Both) -> None:
    first = alice.search_v2("a", result_type="accounts", limit=2, resolve=False)
    second = alice.fetch_next(first)
    assert {one.id for one in first.accounts}.isdisjoint(one.id for one in second.accounts)
    assert alice.fetch_next(alice.search_v2("a", limit=2, resolve=False)) is None
    assert alice.account_search("alice", limit=1)[0].username == "alice"


def test_card_of_a_status(alice: Both) -> None:
    with_card = [one for one in alice.iterate(alice.timeline_public(limit=40)) if one.card]
    with pytest.warns(MastodonDeprecationWarning, match="status_card"):
        card = alice.status_card(with_card[0])
    assert isinstance(card, PreviewCard)
    assert card == with_card[0].card


def test_follows_by_name(alice: Both, bob: Both) -> None:
    with pytest.warns(MastodonDeprecationWarning, match="follows"):
        assert alice.follows("bob").following is True
    with (
        pytest.warns(MastodonDeprecationWarning, match="follows"),
        pytest.raises(MastodonNotFoundError, match="no account nobody-at-all"),
    ):
        alice.follows("nobody-at-all")
