"""The throttles of Mastodon: which requests they count, by which key, and how many they allow."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PAGING = frozenset({"page", "min_id", "max_id", "since_id"})
_MEDIA = re.compile(r"/api/v\d+/media/?")
_STATUS = re.compile(r"/api/v\d+/statuses/[^/]+/?")
_UNREBLOG = re.compile(r"/api/v\d+/statuses/[^/]+/unreblog/?")


@dataclass(frozen=True, slots=True)
class ThrottledRequest:
    """The parts of a request that throttles look at. `paging` is True if it asks for a page by id or number."""

    method: str
    path: str
    ip: str
    paging: bool = False
    token_id: int | None = None
    account_id: int | None = None

    @property
    def is_api(self) -> bool:
        """True for a request of the API, False for a page or a file."""
        return self.path.startswith("/api/")

    def posts_to(self, path: str) -> bool:
        """Return True for a POST to `path`."""
        return self.method == "POST" and self.path.rstrip("/") == path


def is_paging(parameters: dict[str, str]) -> bool:
    """Return True if the query's `parameters` ask for a page."""
    return any(parameters.get(name) for name in _PAGING)


@dataclass(frozen=True, slots=True)
class RequestThrottle:
    """At most `requests` in each window of `seconds`, counted separately for each value of `key`.

    Requests for which `key` returns `None` are not counted.
    """

    name: str
    requests: int
    seconds: int
    key: Callable[[ThrottledRequest], str | int | None]


def _by_ip(matches: Callable[[ThrottledRequest], bool]) -> Callable[[ThrottledRequest], str | None]:
    return lambda call: call.ip if matches(call) else None


def _by_account(matches: Callable[[ThrottledRequest], bool]) -> Callable[[ThrottledRequest], int | None]:
    return lambda call: call.account_id if matches(call) else None


def _posts_media(call: ThrottledRequest) -> bool:
    return call.method == "POST" and _MEDIA.fullmatch(call.path) is not None


def _removes_status(call: ThrottledRequest) -> bool:
    if call.method == "DELETE":
        return _STATUS.fullmatch(call.path) is not None
    return call.method == "POST" and _UNREBLOG.fullmatch(call.path) is not None


def _confirms_email(call: ThrottledRequest) -> bool:
    return call.posts_to("/api/v1/emails/confirmations")


# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/rack_attack.rb
THROTTLES = (
    RequestThrottle("authenticated_api", 1500, 300, _by_account(lambda call: call.is_api)),
    RequestThrottle("per_token_api", 300, 300, lambda call: call.token_id if call.is_api else None),
    RequestThrottle("unauthenticated_api", 300, 300, _by_ip(lambda call: call.is_api and call.account_id is None)),
    RequestThrottle("api_media", 30, 1800, _by_account(_posts_media)),
    RequestThrottle("api_sign_up", 5, 1800, _by_ip(lambda call: call.posts_to("/api/v1/accounts"))),
    RequestThrottle("authenticated_paging", 300, 900, _by_account(lambda call: call.paging)),
    RequestThrottle("unauthenticated_paging", 300, 900, _by_ip(lambda call: call.paging and call.account_id is None)),
    RequestThrottle("api_delete", 30, 1800, _by_account(_removes_status)),
    RequestThrottle("oauth_application_registrations/ip", 5, 600, _by_ip(lambda call: call.posts_to("/api/v1/apps"))),
    RequestThrottle("email_confirmations/ip", 25, 300, _by_ip(_confirms_email)),
    RequestThrottle("email_confirmations/email", 5, 1800, _by_account(_confirms_email)),
    RequestThrottle("login_attempts/ip", 25, 300, _by_ip(lambda call: call.posts_to("/auth/sign_in"))),
)


@dataclass(frozen=True, slots=True)
class RecordThrottle:
    """A limit on the records that an account creates, across endpoints.

    Attributes:
        name: Mastodon's name of the family.
        requests: records allowed in a window.
        seconds: length of the window.
        creates: method and path of the endpoints that create a record.
        edits: method and path of the endpoints that only report the state.
        newest: SQL whose value changes when the account has created a record.
    """

    name: str
    requests: int
    seconds: int
    creates: re.Pattern[str]
    edits: re.Pattern[str]
    newest: str


_NOTHING = re.compile(r"(?!)")
# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/rate_limiter.rb
FAMILIES = (
    RecordThrottle(
        "statuses",
        300,
        10_800,
        re.compile(r"POST /api/v1/statuses(/[^/]+/reblog)?/?"),
        re.compile(r"PUT /api/v1/statuses/[^/]+/?"),
        "SELECT max(id) FROM statuses WHERE account_id = ?1",
    ),
    RecordThrottle(
        "follows",
        400,
        86_400,
        re.compile(r"POST /api/v1/(accounts|tags)/[^/]+/follow/?"),
        _NOTHING,
        "SELECT coalesce((SELECT max(id) FROM follows WHERE account_id = ?1), 0)"
        " + coalesce((SELECT max(id) FROM follow_requests WHERE account_id = ?1), 0)"
        " + coalesce((SELECT max(id) FROM followed_tags WHERE account_id = ?1), 0)",
    ),
    RecordThrottle(
        "reports",
        400,
        86_400,
        re.compile(r"POST /api/v1/reports/?"),
        _NOTHING,
        "SELECT max(id) FROM reports WHERE account_id = ?1",
    ),
)
