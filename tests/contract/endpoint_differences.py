"""Differences between the endpoints and the API's catalogue, with reasons."""

from __future__ import annotations

from typing import Any

import trunkline.entities as e
from trunkline.answers.entity import EmptyResponse

ALPHA = "the path of a pre-release; its successor without alpha is described"
STREAM = "a stream, not a request with an answer: `trunkline.streaming` has it"

NOT_CALLS: dict[str, str] = {
    **{
        f"{call}": ALPHA
        for call in (
            "DELETE /api/v1_alpha/collections/{collection_id}/items/{id}",
            "DELETE /api/v1_alpha/collections/{id}",
            "GET /api/v1_alpha/accounts/{account_id}/collections",
            "GET /api/v1_alpha/accounts/{account_id}/in_collections",
            "GET /api/v1_alpha/collections/{id}",
            "PATCH /api/v1_alpha/collections/{id}",
            "POST /api/v1_alpha/collections",
            "POST /api/v1_alpha/collections/{collection_id}/items",
            "POST /api/v1_alpha/collections/{collection_id}/items/{id}/revoke",
            "GET /api/v2_alpha/notifications",
            "GET /api/v2_alpha/notifications/unread_count",
            "GET /api/v2_alpha/notifications/{group_key}",
            "POST /api/v2_alpha/notifications/{group_key}/dismiss",
        )
    },
    **{
        f"GET /api/v1/streaming{path}": STREAM
        for path in (
            "",
            "/(*any)",
            "/direct",
            "/hashtag",
            "/hashtag/local",
            "/list",
            "/public",
            "/public/local",
            "/public/remote",
            "/user",
            "/user/notification",
        )
    },
    "GET /api/v1/streaming/health": "asked of the streaming server, which may be another, by `stream_healthy`",
    "GET /oauth/authorize": "a page for a person's browser; `auth_request_url` makes its address",
    "POST /oauth/userinfo": "the same as GET, which `oauth_userinfo` sends",
    "POST /api/v1/apps": "sent by `create_app`, which is called on the class",
}
"""Endpoints of the catalogue that no endpoint of the client describes."""

NAMES: dict[str, tuple[str, str]] = {
    "GET /api/v1/admin/domain_blocks/{id}": ("admin_domain_block", "one method for one result; the old name works too"),
    "GET /api/v1/donation_campaigns": ("donation_campaigns", "a new name; a flow, because there may be no answer"),
}
"""Endpoints that another method describes than the catalogue names."""

BESIDES: dict[str, str] = {
    "admin_domain_blocks": "with an id it is admin_domain_block, for existing programs",
    "timeline": "reads each of the timelines by its name",
}
"""Methods that describe what others do too."""

WITHOUT_REQUEST: dict[str, str] = {
    "instance_nodeinfo": "NodeInfo is no part of Mastodon's API",
    "reports": "servers have nothing that it could call; it says so",
    "search_v1": "Mastodon removed it in 3.0.0; other software has it",
}
"""Methods that describe nothing of the catalogue."""

EMPTY = (EmptyResponse, "existing programs get an object without content")
ANSWERS: dict[str, tuple[Any, str]] = {
    "DELETE /api/v1/collections/{collection_id}/items/{id}": EMPTY,
    "DELETE /api/v1/collections/{id}": EMPTY,
    "GET /api/v1/annual_reports/{year}/state": (e.AnnualReportState, "a class stands for the object"),
    "GET /api/v1/donation_campaigns": (dict[str, Any], "another service says what is in it"),
    "GET /api/v1/notifications/requests/merged": (e.NotificationRequestsMerged, "a class stands for the object"),
    "GET /api/v1/notifications/unread_count": (e.UnreadNotificationsCount, "a class stands for the object"),
    "GET /api/v1_alpha/async_refreshes/{id}": (e.WrappedAsyncRefresh, "a class stands for the object"),
    "GET /api/v2/notifications/unread_count": (e.UnreadNotificationsCount, "a class stands for the object"),
    "GET /health": (str, "the catalogue has the form that old servers gave"),
    "GET /invite/{invite_code}": (e.Invite, "a class stands for the object"),
    "POST /api/v1/annual_reports/{year}/generate": EMPTY,
    "POST /api/v1/collections/{collection_id}/items/{id}/revoke": EMPTY,
}
"""Results of another type, with reasons."""

PAGINATION: dict[str, str] = {
    "GET /api/v2/search": "servers heed the offset only where one kind of result is asked for",
}
"""Endpoints whose pages are found otherwise."""

OLD_SIGNATURE = "existing programs may pass it; servers ignore it"
OTHER_SOFTWARE = "servers of other software read it, and existing programs pass it"
NOT_DATED = "the catalogue does not say since when"
DATED_ALERTS = [
    f"data[alerts][{name}]"
    for name in ("severed_relationships", "moderation_warning", "added_to_collection", "collection_update")
]
ALERTS_OF_ALL_TYPES = dict.fromkeys(
    [*DATED_ALERTS, "data[alerts][annual_report]"], "servers keep an alert of every type of notification"
)

PARAMETERS_BEYOND: dict[str, dict[str, str]] = {
    "GET /api/v1/follow_requests": {"min_id": OLD_SIGNATURE},
    "GET /api/v1/mutes": {"min_id": OLD_SIGNATURE},
    "GET /api/v1/timelines/home": {"only_media": OLD_SIGNATURE, "remote": OLD_SIGNATURE},
    "GET /api/v1/timelines/link": {"local": OLD_SIGNATURE, "only_media": OLD_SIGNATURE, "remote": OLD_SIGNATURE},
    "GET /api/v1/timelines/list/{list_id}": {
        "local": OLD_SIGNATURE,
        "only_media": OLD_SIGNATURE,
        "remote": OLD_SIGNATURE,
    },
    "POST /api/v1/statuses": {"content_type": OTHER_SOFTWARE, "quote_id": OTHER_SOFTWARE},
    "POST /api/v1/push/subscription": ALERTS_OF_ALL_TYPES,
    "POST /oauth/token": {
        "password": "for servers before 4.4.0 and of other software",
        "refresh_token": "for servers of other software, which let tokens expire",
        "username": "for servers before 4.4.0 and of other software",
    },
    "PUT /api/v1/push/subscription": {
        "data[alerts][quote]": "servers read the same alerts as when a subscription is made",
        "data[alerts][quoted_update]": "servers read the same alerts as when a subscription is made",
        **ALERTS_OF_ALL_TYPES,
    },
    "PUT /api/v1/statuses/{id}": {
        "content_type": OTHER_SOFTWARE,
        "media_attributes[][description]": "the catalogue does not name the parts",
        "media_attributes[][focus]": "the catalogue does not name the parts",
        "media_attributes[][id]": "the catalogue does not name the parts",
    },
}
"""Parameters that the catalogue does not have."""

PARAMETERS_LEFT_OUT: dict[str, dict[str, str]] = {
    "PUT /api/v1/push/subscription": {"policy": "documented, but servers read data[policy]"},
    "PUT /api/v1/statuses/{id}": {"media_attributes[]": "it is sent by its parts"},
}
"""Parameters that only the catalogue has."""

PARAMETERS_NOT_ALWAYS: dict[str, dict[str, str]] = {
    "PUT /api/v1/filters/{id}": {
        "context": "existing programs may leave it out; servers keep what is not sent",
        "phrase": "existing programs may leave it out; servers keep what is not sent",
    },
}
"""Parameters that the catalogue requires, and that a call may leave out."""

ONE_GROUP = "one version stands for all fields of the group"

PARAMETERS_SINCE: dict[str, dict[str, str]] = {
    "PATCH /api/v1/accounts/update_credentials": {
        "avatar_description": NOT_DATED,
        "header_description": NOT_DATED,
        "source[language]": ONE_GROUP,
        "source[quote_policy]": ONE_GROUP,
    },
    "PATCH /api/v1/notifications/policy": {"filter_bots": NOT_DATED},
    "PATCH /api/v2/notifications/policy": {"for_bots": NOT_DATED},
    "POST /api/v1/media": {"focus": "media_post asks newer servers for /api/v2/media, which always had it"},
    "POST /oauth/token": {"code_verifier": "servers that do not know it ignore it"},
    "POST /api/v1/push/subscription": dict.fromkeys(DATED_ALERTS, NOT_DATED),
    "PUT /api/v1/push/subscription": {
        **dict.fromkeys(DATED_ALERTS, NOT_DATED),
        "data[alerts][quote]": NOT_DATED,
        "data[alerts][quoted_update]": NOT_DATED,
        "data[policy]": NOT_DATED,
        "policy": "left out: servers read data[policy]",
    },
    "PUT /api/v1/statuses/{id}": {
        "media_attributes[]": NOT_DATED,
        "media_attributes[][description]": NOT_DATED,
        "media_attributes[][focus]": NOT_DATED,
        "media_attributes[][id]": NOT_DATED,
    },
}
"""Parameters with another version than the catalogue's."""

SCOPES: dict[str, str] = {}
"""Endpoints with other scopes."""

ANY_VERSION = "a flow that asks the server what it can do; no version is too old for it"

SINCE: dict[str, str] = {
    "GET /.well-known/oauth-authorization-server": ANY_VERSION,
    "POST /api/v2/media": "media_post falls back to /api/v1/media",
    "POST /oauth/revoke": ANY_VERSION,
    "POST /oauth/token": ANY_VERSION,
}
"""Endpoints with another first version."""

CHANGED: dict[str, str] = {
    "GET /.well-known/oauth-authorization-server": ANY_VERSION,
    "POST /api/v1/media": "media_post asks newer servers for /api/v2/media, and says when that changed",
    "POST /oauth/token": ANY_VERSION,
}
"""Endpoints with another version of their last change."""

DEPRECATED: dict[str, str] = {
    "POST /api/v1/media": "media_post asks newer servers for /api/v2/media",
}
"""Endpoints that are deprecated here or there only."""
