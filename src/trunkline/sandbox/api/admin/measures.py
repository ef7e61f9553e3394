"""`/api/v1/admin/measures`, `dimensions` and `retention`: figures of the dashboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.moderation.dimensions import DIMENSIONS, dimension_json
from trunkline.sandbox.moderation.measures import MEASURES, measure_json
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.moderation.retention import cohorts
from trunkline.sandbox.moderation.span import Span


@moderates("admin:read", Permission.VIEW_DASHBOARD)
async def measures(request: Request) -> Response:
    """POST /api/v1/admin/measures."""
    params, store = await params_of(request), store_of(request)
    span = Span.of(params)
    known = {key: measure.about for key, measure in MEASURES.items()}
    return answer([measure_json(store, key, about, span) for key, about in _asked(params, known)])


@moderates("admin:read", Permission.VIEW_DASHBOARD)
async def dimensions(request: Request) -> Response:
    """POST /api/v1/admin/dimensions."""
    params, store = await params_of(request), store_of(request)
    span, limit, here = Span.of(params), params.integer("limit"), {"here": domain_of(request)}
    asked = _asked(params, DIMENSIONS)
    return answer([dimension_json(store, key, {**about, **here}, span, limit) for key, about in asked])


def _asked(params: Params, known: Mapping[str, str | None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the known figures among `keys` with their own parameters.

    Figures that lack a required parameter are left out.
    """
    for key in dict.fromkeys(params.texts("keys")):
        about = known.get(key)
        if key in known and about is None:
            yield key, {}
        elif about is not None and (child := params.child(key)) is not None:
            yield key, {about: child.integer("id") if about == "id" else child.text("domain")}


@moderates("admin:read", Permission.VIEW_DASHBOARD)
async def retention(request: Request) -> Response:
    """POST /api/v1/admin/retention."""
    params = await params_of(request)
    frequency = "month" if params.text("frequency") == "month" else "day"
    return answer(cohorts(store_of(request), Span.of(params), frequency))


routes = [
    Route("/api/v1/admin/measures", measures, methods=["POST"]),
    Route("/api/v1/admin/dimensions", dimensions, methods=["POST"]),
    Route("/api/v1/admin/retention", retention, methods=["POST"]),
]
