"""Mastodon's throttles, and the classes of requests they count.

Sources: https://github.com/mastodon/mastodon/blob/main/config/initializers/rack_attack.rb, and for created records
https://github.com/mastodon/mastodon/blob/main/app/lib/rate_limiter.rb. The documentation lacks one of them:
300 *paged* requests in 15 minutes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl


class Throttle(NamedTuple):
    """A limit: number of requests in a window of seconds."""

    requests: int
    window: int


THROTTLES: Mapping[str, Throttle] = {
    "default": Throttle(300, 300),
    "paging": Throttle(300, 900),
    "media": Throttle(30, 1800),
    "delete": Throttle(30, 1800),
    "app_registration": Throttle(5, 600),
    "sign_up": Throttle(5, 1800),
    "email_confirmation": Throttle(5, 1800),
    "statuses": Throttle(300, 10800),
    "follows": Throttle(400, 86400),
    "reports": Throttle(400, 86400),
}
"""Throttles by class of requests. The last three count created records, not requests, so that only the server
knows the rest: they apply once a header has announced it."""

COUNTED_BY_SERVER = frozenset({"statuses", "follows", "reports"})
_PAGING = frozenset({"page", "min_id", "max_id", "since_id"})
_CLASSES = (
    ("POST", r"/api/v\d+/media", "media"),
    ("DELETE", r"/api/v1/statuses/[^/]+", "delete"),
    ("POST", r"/api/v1/statuses/[^/]+/unreblog", "delete"),
    ("POST", r"/api/v1/apps", "app_registration"),
    ("POST", r"/api/v1/accounts", "sign_up"),
    ("POST", r"/api/v1/emails/confirmations", "email_confirmation"),
    ("POST", r"/api/v1/statuses(/[^/]+/reblog)?", "statuses"),
    ("PUT", r"/api/v1/statuses/[^/]+", "statuses"),
    ("POST", r"/api/v1/(accounts|tags)/[^/]+/follow", "follows"),
    ("POST", r"/api/v1/reports", "reports"),
)


def classify(method: str, target: str) -> tuple[str, ...]:
    """Return the classes of a request, by its method and its path with the query."""
    path, _, query = target.partition("?")
    if not path.startswith("/api/") or path.startswith("/api/v1/streaming"):
        return ()
    classes = ["default"]
    if any(name in _PAGING for name, _ in parse_qsl(query)):
        classes.append("paging")
    classes += [name for verb, pattern, name in _CLASSES if verb == method and re.fullmatch(pattern, path.rstrip("/"))]
    return tuple(classes)
