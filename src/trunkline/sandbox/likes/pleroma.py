"""Pleroma, as of version 2.7. Akkoma, which came from it, differs in little of this."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.calls import Calls, lists
from trunkline.sandbox.likes.family import Family, Fields, Links, NodeInfo, Reply, names
from trunkline.sandbox.likes.flakes import Flakes
from trunkline.sandbox.likes.pleroma_streams import PleromaStreams

VERSION = "2.7.2 (compatible; Pleroma 2.7.0)"
# Source: https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/web/router.ex
_CALLS = Calls("""
    GET                 /.well-known/host-meta
    GET                 /.well-known/nodeinfo
    GET                 /.well-known/webfinger
    GET                 /.well-known/oauth-authorization-server
    GET                 /robots.txt
    POST                /oauth/token
    POST                /api/v1/accounts
    GET                 /api/v1/accounts/:id
    POST                /api/v1/accounts/:id/block
    POST                /api/v1/accounts/:id/follow
    GET                 /api/v1/accounts/:id/followers
    GET                 /api/v1/accounts/:id/following
    GET                 /api/v1/accounts/:id/lists
    POST                /api/v1/accounts/:id/mute
    POST                /api/v1/accounts/:id/note
    POST                /api/v1/accounts/:id/pin
    POST                /api/v1/accounts/:id/remove_from_followers
    GET                 /api/v1/accounts/:id/statuses
    POST                /api/v1/accounts/:id/unblock
    POST                /api/v1/accounts/:id/unfollow
    POST                /api/v1/accounts/:id/unmute
    POST                /api/v1/accounts/:id/unpin
    GET                 /api/v1/accounts/familiar_followers
    GET                 /api/v1/accounts/lookup
    GET                 /api/v1/accounts/relationships
    GET                 /api/v1/accounts/search
    PATCH               /api/v1/accounts/update_credentials
    GET                 /api/v1/accounts/verify_credentials
    GET                 /api/v1/announcements
    POST                /api/v1/announcements/:id/dismiss
    POST                /api/v1/apps
    GET                 /api/v1/apps/verify_credentials
    GET                 /api/v1/blocks
    GET                 /api/v1/bookmarks
    GET                 /api/v1/conversations
    DELETE              /api/v1/conversations/:id
    POST                /api/v1/conversations/:id/read
    GET                 /api/v1/custom_emojis
    GET                 /api/v1/directory
    DELETE,GET,POST     /api/v1/domain_blocks
    GET                 /api/v1/endorsements
    GET                 /api/v1/favourites
    GET,POST            /api/v1/filters
    DELETE,GET,PUT      /api/v1/filters/:id
    GET                 /api/v1/follow_requests
    POST                /api/v1/follow_requests/:id/authorize
    POST                /api/v1/follow_requests/:id/reject
    GET                 /api/v1/instance
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
    POST                /api/v1/notifications/:id/dismiss
    POST                /api/v1/notifications/clear
    GET                 /api/v1/polls/:id
    POST                /api/v1/polls/:id/votes
    GET                 /api/v1/preferences
    DELETE,GET,POST,PUT /api/v1/push/subscription
    POST                /api/v1/reports
    GET                 /api/v1/scheduled_statuses
    DELETE,GET,PUT      /api/v1/scheduled_statuses/:id
    GET                 /api/v1/search
    GET,POST            /api/v1/statuses
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
    GET                 /api/v1/suggestions
    DELETE              /api/v1/suggestions/:id
    GET                 /api/v1/timelines/direct
    GET                 /api/v1/timelines/home
    GET                 /api/v1/timelines/list/:id
    GET                 /api/v1/timelines/public
    GET                 /api/v1/timelines/tag/:name
    GET                 /api/v1/trends
    GET                 /api/v2/instance
    POST                /api/v2/media
    GET                 /api/v2/search
    GET                 /api/v2/suggestions
""")
# Source: https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/web/controller_helper.ex
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
            "/api/v1/favourites /api/v1/follow_requests /api/v1/mutes"
        ),
        "always",
    ),
)
_MISSING = Reply(404, {"error": "Not implemented"})
# Source: https://docs.pleroma.social/backend/development/API/differences_in_mastoapi_responses/
_STATUS: dict[str, Any] = {
    "pleroma": {"local": True, "conversation_id": 1, "spoiler_text": {"text/plain": ""}, "emoji_reactions": []}
}
_ACCOUNT: dict[str, Any] = {"pleroma": {"is_admin": False, "is_moderator": False, "tags": [], "relationship": {}}}
_INSTANCE: dict[str, Any] = {
    "version": VERSION,
    "pleroma": {
        "metadata": {
            "features": ["pleroma_api", "mastodon_api", "mastodon_api_streaming"],
            "post_formats": ["text/plain", "text/html", "text/markdown", "text/bbcode"],
            "federation": {"enabled": True, "mrf_simple_info": {"reject": {"spam.example": {"reason": "spam"}}}},
        },
        "stats": {"mau": 3},
    },
}


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if path == "/oauth/token":
        return Reply(400, {"error": message or "Invalid credentials"})
    if status == 401:
        return Reply(403, {"error": "Invalid credentials."})
    if status >= 500:
        return Reply(status, {"errors": {"detail": "Internal server error"}})
    return Reply(status, {"error": message or "Something went wrong"})


FAMILY = Family(
    ids=Flakes(),
    calls=_CALLS,
    lacks=_MISSING,
    wrong_method=_MISSING,
    error=_error,
    links=_LINKS,
    fields={
        "account": Fields(drop=names("indexable noindex memorial hide_collections roles"), add=_ACCOUNT),
        "status": Fields(drop=names("filtered quote quote_approval quotes_count tagged_collections"), add=_STATUS),
        "instance_v1": Fields(drop=names("configuration rules"), add={**_INSTANCE, "max_toot_chars": 5_000}),
        "instance_v2": Fields(
            drop=names("api_versions icon"),
            add={**_INSTANCE, "source_url": "https://git.pleroma.social/pleroma/pleroma"},
        ),
    },
    nodeinfo=NodeInfo(
        software={"name": "pleroma", "version": "2.7.0"},
        documents={"/nodeinfo/2.0.json": "2.0", "/nodeinfo/2.1.json": "2.1"},
        metadata=_INSTANCE["pleroma"]["metadata"],
    ),
    websocket=True,
    wire=PleromaStreams,
    streaming=_MISSING,
)
