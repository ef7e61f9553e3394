"""`/api/v1/accounts/:id/email_subscriptions`: subscribing to an account by e-mail, which servers have switched off."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import bodiless
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.rules.lookup import require_row


async def create(request: Request) -> Response:
    """POST /api/v1/accounts/:id/email_subscriptions: 404, with an error only where there is no such local account."""
    sql = "SELECT 1 FROM accounts WHERE id = ? AND domain IS NULL"
    require_row(store_of(request), sql, (path_id(request, "account_id"),))
    return bodiless(request, 404)


routes = [Route("/api/v1/accounts/{account_id}/email_subscriptions", create, methods=["POST"])]
