"""Pixelfed, as of version 0.11."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.counted import Counted
from trunkline.sandbox.likes.family import FORM, MULTIPART, BodyReading, Family, Fields, Links, NodeInfo, Reply, names

VERSION = "3.5.3 (compatible; Pixelfed 0.11.13)"
# Source: https://github.com/pixelfed/pixelfed/blob/dev/routes/api.php
_CALLS = Calls("""
    GET             /.well-known/host-meta
    GET             /.well-known/nodeinfo
    GET             /.well-known/webfinger
    GET             /login
    GET             /robots.txt
    POST            /oauth/token
    GET             /api/v1/accounts/:id
    POST            /api/v1/accounts/:id/block
    POST            /api/v1/accounts/:id/follow
    GET             /api/v1/accounts/:id/followers
    GET             /api/v1/accounts/:id/following
    GET             /api/v1/accounts/:id/lists
    POST            /api/v1/accounts/:id/mute
    POST            /api/v1/accounts/:id/pin
    GET             /api/v1/accounts/:id/statuses
    POST            /api/v1/accounts/:id/unblock
    POST            /api/v1/accounts/:id/unfollow
    POST            /api/v1/accounts/:id/unmute
    POST            /api/v1/accounts/:id/unpin
    GET             /api/v1/accounts/relationships
    GET             /api/v1/accounts/search
    PATCH           /api/v1/accounts/update_credentials
    GET             /api/v1/accounts/verify_credentials
    GET             /api/v1/announcements
    POST            /api/v1/apps
    GET             /api/v1/apps/verify_credentials
    GET             /api/v1/blocks
    GET             /api/v1/bookmarks
    GET             /api/v1/conversations
    GET             /api/v1/custom_emojis
    DELETE,GET,POST /api/v1/domain_blocks
    GET             /api/v1/endorsements
    GET             /api/v1/favourites
    GET             /api/v1/filters
    GET             /api/v1/follow_requests
    POST            /api/v1/follow_requests/:id/authorize
    POST            /api/v1/follow_requests/:id/reject
    GET             /api/v1/followed_tags
    GET             /api/v1/instance
    GET             /api/v1/lists
    GET             /api/v1/lists/:id/accounts
    GET,POST        /api/v1/markers
    POST            /api/v1/media
    GET,PUT         /api/v1/media/:id
    GET             /api/v1/mutes
    GET             /api/v1/notifications
    GET             /api/v1/preferences
    POST            /api/v1/statuses
    DELETE,GET,PUT  /api/v1/statuses/:id
    POST            /api/v1/statuses/:id/bookmark
    GET             /api/v1/statuses/:id/context
    POST            /api/v1/statuses/:id/favourite
    GET             /api/v1/statuses/:id/favourited_by
    GET             /api/v1/statuses/:id/history
    POST            /api/v1/statuses/:id/reblog
    GET             /api/v1/statuses/:id/reblogged_by
    POST            /api/v1/statuses/:id/unbookmark
    POST            /api/v1/statuses/:id/unfavourite
    POST            /api/v1/statuses/:id/unreblog
    GET             /api/v1/suggestions
    GET             /api/v1/tags/:name
    POST            /api/v1/tags/:name/follow
    POST            /api/v1/tags/:name/unfollow
    GET             /api/v1/timelines/home
    GET             /api/v1/timelines/public
    GET             /api/v1/timelines/tag/:name
    GET             /api/v1/trends
    GET             /api/v2/instance
    POST            /api/v2/media
    GET             /api/v2/search
""")
_OPEN = Calls("""
    GET  /api/nodeinfo/2.0.json
    POST /api/v1/apps
    GET  /api/v1/custom_emojis
    GET  /api/v1/instance
    GET  /api/v2/instance
""")
_LINKS = (
    Links(lists("/api/v1/notifications /api/v1/timelines/home /api/v1/timelines/public"), "always", cursor="row"),
    Links(
        lists("/api/v1/accounts/:id/followers /api/v1/accounts/:id/following /api/v1/bookmarks /api/v1/favourites"),
        "always",
    ),
)
_NUMBERS = frozenset({"media", "notification", "relationship"})
"""Kinds of entities whose id is a JSON number."""
_HTML = "text/html; charset=utf-8"
_DOCUMENT = "<!DOCTYPE html><html><head><title>{}</title></head></html>"
_LOGIN = Reply(302, _DOCUMENT.format("Redirecting to /login"), _HTML, {"Location": "/login"})


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if path == "/oauth/token":
        return Reply(400, {"error": "invalid_grant", "error_description": message, "message": message})
    if status == 401:
        return _LOGIN
    if status == 422:
        return Reply(422, {"message": "The given data was invalid.", "errors": {"status": [message]}})
    return Reply(status, {"message": message})


def _finish(kind: str, entity: dict[str, Any]) -> None:
    if kind in _NUMBERS and str(entity["id"]).isdigit():
        entity["id"] = int(entity["id"])


FAMILY = Family(
    ids=Counted(),
    calls=_CALLS,
    open=_OPEN,
    lacks=Reply(404, _DOCUMENT.format("Pixelfed"), _HTML),
    wrong_method=Reply(405, {"message": "The method is not supported for this route."}),
    error=_error,
    links=_LINKS,
    readings=(BodyReading(_CALLS, (FORM, MULTIPART)),),
    ignores=(
        (lists("/api/v1/blocks /api/v1/mutes"), names("max_id min_id since_id")),
        (Calls("POST /api/v1/statuses"), names("scheduled_at")),
    ),
    fixed=((Calls("GET /login"), Reply(200, _DOCUMENT.format("Login"), _HTML)),),
    numbered=lists("/api/v1/bookmarks /api/v1/follow_requests"),
    fields={
        "account": Fields(drop=names("indexable noindex memorial hide_collections roles uri")),
        "status": Fields(
            drop=names("filtered quote quote_approval quotes_count tagged_collections"),
            add={"place": None, "taggedPeople": [], "label": None, "liked_by": {"others": False}},
        ),
        "instance_v1": Fields(add={"version": VERSION}),
        "instance_v2": Fields(
            drop=names("api_versions icon"),
            add={"version": VERSION, "source_url": "https://github.com/pixelfed/pixelfed"},
        ),
    },
    finish=_finish,
    nodeinfo=NodeInfo(
        software={"name": "pixelfed", "version": "0.11.13"},
        documents={"/api/nodeinfo/2.0.json": "2.0"},
        metadata={"software": {"homepage": "https://pixelfed.org", "repo": "https://github.com/pixelfed/pixelfed"}},
    ),
    headers={"X-RateLimit-Reset": ""},
)
