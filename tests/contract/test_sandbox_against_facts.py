"""The sandbox and the client agree, though neither reads the other's facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

pytest.importorskip("starlette")

from starlette.testclient import TestClient

from trunkline.endpoints.limits import require_poll_within_limits, status_limits
from trunkline.entities import literals
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.oauth.scopes import DEFAULT_SCOPES, OUT_OF_BAND, VALID_SCOPES, expanded
from trunkline.protocol import throttles
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.sandbox import oauth
from trunkline.sandbox.actors import DEFAULT_SCOPES as SANDBOX_SCOPES
from trunkline.sandbox.api import lists, notification_policy
from trunkline.sandbox.api.admin import account_actions, domain_blocks, ip_blocks
from trunkline.sandbox.api.app import api_routes, create_app
from trunkline.sandbox.http.auth import AccessToken
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.http.throttles import FAMILIES, THROTTLES, ThrottledRequest
from trunkline.sandbox.live import streaming, streams
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.moderation import reporting
from trunkline.sandbox.oauth import app_validation
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.rules import drafts, filters, limits, notification_selection
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.web import invites
from trunkline.streaming.subscriptions import Subscription
from trunkline.text.limits import CHARACTERS, CHARACTERS_PER_URL

from .facts_types import facts
from .sandbox_differences import (
    ACTIONS_BEYOND,
    ENDPOINTS_LACKING,
    ROUTES_BEYOND,
    SEEDED_COLUMNS,
    THROTTLES_BEYOND,
    THROTTLES_OF_CLASSES,
)
from .tables import over

FACTS = facts("endpoints")
LIMITS = {limit.name: limit for limit in (*THROTTLES, *FAMILIES)}
CLASS_OF_THROTTLE = {name: kind for kind, names in THROTTLES_OF_CLASSES.items() for name in names}

# -- routes -----------------------------------------------------------------------------------------------------------


def without_names(endpoint: str) -> str:
    """An endpoint or route without the names of its path parameters, which the two sides choose freely."""
    return re.sub(r"\{[^}]*\}|\(\*any\)", "{}", endpoint)


def sandbox_routes() -> Iterator[str]:
    """Method and path of every route; the streams, which share one route, each by its own path."""
    for route in [*api_routes(), *oauth.routes, *streaming.routes(), *invites.routes]:
        path = getattr(route, "path", "").replace(":path}", "}")
        for method in sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD"}):
            yield f"{method} {path}"
    yield from (f"GET {STREAMING_PATH}/{path}" for path in streaming.STREAM_OF_PATH)


ROUTES = {without_names(route): route for route in sandbox_routes()}
ENDPOINTS = {without_names(endpoint): endpoint for endpoint in FACTS}


@over("route", sorted(ROUTES))
def test_every_route_is_an_endpoint(route: str) -> None:
    if route.startswith("PATCH ") and f"PUT {route[6:]}" in ENDPOINTS:
        return  # what is changed with PUT is changed with PATCH too, whether the documentation says so or not
    assert (route in ENDPOINTS) != (route in {without_names(name) for name in ROUTES_BEYOND})


@over("endpoint", sorted(ENDPOINTS))
def test_every_endpoint_has_a_route(endpoint: str) -> None:
    assert (endpoint in ROUTES) != (endpoint in {without_names(name) for name in ENDPOINTS_LACKING})


def test_listed_routes_and_endpoints_exist() -> None:
    assert {without_names(name) for name in ROUTES_BEYOND} <= set(ROUTES)
    assert set(ENDPOINTS_LACKING) <= set(FACTS)


@pytest.mark.parametrize(("path", "stream"), sorted(streaming.STREAM_OF_PATH.items()))
def test_streams_have_the_same_paths(path: str, stream: str) -> None:
    needs_argument = stream in {*streams.HASHTAG, "list"}
    subscription = Subscription.parse(f"{stream}:7" if needs_argument else stream)
    assert subscription.path.partition("?")[0] == f"{streaming.PATH}/{path}"
    assert subscription.channel == stream


# -- scopes -----------------------------------------------------------------------------------------------------------


def test_scopes_are_the_same() -> None:
    assert set(SUPPORTED) == VALID_SCOPES
    assert len(SUPPORTED) == len(set(SUPPORTED))


# `follow` stands for others only where an endpoint names it.
@pytest.mark.parametrize("scope", sorted({*SUPPORTED} - {"follow"}))
def test_scopes_grant_the_same(scope: str) -> None:
    token = AccessToken(1, None, None, frozenset({scope}))
    assert {other for other in SUPPORTED if token.allows(other)} == expanded([scope])


def test_defaults_of_oauth() -> None:
    assert tuple(SANDBOX_SCOPES.split()) == DEFAULT_SCOPES
    assert app_validation.OUT_OF_BAND == OUT_OF_BAND


# -- limits -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["v1", "v2"])
def instance(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """What the sandbox says of itself, in both versions."""
    store = Store()
    with TestClient(create_app(store, Hub(), ServerSite("http://testserver", "testserver"))) as client:
        yield client.get(f"/api/{request.param}/instance").json()
    store.close()


def test_limits_of_statuses(instance: dict[str, Any]) -> None:
    assert limits.MAX_CHARACTERS == CHARACTERS
    assert status_limits(instance) == status_limits({}) == (CHARACTERS, CHARACTERS_PER_URL)


def poll(options: int, length: int, seconds: int) -> dict[str, Any]:
    """A poll with options of a certain length."""
    return {"options": [chr(97 + number) * length for number in range(options)], "expires_in": seconds}


def test_the_largest_poll_is_allowed(instance: dict[str, Any]) -> None:
    most = limits.MAX_POLL_OPTIONS, limits.MAX_POLL_OPTION_CHARACTERS
    for seconds in (limits.MIN_POLL_SECONDS, limits.MAX_POLL_SECONDS):
        require_poll_within_limits(poll(*most, seconds), instance)


@pytest.mark.parametrize(
    "refused",
    [
        poll(limits.MAX_POLL_OPTIONS + 1, 1, limits.MIN_POLL_SECONDS),
        poll(2, limits.MAX_POLL_OPTION_CHARACTERS + 1, limits.MIN_POLL_SECONDS),
        poll(2, 1, limits.MIN_POLL_SECONDS - 1),
        poll(2, 1, limits.MAX_POLL_SECONDS + 1),
    ],
)
def test_larger_polls_are_refused(instance: dict[str, Any], refused: dict[str, Any]) -> None:
    with pytest.raises(MastodonIllegalArgumentError):
        require_poll_within_limits(refused, instance)


# -- rate limits ------------------------------------------------------------------------------------------------------


def test_every_throttle_has_a_class_or_a_reason() -> None:
    assert set(THROTTLES_OF_CLASSES) == set(throttles.THROTTLES)
    assert set(CLASS_OF_THROTTLE) | set(THROTTLES_BEYOND) == set(LIMITS)
    assert not set(CLASS_OF_THROTTLE) & set(THROTTLES_BEYOND)


@pytest.mark.parametrize("name", sorted(CLASS_OF_THROTTLE))
def test_throttles_allow_the_same(name: str) -> None:
    limit = LIMITS[name]
    assert throttles.THROTTLES[CLASS_OF_THROTTLE[name]] == (limit.requests, limit.seconds)


def counted(method: str, path: str, *, paging: bool, anonymous: bool) -> set[str]:
    """The classes of the throttles that the sandbox applies to a request."""
    token = {} if anonymous else {"token_id": 1, "account_id": 2}
    request = ThrottledRequest(method, path, "192.0.2.1", paging, **token)
    names = {throttle.name for throttle in THROTTLES if throttle.key(request) is not None}
    if not anonymous:
        call = f"{method} {path}"
        names |= {family.name for family in FAMILIES if family.creates.fullmatch(call) or family.edits.fullmatch(call)}
    return {CLASS_OF_THROTTLE[name] for name in names - set(THROTTLES_BEYOND)}


@over("endpoint", sorted(FACTS))
def test_requests_are_counted_alike(endpoint: str) -> None:
    method, path = without_names(endpoint).replace("{}", "7").split(" ")
    if path.startswith(STREAMING_PATH) or not path.startswith("/api/"):
        assert throttles.classify(method, path) == ()
        return
    by_ip = {"app_registration", "sign_up"}
    for paging, target in ((False, path), (True, f"{path}?max_id=7")):
        classes = set(throttles.classify(method, target))
        assert counted(method, path, paging=paging, anonymous=False) == classes
        assert counted(method, path, paging=paging, anonymous=True) == classes & {"default", "paging", *by_ip}


# -- literals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "literal"),
    [
        (drafts.VISIBILITIES, literals.Visibility),
        (drafts.QUOTE_POLICIES, literals.QuotePolicy),
        (filters.CONTEXTS, literals.FilterContext),
        (filters.ACTIONS, literals.FilterAction),
        (lists.REPLIES_POLICIES, literals.RepliesPolicy),
        (notification_policy.VERDICTS, literals.NotificationPolicyAction),
        (reporting.CATEGORIES, literals.ReportCategory),
        (ip_blocks.SEVERITIES, literals.IpBlockSeverity),
        (domain_blocks.SEVERITIES, literals.AdminDomainBlockSeverity),
        ((*account_actions.ACTION_TYPES, *ACTIONS_BEYOND), literals.WarningAction),
    ],
)
def test_literals_are_the_same(values: Collection[str], literal: Any) -> None:
    assert set(values) == set(get_args(literal))
    assert len(values) == len(set(values))


def test_grouped_notifications_have_known_types() -> None:
    assert set(get_args(literals.NotificationType)) >= notification_selection.GROUPABLE


@pytest.fixture(scope="module")
def seeded() -> Iterator[Store]:
    """A store with a small community."""
    store = Store()
    populate(store, size=400, seed=1, now=datetime(2026, 3, 1, tzinfo=UTC))
    yield store
    store.close()


@pytest.mark.parametrize(("column", "literal"), SEEDED_COLUMNS.items())
def test_seeded_values_are_known(seeded: Store, column: str, literal: str) -> None:
    table, _, name = column.partition(".")
    found = set(seeded.column(f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL"))
    assert found
    assert found <= set(get_args(getattr(literals, literal)))
