"""`/api/v1/instance` and `/api/v2/instance`: description, limits and policies of the server."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, viewer_id_of
from trunkline.sandbox.http.context import base_of, domain_of, store_of
from trunkline.sandbox.http.deprecation import deprecated
from trunkline.sandbox.http.errors import not_found
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.media import kinds as media_types
from trunkline.sandbox.moderation import statistics
from trunkline.sandbox.rules import limits
from trunkline.sandbox.rules.annual_reports import current_campaign
from trunkline.sandbox.rules.domains import domain_digest, normalised_domain, public_domain
from trunkline.sandbox.rules.languages import language_names
from trunkline.sandbox.rules.vapid import vapid_public_key
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.server_rules import serialize_rules
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import API_VERSION, SOURCE_URL, VERSION, setting
from trunkline.sandbox.store.times import iso, iso_day
from trunkline.text.limits import CHARACTERS_PER_URL

_ICON_SIZES = (36, 48, 72, 96, 144, 192, 512)
_UNBLOCKED = "domain NOT IN (SELECT domain FROM server_domain_blocks)"
_COMMON_PRIVACY_POLICY = {
    "updated_at": "2022-10-07T00:00:00+00:00",
    "content": "<p>The sandbox keeps what you send it until it stops, or in the file that you named.</p>",
}
_ACCESS = {"local": "public", "remote": "public"}


@deprecated(date(2022, 11, 14))
async def show_v1(request: Request) -> Response:
    """GET /api/v1/instance."""
    store, base = store_of(request), base_of(request)
    description = setting(store, "description")
    return answer(
        {
            "uri": domain_of(request),
            "title": setting(store, "title"),
            "short_description": description,
            "description": description,
            "email": setting(store, "email"),
            "version": VERSION,
            "urls": {"streaming_api": _streaming(base)},
            "stats": {
                "user_count": statistics.users(store),
                "status_count": statistics.local_statuses(store),
                "domain_count": store.value("SELECT count(*) FROM peers"),
            },
            "thumbnail": f"{base}/packs/images/preview.png",
            "languages": setting(store, "languages"),
            "registrations": True,
            "approval_required": False,
            "invites_enabled": True,
            "configuration": _configuration_v1(),
            "contact_account": _contact(request),
            "rules": serialize_rules(store),
        },
    )


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/instance_serializer.rb
async def show_v2(request: Request) -> Response:
    """GET /api/v2/instance."""
    store, base = store_of(request), base_of(request)
    return answer(
        {
            "domain": domain_of(request),
            "title": setting(store, "title"),
            "version": VERSION,
            "source_url": SOURCE_URL,
            "description": setting(store, "description"),
            "usage": {"users": {"active_month": statistics.active_users(store, 30)}},
            "thumbnail": _thumbnail(base),
            "icon": [
                {"src": f"{base}/packs/icons/android-chrome-{size}x{size}.png", "size": f"{size}x{size}"}
                for size in _ICON_SIZES
            ],
            "languages": setting(store, "languages"),
            "configuration": _configuration(store, base),
            "registrations": _registrations(),
            "api_versions": {"mastodon": API_VERSION},
            "wrapstodon": current_campaign(store),
            "contact": {"email": setting(store, "email"), "account": _contact(request)},
            "rules": serialize_rules(store),
        }
    )


def _streaming(base: str) -> str:
    return base.replace("http", "ws", 1)


def _thumbnail(base: str) -> dict[str, Any]:
    url = f"{base}/packs/images/preview.png"
    return {
        "url": url,
        "blurhash": "U#FFh8ofD*ai%7j[a#juIaaz%LoeoPfRj=fQ",
        "versions": {"@1x": url, "@2x": url},
        "description": "A pale disc on a purple ground.",
    }


def _registrations() -> dict[str, Any]:
    return {
        "enabled": True,
        "approval_required": False,
        "reason_required": False,
        "message": None,
        "min_age": None,
        "url": None,
    }


def _configuration(store: Store, base: str) -> dict[str, Any]:
    return {
        "urls": {
            "streaming": _streaming(base),
            "status": None,
            "about": f"{base}/about",
            "privacy_policy": f"{base}/privacy-policy",
            "terms_of_service": f"{base}/terms-of-service",
        },
        "vapid": {"public_key": vapid_public_key(store)},
        "accounts": {
            "max_display_name_length": limits.MAX_DISPLAY_NAME,
            "max_note_length": limits.MAX_NOTE,
            "max_avatar_description_length": 150,
            "max_header_description_length": 150,
            "max_featured_tags": limits.MAX_FEATURED_TAGS,
            "max_pinned_statuses": limits.MAX_PINNED_STATUSES,
            "max_profile_fields": limits.MAX_PROFILE_FIELDS,
            "profile_field_name_limit": limits.MAX_FIELD_CHARACTERS,
            "profile_field_value_limit": limits.MAX_FIELD_CHARACTERS,
        },
        "statuses": _statuses_configuration(),
        "media_attachments": {
            "description_limit": media_types.DESCRIPTION_LIMIT,
            **_media_configuration(),
        },
        "polls": _polls_configuration(),
        "translation": {"enabled": setting(store, "translation")},
        "timelines_access": {
            "live_feeds": _ACCESS,
            "hashtag_feeds": _ACCESS,
            "trending_link_feeds": _ACCESS,
        },
        "limited_federation": False,
    }


def _configuration_v1() -> dict[str, Any]:
    return {
        "accounts": {"max_featured_tags": limits.MAX_FEATURED_TAGS},
        "statuses": _statuses_configuration(),
        "media_attachments": _media_configuration(),
        "polls": _polls_configuration(),
    }


def _statuses_configuration() -> dict[str, int]:
    return {
        "max_characters": limits.MAX_CHARACTERS,
        "max_media_attachments": limits.MAX_MEDIA_ATTACHMENTS,
        "characters_reserved_per_url": CHARACTERS_PER_URL,
    }


def _media_configuration() -> dict[str, Any]:
    return {
        "supported_mime_types": media_types.SUPPORTED_TYPES,
        "image_size_limit": media_types.IMAGE_SIZE_LIMIT,
        "image_matrix_limit": media_types.IMAGE_MATRIX_LIMIT,
        "video_size_limit": media_types.VIDEO_SIZE_LIMIT,
        "video_frame_rate_limit": media_types.VIDEO_FRAME_RATE_LIMIT,
        "video_matrix_limit": media_types.VIDEO_MATRIX_LIMIT,
    }


def _polls_configuration() -> dict[str, int]:
    return {
        "max_options": limits.MAX_POLL_OPTIONS,
        "max_characters_per_option": limits.MAX_POLL_OPTION_CHARACTERS,
        "min_expiration": limits.MIN_POLL_SECONDS,
        "max_expiration": limits.MAX_POLL_SECONDS,
    }


def _contact(request: Request) -> dict[str, Any] | None:
    store = store_of(request)
    account_id = store.value(
        "SELECT id FROM accounts WHERE lower(username) = ? AND domain IS NULL", (setting(store, "contact_username"),)
    )
    return None if account_id is None else serializer_of(request).account(account_id)


async def rules(request: Request) -> Response:
    """GET /api/v1/instance/rules."""
    return answer(serialize_rules(store_of(request)))


async def peers(request: Request) -> Response:
    """GET /api/v1/instance/peers."""
    return answer(store_of(request).column(f"SELECT domain FROM peers WHERE {_UNBLOCKED} ORDER BY domain"))


async def search_peers(request: Request) -> Response:
    """GET /api/v1/peers/search: known domains that begin with `q`; null without `q`."""
    text = (await params_of(request)).text("q")
    if text is None:
        return answer(None)
    sql = f"SELECT domain FROM peers WHERE substr(domain, 1, length(?1)) = ?1 AND {_UNBLOCKED} ORDER BY domain LIMIT 10"
    return answer(store_of(request).column(sql, (normalised_domain(text),)) if text.strip() else [])


async def activity(request: Request) -> Response:
    """GET /api/v1/instance/activity."""
    return answer(statistics.weekly_activity(store_of(request)))


@accepts()
async def domain_blocks(request: Request) -> Response:
    """GET /api/v1/instance/domain_blocks: as the owner chose, for everybody (`all`), for local users, or for nobody."""
    store = store_of(request)
    shown_to = setting(store, "show_domain_blocks")
    if shown_to != "all" and (shown_to != "users" or viewer_id_of(request) is None):
        return Response(status_code=404, headers={"Content-Type": "text/html"})
    rows = store.rows("SELECT * FROM server_domain_blocks WHERE severity <> 'noop' ORDER BY severity DESC, domain")
    return answer(
        [
            {
                "domain": public_domain(row),
                "digest": domain_digest(row["domain"]),
                "severity": row["severity"],
                "comment": row["public_comment"] or "",
            }
            for row in rows
        ]
    )


def _founded(store: Store) -> int:
    """Return the creation time of the oldest local account, which dates the server's texts."""
    first = store.value("SELECT min(created_at) FROM accounts WHERE domain IS NULL")
    return store.now() if first is None else int(first)


async def extended_description(request: Request) -> Response:
    """GET /api/v1/instance/extended_description: empty, and without a time, if the owner wrote none."""
    store = store_of(request)
    text = setting(store, "extended_description")
    return answer({"updated_at": None if text is None else iso(_founded(store)), "content": text or ""})


async def privacy_policy(request: Request) -> Response:
    """GET /api/v1/instance/privacy_policy: Mastodon comes with one, for owners who wrote none."""
    store = store_of(request)
    text = setting(store, "privacy_policy")
    return answer(_COMMON_PRIVACY_POLICY if text is None else {"updated_at": iso(_founded(store)), "content": text})


async def terms_of_service(request: Request) -> Response:
    """GET /api/v1/instance/terms_of_service, and the version of one date; 404 if the owner wrote none."""
    store = store_of(request)
    effective, text = iso_day(_founded(store)), setting(store, "terms_of_service")
    if text is None or request.path_params.get("date", effective) != effective:
        raise not_found()
    return answer({"effective_date": effective, "effective": True, "content": text, "succeeded_by": None})


async def languages(_request: Request) -> Response:
    """GET /api/v1/instance/languages."""
    return answer([{"code": code, "name": name} for code, name in language_names().items()])


routes = [
    Route("/api/v1/instance", show_v1, methods=["GET"]),
    Route("/api/v2/instance", show_v2, methods=["GET"]),
    Route("/api/v1/instance/rules", rules, methods=["GET"]),
    Route("/api/v1/instance/peers", peers, methods=["GET"]),
    Route("/api/v1/peers/search", search_peers, methods=["GET"]),
    Route("/api/v1/instance/activity", activity, methods=["GET"]),
    Route("/api/v1/instance/domain_blocks", domain_blocks, methods=["GET"]),
    Route("/api/v1/instance/extended_description", extended_description, methods=["GET"]),
    Route("/api/v1/instance/privacy_policy", privacy_policy, methods=["GET"]),
    Route("/api/v1/instance/terms_of_service", terms_of_service, methods=["GET"]),
    Route("/api/v1/instance/terms_of_service/{date}", terms_of_service, methods=["GET"]),
    Route("/api/v1/instance/languages", languages, methods=["GET"]),
]
