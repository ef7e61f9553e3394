"""Takahe, version 0.11."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.family import Family, Fields, Links, NodeInfo, Reply, names
from trunkline.sandbox.likes.numbers import TakaheNumbers

VERSION = "0.11.0"
_HTML = "text/html; charset=utf-8"
# Source: https://github.com/jointakahe/takahe/blob/main/api/urls.py and recorded answers
_CALLS = Calls("""
    GET            /.well-known/host-meta
    GET            /.well-known/nodeinfo
    GET            /.well-known/webfinger
    GET            /robots.txt
    POST           /oauth/token
    GET            /api/v1/accounts/verify_credentials
    PATCH          /api/v1/accounts/update_credentials
    GET            /api/v1/accounts/relationships
    GET            /api/v1/accounts/familiar_followers
    GET            /api/v1/accounts/search
    GET            /api/v1/accounts/lookup
    GET            /api/v1/accounts/:id
    GET            /api/v1/accounts/:id/statuses
    POST           /api/v1/accounts/:id/follow
    POST           /api/v1/accounts/:id/unfollow
    POST           /api/v1/accounts/:id/block
    POST           /api/v1/accounts/:id/unblock
    POST           /api/v1/accounts/:id/mute
    POST           /api/v1/accounts/:id/unmute
    GET            /api/v1/accounts/:id/following
    GET            /api/v1/accounts/:id/followers
    GET            /api/v1/accounts/:id/featured_tags
    GET            /api/v1/announcements
    POST           /api/v1/announcements/:id/dismiss
    POST           /api/v1/apps
    GET            /api/v1/apps/verify_credentials
    GET            /api/v1/bookmarks
    GET            /api/v1/custom_emojis
    GET            /api/v2/filters
    GET            /api/v1/filters
    GET            /api/v1/follow_requests
    POST           /api/v1/follow_requests/:id/authorize
    POST           /api/v1/follow_requests/:id/reject
    GET            /api/v1/instance
    GET            /api/v1/instance/activity
    GET            /api/v1/instance/peers
    GET            /api/v2/instance
    GET            /api/v1/lists
    POST           /api/v1/media
    POST           /api/v2/media
    GET,PUT        /api/v1/media/:id
    POST           /api/v1/statuses
    GET,PUT,DELETE /api/v1/statuses/:id
    GET            /api/v1/statuses/:id/source
    GET            /api/v1/statuses/:id/context
    POST           /api/v1/statuses/:id/favourite
    POST           /api/v1/statuses/:id/unfavourite
    GET            /api/v1/statuses/:id/favourited_by
    POST           /api/v1/statuses/:id/reblog
    POST           /api/v1/statuses/:id/unreblog
    GET            /api/v1/statuses/:id/reblogged_by
    POST           /api/v1/statuses/:id/bookmark
    POST           /api/v1/statuses/:id/unbookmark
    POST           /api/v1/statuses/:id/pin
    POST           /api/v1/statuses/:id/unpin
    GET            /api/v1/notifications
    POST           /api/v1/notifications/clear
    GET            /api/v1/notifications/:id
    POST           /api/v1/notifications/:id/dismiss
    GET            /api/v1/polls/:id
    POST           /api/v1/polls/:id/votes
    GET            /api/v1/preferences
    GET,POST,PUT,DELETE /api/v1/push/subscription
    GET            /api/v1/search
    GET            /api/v2/search
    GET            /api/v1/followed_tags
    GET            /api/v1/tags/:name
    POST           /api/v1/tags/:name/follow
    POST           /api/v1/tags/:name/unfollow
    GET            /api/v1/timelines/home
    GET            /api/v1/timelines/public
    GET            /api/v1/timelines/tag/:name
    GET            /api/v1/conversations
    GET            /api/v1/favourites
    GET            /api/v1/trends/tags
    GET            /api/v1/trends/statuses
    GET            /api/v1/trends/links
    GET            /api/v2/suggestions
""")
_OPEN = Calls("""
    GET  /api/v1/accounts/lookup
    GET  /api/v1/accounts/:id/followers
    GET  /api/v1/accounts/:id/following
    GET  /api/v1/accounts/:id/featured_tags
    POST /api/v1/apps
    GET  /api/v1/custom_emojis
    GET  /api/v1/instance
    GET  /api/v1/instance/activity
    GET  /api/v1/instance/peers
    GET  /api/v2/instance
    GET  /api/v1/statuses/:id/favourited_by
    GET  /api/v1/statuses/:id/reblogged_by
    GET  /api/v1/tags/:name
    GET  /api/v1/timelines/public
    GET  /api/v1/trends/tags
    GET  /api/v1/trends/statuses
    GET  /api/v1/trends/links
""")
_OWN_CURSORS = lists(
    "/api/v1/timelines/home /api/v1/timelines/public /api/v1/timelines/tag/:name /api/v1/accounts/:id/statuses "
    "/api/v1/notifications"
)
_ROW_CURSORS = lists(
    "/api/v1/bookmarks /api/v1/favourites /api/v1/accounts/:id/followers /api/v1/accounts/:id/following"
)
_EMPTY = Reply(200, [])


def _page(title: str, text: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n    <head>\n        <title>{title}</title>\n    </head>\n'
        f"    <body>\n        <h1>{text}</h1>\n    </body>\n</html>\n"
    )


_NOT_FOUND = Reply(404, _page(" - Takahē", "404: Not found"), _HTML)
_BROKEN = Reply(500, _page("Internal Error", "Internal Error"), _HTML)
_NO_TOKEN = {"error": "identity_token_required"}
_MESSAGES = {"Text can't be blank": "Status is empty", "character limit of": "Status is too long"}


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if path == "/oauth/token" or path.endswith("/votes") or (status == 422 and "/media" in path):
        return _BROKEN
    if status == 401:
        return Reply(400, "Invalid Bearer token", _HTML) if message else Reply(401, _NO_TOKEN)
    if status == 404:
        return _NOT_FOUND
    if status == 422:
        found = next((own for part, own in _MESSAGES.items() if part in message), message)
        return Reply(400, {"error": found})
    return Reply(status, {"error": message})


def _finish(kind: str, entity: dict[str, Any]) -> None:
    """Give an entity what depends on its other fields."""
    if kind == "account":
        entity.setdefault("source", None)
        entity.setdefault("moved", None)
    elif kind == "activity":
        entity.update({name: int(value) for name, value in entity.items()})
    elif kind == "instance_v1":
        for name in ("video_size_limit", "video_frame_rate_limit", "video_matrix_limit"):
            del entity["configuration"]["media_attachments"][name]
    elif kind == "instance_v2":
        entity["configuration"]["urls"] = {}
    elif kind == "status":
        entity.setdefault("pinned", False)
        entity.setdefault("text", None)


FAMILY = Family(
    ids=TakaheNumbers(),
    calls=_CALLS,
    open=_OPEN,
    lacks=_NOT_FOUND,
    wrong_method=Reply(405, "", _HTML),
    odd_id=_BROKEN,
    error=_error,
    links=(Links(_OWN_CURSORS, "always"), Links(_ROW_CURSORS, "always", cursor="row")),
    fixed=((lists("/api/v1/conversations /api/v1/filters /api/v2/filters /api/v1/lists /api/v2/suggestions"), _EMPTY),),
    aliases={"/api/v1/search": "/api/v2/search"},
    ignores=((Calls("POST /api/v1/statuses"), frozenset({"scheduled_at"})),),
    fields={
        "account": Fields(
            keep=names(
                "id username acct url display_name note avatar avatar_static header header_static locked fields emojis "
                "bot group discoverable moved created_at last_status_at statuses_count followers_count following_count "
                "source"
            ),
            add={"suspended": False, "limited": False},
        ),
        "status": Fields(
            keep=names(
                "id uri created_at account content visibility sensitive spoiler_text media_attachments mentions tags "
                "emojis reblogs_count favourites_count replies_count url in_reply_to_id in_reply_to_account_id reblog "
                "poll card language text edited_at favourited reblogged muted bookmarked pinned"
            )
        ),
        "notification": Fields(keep=names("id type created_at account status")),
        "relationship": Fields(drop=names("languages requested_by muting_expires_at")),
        "application": Fields(
            keep=names("id name website client_id client_secret redirect_uri"), add={"vapid_key": None}
        ),
        "own_profile": Fields(keep=names("note fields privacy sensitive language follow_requests_count")),
        "tag": Fields(keep=names("name url history following")),
        "search": Fields(drop=names("collections")),
        "preferences": Fields(drop=names("posting:default:quote_policy reading:autoplay:gifs")),
        ".accounts": Fields(keep=names("max_featured_tags")),
        ".media_attachments": Fields(drop=names("description_limit")),
        ".configuration": Fields(drop=names("limited_federation timelines_access vapid")),
        ".registrations": Fields(drop=names("min_age reason_required url")),
        ".thumbnail": Fields(keep=names("url")),
        "instance_v1": Fields(add={"version": f"takahe/{VERSION}", "urls": {}, "contact_account": None}),
        "instance_v2": Fields(
            drop=names("api_versions icon wrapstodon"),
            add={
                "version": f"takahe/{VERSION}",
                "source_url": "https://github.com/jointakahe/takahe",
                "email": "",
                "urls": {},
            },
        ),
    },
    finish=_finish,
    nodeinfo=NodeInfo(
        software={"name": "takahe", "version": VERSION},
        documents={"/nodeinfo/2.0/": "2.0"},
        metadata={"nodeName": ""},
    ),
)
