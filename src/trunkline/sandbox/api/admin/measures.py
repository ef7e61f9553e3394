"""`/api/v1/admin/measures`, `dimensions` and `retention`: figures of the dashboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import authorize
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.errors import missing_parameter
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.moderation.dimensions import DIMENSIONS, dimension_json
from trunkline.sandbox.moderation.measures import MEASURES, measure_json
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.retention import cohorts
from trunkline.sandbox.moderation.span import Span


# The controllers read the parameters before they ask for the right.
# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/admin/measures_controller.rb
@accepts("admin:read")
async def measures(request: Request) -> Response:
    """POST /api/v1/admin/measures."""
    params, store = await params_of(request), store_of(request)
    if not params.texts("keys", single=True):
        raise missing_parameter("keys")
    span = Span.of(params)
    asked = list(_asked(params, {key: measure.about for key, measure in MEASURES.items()}))
    authorize(request, Permission.VIEW_DASHBOARD)
    return answer([measure_json(store, key, about, span) for key, about in asked])


@accepts("admin:read")
async def dimensions(request: Request) -> Response:
    """POST /api/v1/admin/dimensions: nothing is required, and without a span its figures are empty."""
    params, store = await params_of(request), store_of(request)
    limit, here = params.integer("limit"), {"here": domain_of(request)}
    asked = list(_asked(params, DIMENSIONS))
    span = Span.maybe_of(params) if asked else None
    authorize(request, Permission.VIEW_DASHBOARD)
    return answer([dimension_json(store, key, {**about, **here}, span, limit) for key, about in asked])


def _asked(params: Params, known: Mapping[str, str | None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the known figures among `keys` with their own parameters.

    Raises:
        ApiError: a figure lacks its parameter.
    """
    for key in dict.fromkeys(params.texts("keys", single=True)):
        about = known.get(key)
        if key in known and about is None:
            yield key, {}
        elif about is not None:
            child = params.child(key)
            if not child:
                raise missing_parameter(key)
            yield key, {about: child.integer("id") if about == "id" else child.text("domain")}


@accepts("admin:read")
async def retention(request: Request) -> Response:
    """POST /api/v1/admin/retention."""
    params = await params_of(request)
    frequency = "month" if params.text("frequency") == "month" else "day"
    span = Span.of(params)
    authorize(request, Permission.VIEW_DASHBOARD)
    return answer(cohorts(store_of(request), span, frequency))


routes = [
    Route("/api/v1/admin/measures", measures, methods=["POST"]),
    Route("/api/v1/admin/dimensions", dimensions, methods=["POST"]),
    Route("/api/v1/admin/retention", retention, methods=["POST"]),
]
