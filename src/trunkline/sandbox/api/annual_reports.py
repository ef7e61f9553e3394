"""`/api/v1/annual_reports`: summaries of the viewer's year, made in the background."""

from __future__ import annotations

import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.rules.annual_reports import SCHEMA_VERSION, current_campaign, is_eligible, report_data
from trunkline.sandbox.rules.async_refreshes import refresh_header, start_refresh
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row

_PATH = "/api/v1/annual_reports"
_OWN = "SELECT * FROM annual_reports WHERE account_id = ?"
_AVAILABLE = f"{_OWN} AND available_at <= ?"


@requires("read:accounts")
async def index(request: Request) -> Response:
    """GET /api/v1/annual_reports: those that the viewer has not read."""
    store = store_of(request)
    values = (viewer_of(request).account_id, store.now())
    return _shown(request, store.rows(f"{_AVAILABLE} AND NOT viewed ORDER BY year", values))


@requires("read:accounts")
async def show(request: Request) -> Response:
    """GET /api/v1/annual_reports/:year."""
    return _shown(request, [_report(request)])


def _report(request: Request) -> Row:
    store = store_of(request)
    values = (viewer_of(request).account_id, store.now(), path_id(request, "year"))
    return require_row(store, f"{_AVAILABLE} AND year = ?", values)


def _shown(request: Request, rows: Sequence[Row]) -> Response:
    """Answer with the WrappedAnnualReports entity. The sandbox has no public pages of reports."""
    serializer = serializer_of(request)
    reports = [
        {
            "year": row["year"],
            "data": json.loads(row["data"]),
            "schema_version": SCHEMA_VERSION,
            "share_url": None,
            "account_id": str(row["account_id"]),
        }
        for row in rows
    ]
    named = dict.fromkeys(row["account_id"] for row in rows)
    best = [report["data"]["top_statuses"]["by_reblogs"] for report in reports]
    statuses = serializer.statuses(int(status_id) for status_id in best if status_id is not None)
    return answer({"annual_reports": reports, "accounts": serializer.accounts(named), "statuses": statuses})


@requires("read:accounts")
async def state(request: Request) -> Response:
    """GET /api/v1/annual_reports/:year/state: `available`, `generating`, `eligible` or `ineligible`."""
    store, viewer_id, year = store_of(request), viewer_of(request).account_id, path_id(request, "year")
    row = store.row(f"{_OWN} AND year = ?", (viewer_id, year))
    if row is None:
        return answer({"state": "eligible" if is_eligible(store, viewer_id, year) else "ineligible"})
    if row["available_at"] <= store.now():
        return answer({"state": "available"})
    return answer({"state": "generating"}, headers=refresh_header(row["refresh_id"]))


@requires("write:accounts")
async def generate(request: Request) -> Response:
    """POST /api/v1/annual_reports/:year/generate: outside of the season nothing happens."""
    store, viewer_id, year = store_of(request), viewer_of(request).account_id, path_id(request, "year")
    if year != current_campaign(store):
        return Response(status_code=204)
    row = store.row(f"{_OWN} AND year = ?", (viewer_id, year))
    if row is None:
        with store.transaction():
            refresh = start_refresh(store)
            values = {
                "account_id": viewer_id,
                "year": year,
                "data": json.dumps(report_data(store, viewer_id, year)),
                "refresh_id": refresh["id"],
                "available_at": refresh["finished_at"],
            }
            store.insert("annual_reports", values)
        return answer({}, headers=refresh_header(refresh["id"]))
    if row["available_at"] <= store.now():
        return Response(status_code=204)
    return answer({}, headers=refresh_header(row["refresh_id"]))


@requires("write:accounts")
async def read(request: Request) -> Response:
    """POST /api/v1/annual_reports/:year/read."""
    row = _report(request)
    sql = "UPDATE annual_reports SET viewed = 1 WHERE account_id = ? AND year = ?"
    store_of(request).execute(sql, (row["account_id"], row["year"]))
    return empty()


routes = [
    Route(_PATH, index, methods=["GET"]),
    Route(f"{_PATH}/{{year}}", show, methods=["GET"]),
    Route(f"{_PATH}/{{year}}/state", state, methods=["GET"]),
    Route(f"{_PATH}/{{year}}/generate", generate, methods=["POST"]),
    Route(f"{_PATH}/{{year}}/read", read, methods=["POST"]),
]
