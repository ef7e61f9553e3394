"""Parameters that Mastodon takes and ignores: its answer is not what was asked for."""

from __future__ import annotations

import sys
import warnings
from typing import Any

from trunkline.errors import MastodonWarning
from trunkline.protocol.request import Request
from trunkline.protocol.versions import carried_names

_MAX_AND_SINCE = "paged by max_id and since_id alone"

IGNORED = (
    ("/api/v2/notifications", "", ("account_id",), "documented, but not read by notifications in groups"),
    ("/api/v2/notifications/unread_count", "", ("account_id",), "as above"),
    ("/api/v1/accounts/", "/followers", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/accounts/", "/following", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/lists/", "/accounts", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/blocks", "", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/domain_blocks", "", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/follow_requests", "", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/mutes", "", ("min_id",), _MAX_AND_SINCE),
    ("/api/v1/timelines/home", "", ("only_media", "remote"), "read by the public timelines alone"),
    ("/api/v1/timelines/list/", "*", ("only_media", "local", "remote"), "read by the public timelines alone"),
    ("/api/v1/timelines/link", "", ("only_media", "local", "remote"), "read by the public timelines alone"),
)
"""Beginning and end of a path (``*``: any), names of parameters that Mastodon 4.7 does not read there, and why.

Compared with the controllers in https://github.com/mastodon/mastodon/tree/main/app/controllers/api
"""


def ignored_parameters(request: Request[Any]) -> list[str]:
    """Return the names of the parameters of a request that Mastodon ignores."""
    if request.method != "GET" or not request.params:
        return []
    path = request.path.partition("?")[0]
    names = [name for start, end, ignored, _ in IGNORED if _is_between(path, start, end) for name in ignored]
    return [name for name in names if name in carried_names(request)] if names else []


def _is_between(path: str, start: str, end: str) -> bool:
    if end == "":
        return path == start
    return path.startswith(start) and (end == "*" or path.endswith(end))


def warn_of(names: list[str], request: Request[Any]) -> None:
    """Warn of ignored parameters at the line that made the call."""
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).startswith("trunkline."):
        frame, level = frame.f_back, level + 1
    call = request.facts.name if request.facts is not None else request.path
    message = f"Mastodon ignores {' and '.join(names)} of {call}: the answer is as without."
    warnings.warn(message, MastodonWarning, stacklevel=level)
