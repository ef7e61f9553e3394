"""What the sandbox answers otherwise than the recorded server of a family, and why."""

from __future__ import annotations

_LONG = "the length of posts is that of the sandbox"
_SOURCE = "the sandbox does not give the source with the status"
DIFFERENCES: dict[str, dict[str, str]] = {
    "gotosocial": {
        "GET /api/v1/accounts/lookup?acct: 404 is 200": "nobody is called bob on the recorded server",
        "account.avatar_media_id is missing": "the sandbox does not keep avatars with uploads",
        "application.created_at is missing": "the sandbox does not know when",
        "media.meta.focus is missing": "Mastodon has it only where it was set",
        "status.content_type is missing": _SOURCE,
        "status.text is missing": _SOURCE,
    },
    "takahe": {},
    "hollo": {},
    "snac": {
        "POST /api/v1/statuses#too_long: 200 is 422": _LONG,
        "POST /api/v2/media#not_an_image: 200 is 422": "the sandbox looks into files",
        "status.text is missing": _SOURCE,
    },
}
"""Reasons by family and difference. A new one needs a reason; one that is gone is taken out."""
