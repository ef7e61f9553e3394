"""A program for Mastodon.py that does a little of everything, run unchanged with Mastodon.py and with this package.

It prints what it saw as JSON, without what differs from run to run. It knows nothing of either package but what both
have. ``python program.py URL BOB_TOKEN``; the code of the authorization page comes on standard input.
"""

import io
import json
import sys
import threading
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mastodon import AttribAccessDict, CallbackStreamListener, Mastodon, StreamListener
from mastodon.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonUnauthorizedError,
    MastodonVersionError,
)
from mastodon.Mastodon import Mastodon as SameMastodon
from mastodon.return_types import Account, ScheduledStatus, Status
from mastodon.types_base import Entity, MaybeSnowflakeIdType, PaginatableList

URL, BOB = sys.argv[1:3]
SEEN: dict[str, Any] = {}
PEOPLE: dict[str, Any] = {}


def see(what):
    """Decorate a function that looks at one thing: its result is what was seen."""

    def look(function):
        SEEN[what] = function()
        return function

    return look


def text_of(status):
    """The text of a status without its markup."""
    return status.content.replace("<p>", "").replace("</p>", "")


def refused(call):
    """The name of the error of a call, and whether the kinds of it that programs catch would catch it."""
    try:
        call()
    except MastodonError as error:
        kinds = (MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError, MastodonUnauthorizedError)
        return [[kind.__name__ for kind in kinds if isinstance(error, kind)], error.args[1:4]]
    return None


def picture():
    """A small PNG file."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (8).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress((b"\0" + b"\x20\x60\xa0" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@see("logging in")
def _():
    client_id, client_secret = Mastodon.create_app("session", api_base_url=URL, scopes=["read", "write", "push"])
    Mastodon.create_app("session", api_base_url=URL, to_file="app.secret", scopes=["read", "write", "push"])
    alice = PEOPLE["alice"] = Mastodon(client_id="app.secret")
    print(alice.auth_request_url(scopes=["read", "write", "push"], allow_http=True), flush=True)
    code = sys.stdin.readline().strip()
    token = alice.log_in(code=code, scopes=["read", "write", "push"], to_file="user.secret", allow_http=True)
    stored = Path("user.secret").read_text()
    lines = stored.split("\n")
    again = Mastodon(access_token="user.secret")
    return {
        "keys": [isinstance(client_id, str), isinstance(client_secret, str)],
        "file": [len(Path("app.secret").read_text().split("\n")), lines[0] == token, lines[1] == URL, len(lines)],
        "me": [again.me().username, again.account_verify_credentials()["acct"], again.api_base_url == URL],
        "stored": alice.persistable_login_credentials() == stored,
        "app": alice.app_verify_credentials().name,
        "same class": SameMastodon is Mastodon,
    }


alice = PEOPLE["alice"]
bob = Mastodon(access_token=BOB, api_base_url=URL)


@see("the server")
def _():
    return {
        "version": alice.retrieve_mastodon_version(),
        "numbers": [alice.mastodon_major, alice.mastodon_minor, alice.mastodon_patch],
        "minimum": [alice.verify_minimum_version("4.0.0"), alice.verify_minimum_version("9.0.0", cached=True)],
        "title": alice.instance_v1().title == alice.instance_v2()["title"],
        "streaming": alice.stream_healthy(),
        "timeline": alice.timeline_is_available("public"),
        "limits": [alice.ratelimit_limit > 0, alice.ratelimit_remaining >= 0, alice.ratelimit_method],
    }


@see("posting")
def _():
    post = alice.status_post("Hello from a session", visibility="unlisted", spoiler_text="greeting", language="en")
    toot = alice.toot("A toot")
    reply = alice.status_reply(bob.status_post("@alice a question"), "an answer")
    edited = alice.status_update(toot, "A better toot")
    media = alice.media_post(io.BytesIO(picture()), "image/png", description="a square", focus=(0.5, -0.5))
    with_media = alice.status_post("With a picture", media_ids=media, sensitive=True)
    later = alice.status_post("Later", scheduled_at=datetime.now(UTC) + timedelta(hours=2))
    again = [alice.status_post("Once", idempotency_key="key").id for _ in range(2)]
    return {
        "post": [text_of(post), post.visibility, post.spoiler_text, post["language"], post.account.acct],
        "reply": [text_of(reply).endswith("an answer"), reply.in_reply_to_account_id == bob.me().id],
        "edited": [text_of(edited), edited.edited_at is not None, len(alice.status_history(toot))],
        "source": alice.status_source(toot).text,
        "media": [media.type, media.description, media["meta"]["original"]["width"], media.meta.focus.x],
        "with media": [len(with_media.media_attachments), with_media.sensitive],
        "later": [isinstance(later, ScheduledStatus), later.params.text, len(alice.scheduled_statuses())],
        "cancelled": [alice.scheduled_status_delete(later) is not False, len(alice.scheduled_statuses())],
        "idempotent": again[0] == again[1],
        "deleted": [bool(alice.status_delete(post)), refused(lambda: alice.status(post.id))],
        "context": [len(alice.status_context(reply).ancestors), len(alice.status_context(reply)["descendants"])],
    }


@see("polls")
def _():
    made = alice.status_post("Tea?", poll=alice.make_poll(["yes", "no"], expires_in=600, multiple=False))
    voted = bob.poll_vote(made.poll, [0])
    return {
        "options": [option.title for option in made.poll.options],
        "votes": [voted.votes_count, voted.voted, list(voted.own_votes or ())],
        "expires": made.poll.expires_at > datetime.now(UTC),
    }


@see("acting on statuses")
def _():
    post = bob.status_post("Something to act on")
    acted = [
        alice.status_favourite(post).favourited,
        alice.status_bookmark(post).bookmarked,
        alice.status_reblog(post).reblog.id == post.id,
        alice.status_mute(post).muted,
        alice.favourites(limit=1)[0].id == post.id,
        alice.bookmarks(limit=1)[0].id == post.id,
    ]
    people = [one.acct for one in bob.status_favourited_by(post)], [one.acct for one in bob.status_reblogged_by(post)]
    undone = [
        alice.status_unfavourite(post).favourited,
        alice.status_unbookmark(post).bookmarked,
        alice.status_unreblog(post).reblogged,
        alice.status_unmute(post).muted,
    ]
    return [acted, people, undone]


@see("pages")
def _():
    page = alice.timeline_public(limit=7)
    older = alice.fetch_next(page)
    newer = alice.fetch_previous(older)
    info = alice.get_pagination_info(page, "next")
    everything = alice.fetch_remaining(alice.account_followers(alice.me(), limit=3))
    walked = [one.id for one, _ in zip(alice.pagination_iterator(page), range(20), strict=False)]
    told = list(zip(alice.pagination_page_iterator(page, return_pagination_info=True), range(3), strict=False))
    stored = Entity.from_json(page.to_json())
    return {
        "kinds": [isinstance(page, PaginatableList), isinstance(page, list), isinstance(page[0], Status)],
        "older": [len(older), older[0].id < page[-1].id, [one.id for one in newer] == [one.id for one in page]],
        "info": [info["_pagination_endpoint"], info["limit"], str(info["max_id"]) == str(page[-1].id)],
        "views": [str(page._pagination_prev["min_id"]) == str(page[0].id), page._pagination_next == info],
        "by info": [one.id for one in alice.fetch_next(info)] == [one.id for one in older],
        "by plain info": [one.id for one in alice.fetch_next(json.loads(json.dumps(info)))] == [o.id for o in older],
        "remaining": [len(everything) == alice.me().followers_count, len({one.id for one in everything}) > 3],
        "walked": [len(walked), len(set(walked)), walked[:14] == [one.id for one in [*page, *older]]],
        "told": [[len(one), sorted(info) == sorted(following)] for (one, following), _ in told],
        "stored": [type(stored) is type(page), [one.id for one in stored] == [one.id for one in page]],
        "stored next": [one.id for one in alice.fetch_next(stored)] == [one.id for one in older],
        "end": alice.fetch_next(alice.account_followers(alice.me(), limit=80)),
    }


@see("objects")
def _():
    status = alice.timeline_public(limit=1)[0]
    stored = Entity.from_json(status.to_json())
    bag = AttribAccessDict(a=1, b={"c": [{"d": 2}]})
    ids = [MaybeSnowflakeIdType(one) for one in ("10", "9", "100")]
    return {
        "access": [status.account.acct == status["account"]["acct"], status.get("nothing"), "account" in status],
        "times": [status.created_at.utcoffset().total_seconds(), isinstance(status.account.created_at, datetime)],
        "stored": [isinstance(stored, Status), stored.id == status.id, stored.created_at == status.created_at],
        "account": isinstance(status.account, Account) and isinstance(status.account, AttribAccessDict),
        "bag": [bag.b.c[0].d, bag["a"]],
        "ids": [sorted(ids), status.id == str(status.id), isinstance(status.id, str)],
        "id time": abs((status.id.to_datetime() - datetime.now()).total_seconds()) < 86400 * 60,
        "missing": [hasattr(status, "no_such_field"), getattr(status, "no_such_field", "absent")],
    }


@see("people")
def _():
    carol = alice.account_lookup("carol")
    same = alice.account(carol), alice.account(carol.id), alice.account(str(carol.id)), alice.account({"id": carol.id})
    relation = alice.account_relationships(carol)[0]
    muted = alice.account_mute(carol, notifications=True, duration=60)
    blocked = alice.account_block(carol)
    renamed = alice.account_update_credentials(display_name="Alice of the session", fields=[("Site", "example")])
    noted = alice.account_note_set(carol, "met in a session")
    grace = alice.account_lookup("grace")
    return {
        "same": [one.acct for one in same],
        "relation": [type(relation).__name__, str(relation.id) == str(carol.id)],
        "muted": [muted.muting, "carol" in [one.acct for one in alice.mutes()], alice.account_unmute(carol).muting],
        "blocked": [blocked.blocking, alice.account_unblock(carol).blocking],
        "renamed": [renamed.display_name, [(f.name, f.value) for f in renamed.fields], renamed.source.privacy],
        "noted": noted.note,
        "followed": [alice.account_follow(grace).following, alice.account_unfollow(grace).following],
        "search": [one.acct for one in alice.account_search("carol", limit=1)],
        "found": [
            "carol" in [a.acct for a in alice.search("carol").accounts],
            len(alice.search_v2("#photography").hashtags),
        ],
        "domain": [alice.domain_block("bad.example") is not None or True, alice.domain_blocks()],
        "suggestions": isinstance(alice.suggestions(), list),
    }


@see("lists, markers, tags")
def _():
    made = alice.list_create("Session")
    alice.list_accounts_add(made, [alice.account_lookup("bob")])
    marked = alice.markers_set("home", alice.timeline_home(limit=1)[0].id)
    tag = alice.tag_follow("sessions")
    return {
        "list": [made.title, [one.acct for one in alice.list_accounts(made)], alice.list_update(made, "Renamed").title],
        "of bob": [one.title for one in alice.account_lists(alice.account_lookup("bob"))][-1:],
        "timeline": {one.account.acct for one in alice.timeline_list(made)} <= {"bob"},
        "marker": str(alice.markers_get(["home"])["home"].last_read_id) == str(marked["home"].last_read_id),
        "tag": [tag.following, [one.name for one in alice.followed_tags()], alice.tag_unfollow("sessions").following],
        "preferences": alice.preferences()["posting:default:visibility"],
    }


@see("notifications and conversations")
def _():
    alice.notifications_clear()
    bob.status_post("@alice straight to you", visibility="direct")
    told = alice.notifications(types=["mention"])
    conversation = alice.conversations(limit=1)[0]
    grouped = alice.grouped_notifications(limit=5)
    return {
        "told": [[one.type, one.account.acct, one.status.visibility] for one in told],
        "one": alice.notifications(id=told[0].id).type,
        "conversation": [[one.acct for one in conversation.accounts], conversation.unread],
        "read": alice.conversations_read(conversation).unread,
        "grouped": [len(grouped.notification_groups), grouped.accounts[0].acct],
        "policy": type(alice.notifications_policy()).__name__,
        "dismissed": [alice.notifications_dismiss(told[0].id) is not False, len(alice.notifications())],
    }


def heard_after(event, act, again=False):
    """Do something and wait until the stream tells of it; where the stream may not stand yet, do it again."""
    event.clear()
    act()
    for _ in range(50):
        if event.wait(0.3):
            return 1
        if again:
            act()
    return 0


@see("streams")
def _():
    heard, ready = [], threading.Event()

    class Listener(StreamListener):
        def on_update(self, status):
            heard.append(["update", text_of(status), isinstance(status, Status)])
            ready.set()

        def on_notification(self, notification):
            heard.append(["notification", notification.type])
            ready.set()

        def on_delete(self, status_id):
            heard.append(["delete", isinstance(status_id, str)])
            ready.set()

    handle = alice.stream_user(Listener(), run_async=True, timeout=30, reconnect_async=True)
    opened = heard_after(ready, lambda: alice.status_post("Is anybody there?"), again=True)
    alive = [handle.is_alive(), handle.is_receiving()]
    heard.clear()
    told = heard_after(ready, lambda: alice.status_post("Heard by myself"))
    mine = alice.account_statuses(alice.me(), limit=1)[0]
    told += heard_after(ready, lambda: bob.status_favourite(mine))
    told += heard_after(ready, lambda: alice.status_delete(mine))
    handle.close()
    tags, tagged = [], threading.Event()

    def on_tag(status):
        tags.append("#" in text_of(status))
        tagged.set()

    by_callback = alice.stream_hashtag("sessionstream", CallbackStreamListener(update_handler=on_tag), run_async=True)
    opened += heard_after(tagged, lambda: bob.status_post("First #sessionstream"), again=True)
    by_callback.close()
    return [opened, alive, told, [one for one in heard if "Is anybody there?" not in one], tags[:1]]


def refused_version():
    """Whether a call that is newer than the server is refused before it is sent."""
    old = Mastodon(access_token=BOB, api_base_url=URL, mastodon_version="2.0.0", version_check_mode="created")
    try:
        old.conversations()
    except MastodonVersionError:
        return True
    return False


@see("errors")
def _():
    stranger = Mastodon(access_token="no-token", api_base_url=URL)
    return {
        "404": refused(lambda: alice.status("1")),
        "401": refused(stranger.me),
        "422": refused(lambda: alice.status_post("")),
        "illegal": refused(lambda: Mastodon(api_base_url=URL, ratelimit_method="sometimes")),  # type: ignore[arg-type]
        "value error": isinstance(MastodonIllegalArgumentError(), ValueError),
        "old server": refused_version(),
    }


print(json.dumps(SEEN, default=str))
