"""Posts, media, polls, what is planned."""

from __future__ import annotations

import datetime
from typing import Any

from .steps import has, nothing, refused, some, step


def statuses(world: Any) -> None:
    """Walk."""
    mia, noah = (world["people"][name]["id"] for name in ("mia", "noah"))
    own, other = world["as"]["mia"], world["as"]["noah"]
    post = step(
        "status_post",
        lambda: own.status_post("Hello @noah #fish", spoiler_text="Careful", sensitive=True, language="en"),
        {
            "visibility": "public",
            "spoiler_text": "Careful",
            "language": "en",
            "mentions": [{"id": noah}],
            "tags": [{"name": "fish"}],
            "account": {"id": mia},
        },
    )
    refused("nothing to post", lambda: own.status_post(""), 422, "Validation failed: Text can't be blank")
    refused(
        "a long text",
        lambda: own.status_post("x" * 501),
        422,
        "Validation failed: Text character limit of 500 exceeded",
    )
    again = [own.status_post("Once", idempotency_key="mastodonpy").id for _ in range(2)]
    step("an idempotency key", lambda: again[0] == again[1], True)
    step("toot", lambda: own.toot("A toot"), {"content": "<p>A toot</p>"})
    step("status", lambda: other.status(post), {"id": post.id, "reblogged": False})
    step("statuses", lambda: other.statuses([post.id, again[0]]), lambda found: len(found) == 2)
    step(
        "status_update",
        lambda: own.status_update(post, "Hello again @noah", spoiler_text=""),
        {"edited_at": some, "content": lambda text: "again" in text},
    )
    step("status_history", lambda: own.status_history(post), [{"spoiler_text": "Careful"}, {"spoiler_text": ""}])
    step("status_source", lambda: own.status_source(post), {"text": "Hello again @noah"})
    reply = step(
        "status_reply",
        lambda: other.status_reply(post, "Yes"),
        {"in_reply_to_id": post.id, "content": lambda text: "@<span>mia</span>" in text},
    )
    step("status_context", lambda: own.status_context(post), {"ancestors": [], "descendants": [{"id": reply.id}]})
    step("status_favourite", lambda: other.status_favourite(post), {"favourited": True, "favourites_count": 1})
    step("favourites", other.favourites, has("id", post.id))
    step("status_favourited_by", lambda: own.status_favourited_by(post), [{"id": noah}])
    step("status_unfavourite", lambda: other.status_unfavourite(post), {"favourited": False})
    step(
        "status_reblog",
        lambda: other.status_reblog(post, visibility="unlisted"),
        {"reblog": {"id": post.id}, "visibility": "unlisted"},
    )
    step("status_reblogged_by", lambda: own.status_reblogged_by(post), [{"id": noah}])
    step("status_unreblog", lambda: other.status_unreblog(post), {"id": post.id, "reblogged": False})
    step("status_bookmark", lambda: own.status_bookmark(post), {"bookmarked": True})
    step("bookmarks", own.bookmarks, [{"id": post.id}])
    step("status_unbookmark", lambda: own.status_unbookmark(post), {"bookmarked": False})
    step("status_mute", lambda: own.status_mute(post), {"muted": True})
    step("status_unmute", lambda: own.status_unmute(post), {"muted": False})
    step("status_pin", lambda: own.status_pin(post), {"pinned": True})
    step("account_statuses", lambda: other.account_statuses(mia, pinned=True), [{"id": post.id}])
    step("status_unpin", lambda: own.status_unpin(post), {"pinned": False})
    step("status_card", lambda: own.status_card(post), None)
    step(
        "status_translate",
        lambda: other.status_translate(post, "de"),
        {"language": "de", "content": lambda text: "→ de: " in text},
    )
    quote = step(
        "a quote",
        lambda: other.status_post("Look", quoted_status_id=post),
        {"quote": {"state": "accepted", "quoted_status": {"id": post.id}}},
    )
    step("status_quotes", lambda: own.status_quotes(post), [{"id": quote.id}])
    step("status_quote_revoke", lambda: own.status_quote_revoke(post, quote), {"quote": {"state": "revoked"}})
    step(
        "status_update_quote_approval_policy",
        lambda: own.status_update_quote_approval_policy(post, "nobody"),
        {"quote_approval": {"automatic": []}},
    )
    _media(own)
    _polls(own, other)
    _planned(own)
    gone = again[0]
    step("status_delete", lambda: own.status_delete(gone, delete_media=True), {"id": gone, "text": "Once"})
    refused("a post that is gone", lambda: own.status(gone), 404, "Not Found")


def _media(own: Any) -> None:
    sent = step(
        "media_post",
        lambda: own.media_post("picture.png", description="A square", focus=(0.5, -0.5)),
        {"type": "image", "description": "A square", "meta": {"focus": {"x": 0.5}}},
    )
    step("media", lambda: own.media(sent), {"id": sent.id, "url": some})
    step("media_update", lambda: own.media_update(sent, description="Blue"), {"description": "Blue"})
    step("decode_blurhash", lambda: own.decode_blurhash(sent), some)
    post = step(
        "a post with a picture",
        lambda: own.status_post("Look", media_ids=sent),
        {"media_attachments": [{"id": sent.id}]},
    )
    edit = step(
        "generate_media_edit_attributes",
        lambda: own.generate_media_edit_attributes(sent, description="Bluer"),
        {"id": sent.id},
    )
    # Together with `media_ids` the client adds two sets, which is an error of its own.
    refused(
        "a description is edited",
        lambda: own.status_update(post, "Look", media_ids=[sent], media_attributes=[edit]),
        "unsupported operand",
    )
    step(
        "a description is edited alone",
        lambda: own.status_update(post, "Look", media_attributes=[edit]),
        {"media_attachments": [{"description": "Bluer"}]},
    )


def _polls(own: Any, other: Any) -> None:
    poll = step("make_poll", lambda: own.make_poll(["Yes", "No"], expires_in=600, hide_totals=True), some)
    asked = step(
        "a poll",
        lambda: own.status_post("Well?", poll=poll),
        {"poll": {"options": [{"title": "Yes"}, {"title": "No"}], "votes_count": 0}},
    )
    step("poll", lambda: other.poll(asked.poll), {"voted": False, "expired": False})
    step("poll_vote", lambda: other.poll_vote(asked.poll, 1), {"voted": True, "own_votes": [1]})
    refused(
        "a second vote",
        lambda: other.poll_vote(asked.poll, 0),
        422,
        "Validation failed: You have already voted on this poll",
    )


def _planned(own: Any) -> None:
    now = datetime.datetime.now(datetime.UTC)
    planned = step(
        "a post for later",
        lambda: own.status_post("Later", scheduled_at=now + datetime.timedelta(hours=1)),
        {"params": {"text": "Later"}},
    )
    step("scheduled_statuses", own.scheduled_statuses, [{"id": planned.id}])
    step("scheduled_status", lambda: own.scheduled_status(planned), {"id": planned.id})
    later = now + datetime.timedelta(hours=2)
    step(
        "scheduled_status_update",
        lambda: own.scheduled_status_update(planned, later),
        {"scheduled_at": lambda found: abs((found - later).total_seconds()) < 1},
    )
    step("scheduled_status_delete", lambda: own.scheduled_status_delete(planned), nothing)
