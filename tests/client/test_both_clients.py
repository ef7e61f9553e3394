"""The main jobs, with both clients, against a running server."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.client.conftest import Both, Connect
from trunkline import (
    Mastodon,
    MastodonDeprecationWarning,
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
)
from trunkline.entities import (
    Account,
    CredentialAccount,
    MediaAttachment,
    MediaAttachmentImageMetadata,
    Notification,
    Relationship,
    ScheduledStatus,
    Status,
)
from trunkline.sandbox import Sandbox


def picture(colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "PNG")
    return file.getvalue()


def test_who_am_i(alice: Both) -> None:
    me = alice.account_verify_credentials()
    assert isinstance(me, CredentialAccount)
    assert (me.username, me.source.privacy) == ("alice", "public")
    assert isinstance(me.created_at, datetime)


def test_post_read_edit_delete(alice: Both) -> None:
    posted = alice.status_post("Hello #Trunkline", visibility="unlisted", language="en", spoiler_text="greeting")
    assert isinstance(posted, Status)
    assert (posted.visibility, posted.language, posted.spoiler_text) == ("unlisted", "en", "greeting")
    assert [tag.name for tag in posted.tags] == ["trunkline"]
    assert alice.status(posted.id) == posted
    edited = alice.status_update(posted, "Hello again")
    assert edited.edited_at >= posted.created_at
    assert [version.content for version in alice.status_history(posted)][-1] == "<p>Hello again</p>"
    assert alice.status_source(posted).text == "Hello again"
    alice.status_delete(posted)
    with pytest.raises(MastodonNotFoundError, match=r"GET /api/v1/statuses/\d+ failed with 404.*Not Found"):
        alice.status(posted)


def test_post_with_media(alice: Both, tmp_path: Path) -> None:
    file = tmp_path / "sea.png"
    file.write_bytes(picture())
    media = alice.media_post(file, description="The sea", focus=(0.5, -0.5), synchronous=True)
    assert isinstance(media, MediaAttachment)
    assert media.description == "The sea"
    assert media.meta is not None
    assert isinstance(media.meta.original, MediaAttachmentImageMetadata)
    assert (media.meta.original.width, media.meta.original.height) == (64, 48)
    assert media.blurhash
    again = alice.media_update(media, description="The sea at noon")
    assert again.description == "The sea at noon"
    posted = alice.status_post("Look", media_ids=[media])
    assert [m.id for m in posted.media_attachments] == [media.id]


def test_media_from_bytes_and_open_files(alice: Both, tmp_path: Path) -> None:
    assert alice.media_post(picture("red"), mime_type="image/png", synchronous=True).type == "image"
    (tmp_path / "x.png").write_bytes(picture("blue"))
    with (tmp_path / "x.png").open("rb") as file:
        assert alice.media_post(file, synchronous=True).type == "image"


def test_reply_favourite_boost_bookmark(alice: Both, bob: Both) -> None:
    status = alice.status_post("A question")
    reply = bob.status_post("@alice an answer", in_reply_to_id=status)
    assert reply.in_reply_to_id == status.id
    assert [s.id for s in alice.status_context(status).descendants] == [reply.id]
    assert bob.status_favourite(status).favourited is True
    assert bob.status_reblog(status).reblog.id == status.id
    assert bob.status_bookmark(status).bookmarked is True
    assert [a.username for a in alice.status_favourited_by(status)] == ["bob"]
    assert [a.username for a in alice.status_reblogged_by(status)] == ["bob"]
    assert status.id in [s.id for s in bob.bookmarks()]
    kinds = {n.type for n in alice.notifications(limit=10)}
    assert {"mention", "favourite", "reblog"} <= kinds
    assert isinstance(alice.notifications()[0], Notification)


def test_follow_and_relationships(alice: Both, bob: Both) -> None:
    me, other = alice.account_verify_credentials(), bob.account_verify_credentials()
    followed = alice.account_follow(other, notify=True)
    assert isinstance(followed, Relationship)
    assert (followed.following, followed.notifying) == (True, True)
    assert alice.account_relationships([other, me])[0].following is True
    assert me.id in [a.id for a in bob.iterate(bob.account_followers(other))]
    assert alice.account_unfollow(other).following is False


def test_polls(alice: Both, bob: Both) -> None:
    poll = alice.make_poll(["tea", "coffee"], expires_in=3600, multiple=False)
    posted = alice.status_post("Which?", poll=poll)
    assert [option.title for option in posted.poll.options] == ["tea", "coffee"]
    voted = bob.poll_vote(posted.poll, [1])
    assert (voted.voted, voted.own_votes, voted.options[1].votes_count) == (True, [1], 1)


def test_scheduled(alice: Both) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    scheduled = alice.status_post("Tomorrow", scheduled_at=later)
    assert isinstance(scheduled, ScheduledStatus)
    assert scheduled.scheduled_at is not None
    assert abs(scheduled.scheduled_at - later) < timedelta(seconds=1)
    alice.scheduled_status_delete(scheduled)
    assert scheduled.id not in [s.id for s in alice.scheduled_statuses()]


def test_lists(alice: Both, bob: Both) -> None:
    other = bob.account_verify_credentials()
    alice.account_follow(other)
    made = alice.list_create("Friends")
    alice.list_accounts_add(made, [other])
    assert [a.id for a in alice.list_accounts(made)] == [other.id]
    posted = bob.status_post("for the list")
    assert alice.timeline_list(made)[0].id == posted.id
    alice.list_delete(made)
    assert made.id not in [existing.id for existing in alice.lists()]


def test_search(alice: Both) -> None:
    found = alice.search("alice")
    assert "alice" in [a.username for a in found.accounts]


def test_idempotency(alice: Both) -> None:
    first = alice.status_post("Once", idempotency_key="key-1")
    assert alice.status_post("Once", idempotency_key="key-1").id == first.id


def test_pages_in_both_directions(alice: Both) -> None:
    first = alice.timeline_public(limit=20)
    second = alice.fetch_next(first)
    third = alice.fetch_next(second)
    ids = [s.id for s in [*first, *second, *third]]
    assert len(set(ids)) == 60
    assert all(newer > older for newer, older in pairwise(ids))
    assert alice.fetch_previous(third) == second
    everything = alice.iterate(alice.timeline_public(limit=40))
    assert [s.id for s in everything[:60]] == ids
    assert alice.fetch_remaining(first) == everything
    upward = alice.iterate(third, "previous")
    assert [s.id for s in upward][-60:] == ids[::-1][-60:]


def test_links_keep_filters(alice: Both) -> None:
    media_only = alice.iterate(alice.timeline_public(limit=5, only_media=True))
    assert len(media_only) > 5
    assert all(s.media_attachments for s in media_only)


def test_a_stored_cursor_continues(alice: Both, connect: Connect) -> None:
    first = alice.timeline_public(limit=5)
    stored = first.cursor()
    later = connect("alice")
    assert later.fetch_page(stored) == alice.fetch_next(first)
    assert next(iter(later.pages(stored))) == alice.fetch_next(first)


def test_grouped_notifications_are_pages(alice: Both) -> None:
    first = alice.grouped_notifications(limit=3)
    assert len(first.notification_groups) == 3
    second = alice.fetch_next(first)
    assert {g.group_key for g in first.notification_groups}.isdisjoint(g.group_key for g in second.notification_groups)


def test_times_as_cursors(alice: Both) -> None:
    middle = alice.timeline_public(limit=40)[20].created_at
    assert all(s.created_at <= middle for s in alice.timeline_public(max_id=middle))


def test_oauth_with_pkce(connect: Connect, sandbox: Sandbox, tmp_path: Path) -> None:
    create_app = connect.kind.create_app
    made = create_app("test", ["read"], to_file=tmp_path / "app.secret", api_base_url=sandbox.url)
    keys = made if isinstance(made, tuple) else connect.runner.run(made)
    client = connect(client_id=tmp_path / "app.secret")
    assert (client.client_id, client.client_secret) == keys
    login = client.authorization(["read"])
    query = parse_qs(urlsplit(login.url).query)
    assert query["code_challenge_method"] == ["S256"]
    code = sandbox.authorize(login.url, "alice")
    with pytest.raises(MastodonIllegalArgumentError, match="code works once"):
        client.log_in(code=code, code_verifier="not-the-verifier-" + "x" * 40, scopes=["read"])
    code = sandbox.authorize(login.url, "alice")
    token = client.log_in(
        code=code, code_verifier=login.code_verifier, scopes=["read"], to_file=tmp_path / "user.secret"
    )
    assert Mastodon(access_token=tmp_path / "user.secret").access_token == token
    assert client.account_verify_credentials().username == "alice"
    assert client.oauth_authorization_server_info().issuer.rstrip("/") == sandbox.url
    with pytest.raises(MastodonForbiddenError, match="scopes"):
        client.status_post("not allowed")
    client.revoke_access_token()
    assert client.access_token is None
    with pytest.raises(MastodonUnauthorizedError):
        connect(access_token=token).account_verify_credentials()


def test_a_token_for_the_application_alone(connect: Connect, sandbox: Sandbox, tmp_path: Path) -> None:
    Mastodon.create_app("test", ["read"], to_file=tmp_path / "app.secret", api_base_url=sandbox.url)
    client = connect(client_id=tmp_path / "app.secret")
    client.log_in_as_app(["read"])
    assert client.app_verify_credentials().name == "test"


def test_instance(connect: Connect) -> None:
    server = connect()
    assert server.instance().configuration.statuses.max_characters == 500
    with pytest.warns(MastodonDeprecationWarning, match="instance_v1 is deprecated.*use instance"):
        assert server.instance_v1().stats.user_count > 0


def test_deprecated_calls_warn_once_at_the_line_of_the_caller(alice: Both) -> None:
    with pytest.warns(MastodonDeprecationWarning, match="status_card is deprecated .*read the card field") as caught:
        alice.status_card(alice.timeline_home()[0])
    assert [w.category for w in caught].count(MastodonDeprecationWarning) == 1
    if isinstance(alice.client, Mastodon):
        with pytest.warns(MastodonDeprecationWarning) as caught:
            alice.client.follows("bob")
        assert caught.pop(MastodonDeprecationWarning).filename == __file__


def test_errors_say_what_happened(alice: Both, connect: Connect) -> None:
    with pytest.raises(MastodonUnprocessableError, match=r"POST /api/v1/statuses failed with 422.*Text can't be blank"):
        alice.status_post("")
    with pytest.raises(MastodonUnauthorizedError):
        connect().timeline_home()


def test_times_without_a_zone_are_local(alice: Both) -> None:
    local = datetime(2030, 1, 1)
    planned = alice.status_post("when?", scheduled_at=local)
    assert planned.scheduled_at == local.astimezone()
    alice.scheduled_status_delete(planned)


def test_account_pages(alice: Both) -> None:
    me = alice.me()
    assert isinstance(alice.account(me), Account)
    assert alice.account_lookup("alice").id == me.id
    assert all(s.account.id == me.id for s in alice.account_statuses(me, limit=5))
    assert [s.id for s in alice.statuses([s.id for s in alice.account_statuses(me, limit=3)])]


def test_markers_and_preferences(alice: Both) -> None:
    newest = alice.timeline_home(limit=1)[0]
    alice.markers_set("home", newest)
    assert alice.markers_get(["home"])["home"].last_read_id == newest.id
    assert alice.preferences()["posting:default:visibility"] == "public"
