"""Rows of the viewer."""

from __future__ import annotations

from starlette.requests import Request

from trunkline.sandbox.http.auth import viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.rules.lookup import require_own_row
from trunkline.sandbox.store.database import Row


def own_row(request: Request, table: str, name: str = "id") -> Row:
    """Return the row of `table` that the path names with the parameter `name`; 404 unless it is the viewer's."""
    return require_own_row(store_of(request), table, path_id(request, name), viewer_of(request).account_id)
