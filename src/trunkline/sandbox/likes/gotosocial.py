"""GoToSocial, as of version 0.20."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.family import (
    FORM,
    JSON,
    MULTIPART,
    BodyReading,
    Family,
    Fields,
    Links,
    NodeInfo,
    Reply,
    names,
)
from trunkline.sandbox.likes.ulid import Ulids

VERSION = "0.20.0+git-57cb4fe"
_SOURCE = "https://codeberg.org/superseriousbusiness/gotosocial"
# Source: https://docs.gotosocial.org/en/stable/api/swagger/ and recorded answers
_CALLS = Calls("""
    GET                 /.well-known/host-meta
    GET                 /.well-known/nodeinfo
    GET                 /.well-known/webfinger
    GET                 /.well-known/oauth-authorization-server
    GET                 /robots.txt
    GET                 /nodeinfo/2.0/
    GET                 /nodeinfo/2.1/
    POST                /oauth/token
    POST                /api/v1/accounts
    GET                 /api/v1/accounts/:id
    POST                /api/v1/accounts/:id/block
    GET                 /api/v1/accounts/:id/featured_tags
    POST                /api/v1/accounts/:id/follow
    GET                 /api/v1/accounts/:id/followers
    GET                 /api/v1/accounts/:id/following
    GET                 /api/v1/accounts/:id/lists
    POST                /api/v1/accounts/:id/mute
    POST                /api/v1/accounts/:id/note
    GET                 /api/v1/accounts/:id/statuses
    POST                /api/v1/accounts/:id/unblock
    POST                /api/v1/accounts/:id/unfollow
    POST                /api/v1/accounts/:id/unmute
    GET                 /api/v1/accounts/lookup
    GET                 /api/v1/accounts/relationships
    GET                 /api/v1/accounts/search
    PATCH               /api/v1/accounts/update_credentials
    GET                 /api/v1/accounts/verify_credentials
    GET                 /api/v1/announcements
    POST                /api/v1/apps
    GET                 /api/v1/blocks
    GET                 /api/v1/bookmarks
    GET                 /api/v1/conversations
    POST                /api/v1/conversations/:id/read
    DELETE              /api/v1/conversations/:id
    GET                 /api/v1/custom_emojis
    GET                 /api/v1/favourites
    GET,POST            /api/v1/featured_tags
    GET,POST            /api/v1/filters
    DELETE,GET,PUT      /api/v1/filters/:id
    GET                 /api/v1/follow_requests
    POST                /api/v1/follow_requests/:id/authorize
    POST                /api/v1/follow_requests/:id/reject
    GET                 /api/v1/followed_tags
    GET,PATCH           /api/v1/instance
    GET                 /api/v1/instance/domain_blocks
    GET                 /api/v1/instance/peers
    GET                 /api/v1/instance/rules
    GET,POST            /api/v1/lists
    DELETE,GET,PUT      /api/v1/lists/:id
    DELETE,GET,POST     /api/v1/lists/:id/accounts
    GET,POST            /api/v1/markers
    POST                /api/v1/media
    GET,PUT             /api/v1/media/:id
    GET                 /api/v1/mutes
    GET                 /api/v1/notifications
    GET                 /api/v1/notifications/:id
    POST                /api/v1/notifications/clear
    GET                 /api/v1/polls/:id
    POST                /api/v1/polls/:id/votes
    GET                 /api/v1/preferences
    DELETE              /api/v1/profile/avatar
    DELETE              /api/v1/profile/header
    DELETE,GET,POST,PUT /api/v1/push/subscription
    POST                /api/v1/reports
    GET                 /api/v1/scheduled_statuses
    DELETE,GET,PUT      /api/v1/scheduled_statuses/:id
    GET                 /api/v1/search
    POST                /api/v1/statuses
    DELETE,GET,PUT      /api/v1/statuses/:id
    POST                /api/v1/statuses/:id/bookmark
    GET                 /api/v1/statuses/:id/context
    POST                /api/v1/statuses/:id/favourite
    GET                 /api/v1/statuses/:id/favourited_by
    GET                 /api/v1/statuses/:id/history
    POST                /api/v1/statuses/:id/mute
    POST                /api/v1/statuses/:id/pin
    POST                /api/v1/statuses/:id/reblog
    GET                 /api/v1/statuses/:id/reblogged_by
    GET                 /api/v1/statuses/:id/source
    POST                /api/v1/statuses/:id/unbookmark
    POST                /api/v1/statuses/:id/unfavourite
    POST                /api/v1/statuses/:id/unmute
    POST                /api/v1/statuses/:id/unpin
    POST                /api/v1/statuses/:id/unreblog
    GET                 /api/v1/tags/:name
    POST                /api/v1/tags/:name/follow
    POST                /api/v1/tags/:name/unfollow
    GET                 /api/v1/timelines/home
    GET                 /api/v1/timelines/list/:id
    GET                 /api/v1/timelines/public
    GET                 /api/v1/timelines/tag/:name
    GET                 /api/v1/trends/links
    GET                 /api/v1/trends/statuses
    GET                 /api/v1/trends/tags
    GET,POST            /api/v2/filters
    DELETE,GET,PUT      /api/v2/filters/:id
    GET,POST            /api/v2/filters/:id/keywords
    GET,POST            /api/v2/filters/:id/statuses
    DELETE,GET,PUT      /api/v2/filters/keywords/:id
    DELETE,GET          /api/v2/filters/statuses/:id
    GET                 /api/v2/instance
    POST                /api/v2/media
    GET                 /api/v2/search
    GET                 /api/v2/suggestions
""")
_OPEN = Calls("""
    POST /api/v1/accounts
    POST /api/v1/apps
    GET  /api/v1/instance
    GET  /api/v1/instance/rules
    GET  /api/v2/instance
""")


_LINKS = (
    Links(lists("/api/v1/timelines/home /api/v1/timelines/public"), "always", defaults={"local": "false"}),
    Links(
        lists("/api/v1/accounts/:id/statuses"),
        "always",
        defaults=dict.fromkeys(("exclude_replies", "exclude_reblogs", "pinned", "only_media", "only_public"), "false"),
    ),
    Links(lists("/api/v1/bookmarks"), "always", defaults={"limit": "30"}),
    Links(lists("/api/v1/conversations"), "always", defaults={"limit": "40"}),
    Links(lists("/api/v1/scheduled_statuses"), "always", defaults={"limit": "20"}),
    Links(
        lists(
            "/api/v1/accounts/:id/followers /api/v1/accounts/:id/following /api/v1/blocks /api/v1/favourites "
            "/api/v1/follow_requests /api/v1/followed_tags /api/v1/lists/:id/accounts /api/v1/mutes "
            "/api/v1/notifications /api/v1/timelines/list/:id /api/v1/timelines/tag/:name"
        ),
        "always",
    ),
)
_ACCOUNT = names(
    "id username acct display_name locked discoverable bot created_at note url avatar avatar_static avatar_description "
    "header header_static header_description followers_count following_count statuses_count last_status_at emojis "
    "fields group source role moved"
)
_STATUS = names(
    "id created_at edited_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language uri url "
    "replies_count reblogs_count favourites_count favourited reblogged muted bookmarked pinned content reblog "
    "application account media_attachments mentions tags emojis card poll text"
)
_ANYBODY = {
    "automatic_approval": ["public", "me"],
    "manual_approval": [],
    "always": ["public", "me"],
    "with_approval": [],
}
_INTERACTIONS = dict.fromkeys(("can_favourite", "can_reply", "can_reblog"), _ANYBODY)


def _finish(kind: str, entity: dict[str, Any]) -> None:
    """Give an entity what depends on its other fields."""
    if kind == "status":
        entity.setdefault("pinned", False)
    elif kind == "edit":
        entity.setdefault("poll", None)
    elif kind == "media":
        entity["text_url"] = entity["url"]
    elif kind == "instance_v1":
        entity["account_domain"] = entity["uri"]
        entity["urls"]["streaming_api"] = entity["urls"]["streaming_api"].replace("ws://", "wss://")
    elif kind == "instance_v2":
        entity["account_domain"] = entity["domain"]
        urls = entity["configuration"]["urls"]
        urls["streaming"] = urls["streaming"].replace("ws://", "wss://")


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if path == "/oauth/token":
        return Reply(400, {"error": message, "error_description": f"Bad Request: {message}"})
    if status == 401:
        return Reply(401, {"error": "Unauthorized: token not supplied"})
    if status == 422 and path.startswith("/api/v1/statuses"):
        status = 400
    if status == 404 and path.startswith("/api/v1/statuses/"):
        message = "target status not found"
    phrase = HTTPStatus(status).phrase
    return Reply(status, {"error": f"{phrase}: {message[:1].lower()}{message[1:]}" if message else phrase})


def _moved(path: str) -> Reply:
    page = f'<a href="{path}">Moved Permanently</a>.\n\n'
    return Reply(301, page, "text/html; charset=utf-8", {"Location": path})


_DOCUMENTS = {"/nodeinfo/2.0": "2.0", "/nodeinfo/2.1": "2.1"}
_UNREAD = Reply(
    406,
    {
        "error": "Not Acceptable: content-type  not supported for this endpoint; supported content-types are "
        "application/json, application/x-www-form-urlencoded, multipart/form-data"
    },
)
FAMILY = Family(
    ids=Ulids(),
    calls=_CALLS,
    open=_OPEN,
    lacks=Reply(404, {"error": "Not Found"}),
    wrong_method=Reply(405, "405 method not allowed", "text/plain"),
    error=_error,
    links=_LINKS,
    overlapping=lists("/api/v1/timelines/home"),
    aliases={"/api/v1/search": "/api/v2/search"},
    fixed=tuple((lists(f"{path}/"), _moved(path)) for path in _DOCUMENTS),
    readings=(BodyReading(Calls("POST,PUT /api/v1/statuses"), (JSON, FORM, MULTIPART), _UNREAD),),
    fields={
        "account": Fields(keep=_ACCOUNT),
        "status": Fields(keep=_STATUS, add={"interaction_policy": _INTERACTIONS}),
        ".application": Fields(keep=names("name")),
        "application": Fields(drop=names("website client_secret_expires_at")),
        "relationship": Fields(drop=names("languages muting_expires_at")),
        "own_profile": Fields(
            keep=names("privacy sensitive language note fields follow_requests_count"),
            add={"web_visibility": "public", "web_layout": "microblog", "status_content_type": "text/plain"},
        ),
        ".role": Fields(drop=names("collection_limit")),
        "source": Fields(add={"content_type": "text/plain"}),
        "tag": Fields(keep=names("name url history following")),
        "search": Fields(drop=names("collections")),
        "preferences": Fields(drop=names("posting:default:quote_policy")),
        "instance_v1": Fields(drop=names("contact_account"), add={"version": VERSION, "max_toot_chars": 500}),
        "instance_v2": Fields(
            drop=names("api_versions icon wrapstodon"), add={"version": VERSION, "source_url": _SOURCE}
        ),
        ".configuration": Fields(
            drop=names("limited_federation timelines_access"), add={"emojis": {"emoji_size_limit": 51_200}}
        ),
        ".accounts": Fields(
            keep=names("max_featured_tags max_profile_fields"), add={"allow_custom_css": False, "max_profile_fields": 6}
        ),
        ".statuses": Fields(add={"supported_mime_types": ["text/plain", "text/markdown"]}),
        ".thumbnail": Fields(keep=names("url")),
        ".registrations": Fields(drop=names("url")),
        ".contact": Fields(keep=names("email")),
        ".urls": Fields(drop=names("status")),
    },
    finish=_finish,
    nodeinfo=NodeInfo(
        software={
            "name": "gotosocial",
            "version": VERSION,
            "repository": _SOURCE,
            "homepage": "https://docs.gotosocial.org",
        },
        documents=_DOCUMENTS,
    ),
    headers={"X-Robots-Tag": "noindex, nofollow, noai, noimageai"},
    websocket=True,
    streaming=Reply(400, "Bad Request\n"),
)
