"""Friendica, as of version 2024.08."""

from __future__ import annotations

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.counted import Counted
from trunkline.sandbox.likes.family import FORM, MULTIPART, BodyReading, Family, Fields, Links, NodeInfo, Reply, names

VERSION = "2.8.0 (compatible; Friendica 2024.08)"
# Source: https://github.com/friendica/friendica/blob/stable/static/routes.config.php
_UNIMPLEMENTED = """
    POST            /api/v1/accounts
    POST            /api/v1/accounts/:id/pin
    POST            /api/v1/accounts/:id/remove_from_followers
    POST            /api/v1/accounts/:id/unpin
    GET             /api/v1/accounts/familiar_followers
    POST            /api/v1/announcements/:id/dismiss
    DELETE,GET,POST /api/v1/domain_blocks
    GET,POST        /api/v1/featured_tags
    DELETE          /api/v1/featured_tags/:id
    GET             /api/v1/featured_tags/suggestions
    GET             /api/v1/instance/activity
    GET             /api/v1/instance/domain_blocks
    POST            /api/v1/polls/:id/votes
    GET             /api/v1/statuses/:id/history
    GET             /api/v1/streaming/direct
    GET             /api/v1/streaming/hashtag
    GET             /api/v1/streaming/hashtag/local
    GET             /api/v1/streaming/health
    GET             /api/v1/streaming/list
    GET             /api/v1/streaming/public
    GET             /api/v1/streaming/public/local
    GET             /api/v1/streaming/public/remote
    GET             /api/v1/streaming/user
    GET             /api/v1/streaming/user/notification
    DELETE          /api/v1/suggestions/:id
"""
_CALLS = Calls(
    _UNIMPLEMENTED
    + """
    GET                 /.well-known/host-meta
    GET                 /.well-known/nodeinfo
    GET                 /.well-known/webfinger
    GET                 /robots.txt
    POST                /oauth/token
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
    GET                 /api/v1/apps/verify_credentials
    GET                 /api/v1/blocks
    GET                 /api/v1/bookmarks
    GET                 /api/v1/conversations
    DELETE              /api/v1/conversations/:id
    POST                /api/v1/conversations/:id/read
    GET                 /api/v1/custom_emojis
    GET                 /api/v1/directory
    GET                 /api/v1/endorsements
    GET                 /api/v1/favourites
    GET                 /api/v1/follow_requests
    POST                /api/v1/follow_requests/:id/authorize
    POST                /api/v1/follow_requests/:id/reject
    GET                 /api/v1/followed_tags
    GET                 /api/v1/instance
    GET                 /api/v1/instance/extended_description
    GET                 /api/v1/instance/peers
    GET                 /api/v1/instance/rules
    GET,POST            /api/v1/lists
    DELETE,GET,PUT      /api/v1/lists/:id
    DELETE,GET,POST     /api/v1/lists/:id/accounts
    GET,POST            /api/v1/markers
    GET,PUT             /api/v1/media/:id
    GET                 /api/v1/mutes
    GET                 /api/v1/notifications
    GET                 /api/v1/notifications/:id
    POST                /api/v1/notifications/:id/dismiss
    POST                /api/v1/notifications/clear
    GET                 /api/v1/polls/:id
    GET                 /api/v1/preferences
    DELETE,GET,POST,PUT /api/v1/push/subscription
    POST                /api/v1/reports
    GET                 /api/v1/scheduled_statuses
    DELETE,GET,PUT      /api/v1/scheduled_statuses/:id
    POST                /api/v1/statuses
    DELETE,GET,PUT      /api/v1/statuses/:id
    POST                /api/v1/statuses/:id/bookmark
    GET                 /api/v1/statuses/:id/card
    GET                 /api/v1/statuses/:id/context
    POST                /api/v1/statuses/:id/favourite
    GET                 /api/v1/statuses/:id/favourited_by
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
    GET                 /api/v1/timelines/direct
    GET                 /api/v1/timelines/home
    GET                 /api/v1/timelines/list/:id
    GET                 /api/v1/timelines/public
    GET                 /api/v1/timelines/tag/:name
    GET                 /api/v1/trends
    GET                 /api/v1/trends/links
    GET                 /api/v1/trends/statuses
    GET                 /api/v1/trends/tags
    GET                 /api/v2/filters
    GET                 /api/v2/instance
    POST                /api/v2/media
    GET                 /api/v2/search
    GET                 /api/v2/suggestions
"""
)
_STUCK = lists("/api/v1/blocks /api/v1/mutes")
"""Lists whose next page is the same page."""
_LINKS = (
    Links(
        lists(
            "/api/v1/accounts/:id/statuses /api/v1/conversations /api/v1/notifications /api/v1/scheduled_statuses "
            "/api/v1/timelines/direct /api/v1/timelines/home /api/v1/timelines/list/:id /api/v1/timelines/public "
            "/api/v1/timelines/tag/:name"
        ),
        "always",
        cursor="row",
    ),
    Links(
        lists(
            "/api/v1/accounts/:id/followers /api/v1/accounts/:id/following /api/v1/blocks /api/v1/bookmarks "
            "/api/v1/favourites /api/v1/follow_requests /api/v1/followed_tags /api/v1/lists/:id/accounts /api/v1/mutes"
        ),
        "always",
    ),
)
_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_HTML = "text/html; charset=utf-8"
_NOT_IMPLEMENTED = Reply(501, {"error": "Not Implemented", "error_description": "API endpoint is not implemented."})


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if path == "/oauth/token":
        return Reply(401, {"error": "Unauthorized", "error_description": message})
    if status == 401:
        return Reply(401, {"error": "This API requires login"})
    return Reply(status, {"error": message or "Unprocessable Entity"})


FAMILY = Family(
    ids=Counted(),
    calls=_CALLS,
    lacks=Reply(404, _PAGE.format("Page not found."), _HTML),
    wrong_method=Reply(405, _PAGE.format("Method Not Allowed"), _HTML),
    error=_error,
    links=_LINKS,
    readings=(BodyReading(_CALLS, (FORM, MULTIPART)),),
    ignores=((_STUCK, names("max_id min_id since_id")),),
    fixed=(
        (Calls("GET /api/v2/instance"), Reply(501, _PAGE.format("Not Implemented"), _HTML)),
        (lists("/api/v1/featured_tags"), Reply(200, {"error": "Not Implemented"})),
        (Calls(_UNIMPLEMENTED), _NOT_IMPLEMENTED),
    ),
    fields={
        "account": Fields(drop=names("indexable noindex memorial hide_collections roles uri")),
        "status": Fields(
            drop=names("filtered quote quote_approval quotes_count tagged_collections"),
            add={"friendica": {"title": "", "dislikes_count": 0, "disliked": False}},
        ),
        "instance_v1": Fields(drop=names("configuration"), add={"version": VERSION, "max_toot_chars": 200_000}),
    },
    nodeinfo=NodeInfo(
        software={"name": "friendica", "version": "2024.08-1571"},
        documents={"/nodeinfo/1.0": "1.0", "/nodeinfo/2.0": "2.0"},
    ),
    headers={"X-RateLimit-Reset": ""},
    folder="/friendica",
)
