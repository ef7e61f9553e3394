"""Pages of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.serializers.serializer import serializer_of


async def account_page(request: Request, sql: str, values: Mapping[str, Any], column: str) -> Response:
    """Answer with one page of accounts.

    Args:
        request: the request, whose parameters have the cursor.
        sql: a query for `page_rows` that selects the cursor id as `id`, and `account_id`.
        values: its named values.
        column: the column with the cursor ids.
    """
    params = await params_of(request)
    cursor = Cursor.of(params, 40, min_id=False)
    rows = page_rows(store_of(request), sql, values, cursor, column)
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer(serializer_of(request).accounts(row["account_id"] for row in rows), headers=headers)
