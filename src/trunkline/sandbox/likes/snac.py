"""snac, version 2.94."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlsplit

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.family import FORM, MULTIPART, BodyReading, Family, Fields, Links, NodeInfo, Reply, names
from trunkline.sandbox.likes.hashes import Hashes

VERSION = "2.94"
_HTML = "text/html; charset=utf-8"
_SECONDS = len("2026-11-28T19:49:22")
# Source: https://codeberg.org/grunfink/snac2 (mastoapi.c) and recorded answers
_CALLS = Calls("""
    GET          /.well-known/host-meta
    GET          /.well-known/nodeinfo
    GET          /.well-known/webfinger
    GET          /robots.txt
    POST         /oauth/token
    GET          /api/v1/accounts/verify_credentials
    PATCH        /api/v1/accounts/update_credentials
    GET          /api/v1/accounts/relationships
    GET          /api/v1/accounts/lookup
    GET          /api/v1/accounts/search
    GET          /api/v1/accounts/familiar_followers
    GET          /api/v1/accounts/:id
    GET          /api/v1/accounts/:id/statuses
    GET          /api/v1/accounts/:id/followers
    GET          /api/v1/accounts/:id/following
    GET          /api/v1/accounts/:id/lists
    GET          /api/v1/accounts/:id/featured_tags
    POST         /api/v1/accounts/:id/follow
    POST         /api/v1/accounts/:id/unfollow
    POST         /api/v1/accounts/:id/block
    POST         /api/v1/accounts/:id/unblock
    POST         /api/v1/accounts/:id/mute
    POST         /api/v1/accounts/:id/unmute
    GET          /api/v1/announcements
    POST         /api/v1/apps
    GET          /api/v1/blocks
    GET          /api/v1/bookmarks
    GET          /api/v1/conversations
    GET          /api/v1/custom_emojis
    GET          /api/v1/favourites
    GET          /api/v1/filters
    GET          /api/v2/filters
    GET          /api/v1/follow_requests
    GET          /api/v1/followed_tags
    GET          /api/v1/instance
    GET,POST     /api/v1/lists
    GET,DELETE   /api/v1/lists/:id
    GET,POST,DELETE /api/v1/lists/:id/accounts
    GET,POST     /api/v1/markers
    POST         /api/v1/media
    POST         /api/v2/media
    PUT          /api/v1/media/:id
    GET          /api/v1/mutes
    GET          /api/v1/notifications
    POST         /api/v1/notifications/clear
    GET          /api/v1/polls/:id
    POST         /api/v1/polls/:id/votes
    GET          /api/v1/preferences
    GET          /api/v1/scheduled_statuses
    GET          /api/v2/search
    POST         /api/v1/statuses
    GET,PUT,DELETE /api/v1/statuses/:id
    GET          /api/v1/statuses/:id/context
    GET          /api/v1/statuses/:id/source
    GET          /api/v1/statuses/:id/favourited_by
    GET          /api/v1/statuses/:id/reblogged_by
    POST         /api/v1/statuses/:id/favourite
    POST         /api/v1/statuses/:id/unfavourite
    POST         /api/v1/statuses/:id/reblog
    POST         /api/v1/statuses/:id/unreblog
    POST         /api/v1/statuses/:id/bookmark
    POST         /api/v1/statuses/:id/unbookmark
    POST         /api/v1/statuses/:id/pin
    POST         /api/v1/statuses/:id/unpin
    POST         /api/v1/statuses/:id/mute
    POST         /api/v1/statuses/:id/unmute
    GET          /api/v1/timelines/home
    GET          /api/v1/timelines/list/:id
    GET          /api/v1/timelines/public
    GET          /api/v1/timelines/tag/:name
    GET          /api/v1/trends/statuses
    POST         /api/v2/filters
""")
_OPEN = Calls("""
    GET  /api/v1/accounts/:id
    GET  /api/v1/accounts/:id/statuses
    GET  /api/v1/accounts/lookup
    GET  /api/v1/announcements
    POST /api/v1/apps
    GET  /api/v1/custom_emojis
    GET  /api/v1/instance
    GET  /api/v1/timelines/public
    GET  /api/v1/timelines/tag/:name
    GET  /api/v1/trends/statuses
""")
_NEVER = lists(
    "/api/v1/accounts/:id/featured_tags /api/v1/accounts/familiar_followers /api/v1/announcements "
    "/api/v1/conversations /api/v1/custom_emojis /api/v1/favourites /api/v1/filters /api/v1/follow_requests "
    "/api/v1/followed_tags /api/v1/scheduled_statuses /api/v1/trends/statuses /api/v2/filters"
)
_WHOLE = lists(
    "/api/v1/accounts/:id/followers /api/v1/accounts/:id/following /api/v1/blocks /api/v1/bookmarks "
    "/api/v1/lists/:id/accounts /api/v1/mutes /api/v1/statuses/:id/favourited_by /api/v1/statuses/:id/reblogged_by"
)
_WRITES = Calls("""
    POST,PUT,PATCH,DELETE /api/:version/:what
    POST,PUT,PATCH,DELETE /api/:version/:what/:which
    POST,PUT,PATCH,DELETE /api/:version/:what/:which/:how
""")
_FILTERS = Calls("POST /api/v2/filters")
_UNPROCESSABLE = lists("/api/v1/accounts/verify_credentials /api/v1/accounts/relationships")


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if status == 404:
        return _NOT_FOUND
    if status == 401 and _UNPROCESSABLE.has(method, path):
        status = 422
    return Reply(401 if path == "/oauth/token" else status, "", _HTML)


def _finish(kind: str, entity: dict[str, Any]) -> None:
    """Give an entity what depends on its other fields."""
    if kind == "account":
        if "@" not in entity["acct"] and "source" not in entity:
            entity["acct"] += f"@{urlsplit(entity['url']).netloc}"
        entity["created_at"] = entity["created_at"][:_SECONDS] + "Z"
    elif kind == "notification":
        entity["created_at"] = entity["created_at"][:_SECONDS] + "Z"
    elif kind == "status":
        entity.setdefault("pinned", False)
        _finish_status(entity)
    elif kind == "marker":
        entity["version"] = 0
    elif kind == "instance_v1":
        entity["domain"] = entity["uri"]
        entity["urls"] = {"streaming_api": f"wss://{entity['uri']}"}


def _finish_status(status: dict[str, Any]) -> None:
    """Name a boost by its own hash in capital letters, after the time of the boosted post."""
    boosted = status["reblog"]
    if boosted is not None:
        status["id"] = boosted["id"][:10] + status["id"][10:].upper()
        status["created_at"] = boosted["created_at"]
    for name in ("created_at", "edited_at"):
        if status.get(name) is not None:
            status[name] = status[name][:_SECONDS] + ".000Z"


def _kept_back(scheduled: dict[str, Any], account: dict[str, Any]) -> dict[str, Any]:
    """Return the status that answers for one which is posted later."""
    params = scheduled["params"]
    return {
        "id": scheduled["id"],
        "uri": account["url"],
        "url": account["url"],
        "account": account,
        "created_at": scheduled["scheduled_at"],
        "content": f"<p>{escape(params['text'] or '')}</p>",
        "text": params["text"],
        "visibility": params["visibility"] or "public",
        "sensitive": bool(params["sensitive"]),
        "spoiler_text": params["spoiler_text"] or "",
        "language": params["language"],
        "media_attachments": scheduled["media_attachments"],
        "in_reply_to_id": params["in_reply_to_id"],
        "in_reply_to_account_id": None,
        **dict.fromkeys(("favourites_count", "reblogs_count", "replies_count"), 0),
        **dict.fromkeys(("favourited", "reblogged", "muted", "bookmarked", "pinned"), False),
        **dict.fromkeys(("reblog", "card", "poll", "edited_at")),
        **{name: [] for name in ("mentions", "tags", "emojis", "filtered")},
    }


_NOT_FOUND = Reply(404, f"<h1>404 Not Found (snac/{VERSION})</h1>", _HTML)
FAMILY = Family(
    ids=Hashes(),
    calls=_CALLS,
    open=_OPEN,
    lacks=_NOT_FOUND,
    wrong_method=_NOT_FOUND,
    error=_error,
    links=(Links(lists("/api/v1/timelines/home"), "always", previous="since_id", repeats=False),),
    whole=_WHOLE,
    fixed=((_NEVER, Reply(200, [])), (_FILTERS, Reply(422, "", _HTML))),
    readings=(BodyReading(_WRITES, (FORM, MULTIPART)),),
    posts_nothing=True,
    kept_back=_kept_back,
    fields={
        "account": Fields(
            keep=names(
                "id username display_name discoverable group hide_collections indexable noindex roles acct created_at "
                "last_status_at bot note url uri avatar avatar_static header header_static emojis locked fields source"
            ),
            add={"followers_count": 0, "following_count": 0, "statuses_count": 0},
        ),
        "status": Fields(
            keep=names(
                "id uri url account created_at content visibility sensitive spoiler_text media_attachments mentions "
                "tags emojis favourites_count favourited reblogs_count reblogged replies_count in_reply_to_id "
                "in_reply_to_account_id reblog card language filtered muted text edited_at poll bookmarked pinned"
            ),
            add={"reactions": []},
        ),
        "media": Fields(keep=names("id type url preview_url remote_url description")),
        "notification": Fields(keep=names("id type created_at account status")),
        "relationship": Fields(drop=names("blocked_by languages requested_by muting_expires_at")),
        "application": Fields(
            keep=names("id name redirect_uri client_id client_secret vapid_key"), add={"client_secret_expires_at": 0}
        ),
        "own_profile": Fields(
            keep=names("privacy language follow_requests_count sensitive fields note"), add={"bot": False}
        ),
        "search": Fields(drop=names("collections")),
        "tag": Fields(keep=names("name url history")),
        ".configuration": Fields(add={"reactions": {"max_reactions": 50}}),
        "instance_v1": Fields(
            add={
                "version": f"4.0.0 (not true; really snac/{VERSION})",
                "source_url": "https://comam.es/what-is-snac",
                "registrations": False,
                "stats": {"user_count": 0, "status_count": 0, "domain_count": 0},
            }
        ),
    },
    finish=_finish,
    nodeinfo=NodeInfo(
        software={"name": "snac", "version": VERSION},
        documents={"/nodeinfo_2_1": "2.1", "/nodeinfo_2_0": "2.0"},
    ),
)
