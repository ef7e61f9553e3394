"""Hollo, version 0.6."""

from __future__ import annotations

from collections.abc import Mapping
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
from trunkline.sandbox.likes.uuids import Uuids

VERSION = "0.6.20"
# Source: https://github.com/fedify-dev/hollo/tree/0.6.9/src/api and recorded answers
_CALLS = Calls("""
    GET            /.well-known/host-meta
    GET            /.well-known/nodeinfo
    GET            /.well-known/webfinger
    GET            /.well-known/oauth-authorization-server
    GET            /robots.txt
    POST           /oauth/token
    GET,POST       /oauth/userinfo
    GET            /api/v1/accounts/verify_credentials
    PATCH          /api/v1/accounts/update_credentials
    GET            /api/v1/accounts/relationships
    GET            /api/v1/accounts/lookup
    GET            /api/v1/accounts/search
    GET            /api/v1/accounts/familiar_followers
    GET            /api/v1/accounts/:id
    GET            /api/v1/accounts/:id/statuses
    POST           /api/v1/accounts/:id/follow
    POST           /api/v1/accounts/:id/unfollow
    GET            /api/v1/accounts/:id/followers
    GET            /api/v1/accounts/:id/following
    GET            /api/v1/accounts/:id/lists
    POST           /api/v1/accounts/:id/mute
    POST           /api/v1/accounts/:id/unmute
    POST           /api/v1/accounts/:id/block
    POST           /api/v1/accounts/:id/unblock
    GET            /api/v1/announcements
    POST           /api/v1/apps
    GET            /api/v1/apps/verify_credentials
    GET            /api/v1/blocks
    GET            /api/v1/bookmarks
    GET            /api/v1/custom_emojis
    GET            /api/v1/favourites
    GET,POST       /api/v1/featured_tags
    DELETE         /api/v1/featured_tags/:id
    GET            /api/v1/follow_requests
    POST           /api/v1/follow_requests/:id/authorize
    POST           /api/v1/follow_requests/:id/reject
    GET            /api/v1/followed_tags
    GET            /api/v1/instance
    GET,POST       /api/v1/lists
    GET,PUT,DELETE /api/v1/lists/:id
    GET,POST,DELETE /api/v1/lists/:id/accounts
    GET,POST       /api/v1/markers
    POST           /api/v1/media
    GET,PUT        /api/v1/media/:id
    GET            /api/v1/mutes
    GET            /api/v1/notifications
    GET            /api/v1/polls/:id
    POST           /api/v1/polls/:id/votes
    GET            /api/v1/preferences
    POST           /api/v1/reports
    POST           /api/v1/statuses
    GET,PUT,DELETE /api/v1/statuses/:id
    GET            /api/v1/statuses/:id/context
    GET            /api/v1/statuses/:id/source
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
    GET            /api/v1/tags/:name
    POST           /api/v1/tags/:name/follow
    POST           /api/v1/tags/:name/unfollow
    GET            /api/v1/timelines/home
    GET            /api/v1/timelines/list/:id
    GET            /api/v1/timelines/public
    GET            /api/v1/timelines/tag/:name
    GET            /api/v2/instance
    POST           /api/v2/media
    GET            /api/v2/search
""")
_OPEN = Calls("""
    GET  /api/v1/accounts/lookup
    GET  /api/v1/accounts/:id
    GET  /api/v1/accounts/:id/followers
    GET  /api/v1/accounts/:id/following
    GET  /api/v1/announcements
    POST /api/v1/apps
    GET  /api/v1/custom_emojis
    GET  /api/v1/instance
    GET  /api/v2/instance
    GET  /api/v1/media/:id
    GET  /api/v1/statuses/:id
    GET  /api/v1/statuses/:id/context
""")
_TIMELINES = lists(
    "/api/v1/timelines/home /api/v1/timelines/list/:id /api/v1/timelines/public /api/v1/timelines/tag/:name"
)
_JSON_ONLY = Calls("""
    POST,PUT    /api/v1/statuses
    PUT         /api/v1/statuses/:id
    POST        /api/v1/accounts/:id/mute
    POST        /api/v1/featured_tags
    POST        /api/v1/lists
    PUT         /api/v1/lists/:id
    POST,DELETE /api/v1/lists/:id/accounts
    POST        /api/v1/markers
    POST        /api/v1/polls/:id/votes
    POST        /api/v1/reports
""")
_REQUIRED = (
    (Calls("POST /api/v1/lists\nPUT /api/v1/lists/:id"), "title"),
    (Calls("POST,DELETE /api/v1/lists/:id/accounts"), "account_ids"),
    (Calls("POST /api/v1/polls/:id/votes"), "choices"),
    (Calls("POST /api/v1/featured_tags"), "name"),
    (Calls("POST /api/v1/reports"), "account_id"),
)
_FLAGS = (
    (lists("/api/v1/accounts/:id/statuses"), names("only_media exclude_replies exclude_reblogs pinned")),
    (lists("/api/v1/accounts/search /api/v2/search"), names("resolve following")),
    (lists("/api/v1/timelines/public /api/v1/timelines/tag/:name"), names("local remote")),
    (Calls("PATCH /api/v1/accounts/update_credentials"), names("locked bot discoverable hide_collections indexable")),
)
"""Parameters that are an enumeration of two texts.

Source: https://github.com/fedify-dev/hollo/blob/main/src/api/v1/accounts.ts and timelines.ts beside it
"""
_FEATURES = {
    "feature_quote": True,
    "fedibird_capabilities": ["emoji_reaction", "enable_wide_emoji", "enable_wide_emoji_reaction"],
}
_STATUSES = "/api/v1/statuses"
_NOT_FOUND = Reply(404, "404 Not Found", "text/plain; charset=UTF-8")


def _issue(code: str, message: str, name: str, **more: Any) -> Reply:
    issue = {"code": code, **more, "message": message, "path": [name]}
    return Reply(400, {"success": False, "error": {"issues": [issue], "name": "ZodError"}})


def _check(method: str, path: str, parameters: Mapping[str, Any]) -> Reply | None:
    """Refuse parameters of another type than the schemas have."""
    for calls, name in _REQUIRED:
        if calls.has(method, path) and name not in parameters:
            kind = "array" if name.endswith("s") else "string"
            return _issue("invalid_type", "Required", name, expected=kind, received="undefined")
    for calls, flags in _FLAGS:
        wrong = next((name for name in flags if parameters.get(name, "true") not in ("true", "false")), None)
        if wrong is not None and calls.has(method, path):
            said = parameters[wrong]
            message = f"Invalid enum value. Expected 'true' | 'false', received '{said}'"
            return _issue("invalid_enum_value", message, wrong, received=said, options=["true", "false"])
    moment = parameters.get("scheduled_at") if (method, path) == ("POST", _STATUSES) else None
    if moment is not None and not str(moment).endswith("Z"):
        return _issue("invalid_string", "Invalid datetime", "scheduled_at", validation="datetime")
    return None


def _error(status: int, message: str, method: str, path: str) -> Reply:
    if status == 401:
        return Reply(401, {"error": "invalid_token" if message else "unauthorized"})
    return Reply(status, {"error": message or "Record not found"})


def _finish(kind: str, entity: dict[str, Any]) -> None:
    """Give an entity what depends on its other fields."""
    if kind == "status":
        entity.setdefault("pinned", False)
    elif kind == "account":
        entity.setdefault("moved", None)
        entity["last_status_at"] = None
    elif kind == "instance_v1":
        del entity["configuration"]["accounts"]
    elif kind == "instance_v2":
        del entity["configuration"]["urls"]


FAMILY = Family(
    ids=Uuids(),
    calls=_CALLS,
    open=_OPEN,
    lacks=_NOT_FOUND,
    wrong_method=_NOT_FOUND,
    error=_error,
    links=(
        Links(_TIMELINES, previous=None),
        Links(lists("/api/v1/accounts/:id/statuses"), previous=None, skips=True),
        Links(lists("/api/v1/favourites /api/v1/bookmarks"), previous=None, cursor="time", older="before"),
        Links(lists("/api/v1/notifications"), previous=None, cursor="time", older="older_than"),
    ),
    whole=lists(
        "/api/v1/accounts/:id/followers /api/v1/accounts/:id/following /api/v1/blocks /api/v1/follow_requests "
        "/api/v1/followed_tags /api/v1/lists/:id/accounts /api/v1/mutes /api/v1/statuses/:id/favourited_by "
        "/api/v1/statuses/:id/reblogged_by"
    ),
    fixed=((lists("/api/v1/announcements"), Reply(200, [])),),
    readings=(BodyReading(_JSON_ONLY, (JSON,)), BodyReading(Calls("POST /api/v1/apps"), (JSON, FORM, MULTIPART))),
    check=_check,
    ignores=((Calls("POST /api/v1/statuses"), frozenset({"scheduled_at"})),),
    min_id_is_since_id=True,
    posts_nothing=True,
    fields={
        "account": Fields(
            keep=names(
                "id username acct display_name locked bot created_at note url avatar avatar_static header "
                "header_static followers_count following_count statuses_count moved last_status_at emojis fields "
                "discoverable source"
            )
        ),
        "status": Fields(
            keep=names(
                "id created_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language uri "
                "url replies_count reblogs_count favourites_count favourited reblogged muted bookmarked pinned content "
                "reblog application account media_attachments mentions tags card emojis poll filtered"
            ),
            add={"quote_id": None, "quote": None, "emoji_reactions": []},
        ),
        "notification": Fields(keep=names("id type created_at account status")),
        "own_profile": Fields(keep=names("note fields privacy sensitive language follow_requests_count")),
        "relationship": Fields(drop=names("muting_expires_at")),
        "own_application": Fields(drop=names("vapid_key")),
        "oauth_server": Fields(drop=names("service_documentation")),
        "search": Fields(drop=names("collections")),
        ".accounts": Fields(keep=names("max_featured_tags max_pinned_statuses")),
        ".media_attachments": Fields(drop=names("description_limit")),
        ".configuration": Fields(drop=names("limited_federation timelines_access")),
        ".registrations": Fields(drop=names("min_age reason_required url")),
        "instance_v1": Fields(add={"version": VERSION, "urls": {}, "thumbnail": None, **_FEATURES}),
        "instance_v2": Fields(
            drop=names("api_versions icon thumbnail wrapstodon"),
            add={"version": VERSION, "source_url": "https://github.com/fedify-dev/hollo", **_FEATURES},
        ),
    },
    finish=_finish,
    nodeinfo=NodeInfo(software={"name": "hollo", "version": VERSION}, documents={"/nodeinfo/2.1": "2.1"}),
)
