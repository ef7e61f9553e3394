"""Endpoints that list, show and delete the rows of one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.store.database import Row, Store

# Serializer of a row.
Shown = Callable[[Store, Row], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AdminTable:
    """Admin endpoints of one table.

    Attributes:
        name: last segment of the path, and of the scopes.
        table: name of the SQL table.
        permission: right that the moderator's role needs.
        shown: serializer of a row.
        largest_limit: largest page size.
        before_delete: called in the transaction that deletes a row.
    """

    name: str
    table: str
    permission: Permission
    shown: Shown
    largest_limit: int = 200
    before_delete: Callable[[Store, Row], None] | None = None

    @property
    def path(self) -> str:
        """Path of the endpoints."""
        return f"/api/v1/admin/{self.name}"

    @property
    def read(self) -> str:
        """Scope of the reading endpoints."""
        return f"admin:read:{self.name}"

    @property
    def write(self) -> str:
        """Scope of the writing endpoints."""
        return f"admin:write:{self.name}"

    def row(self, store: Store, row_id: int) -> Row:
        """Return one row; 404 if there is none."""
        return require_row(store, f"SELECT * FROM {self.table} WHERE id = ?", (row_id,))

    def find(self, request: Request) -> Row:
        """Return the row in the path of a request; 404 if there is none."""
        return self.row(store_of(request), path_id(request))

    def answer(self, request: Request, row_id: int) -> Response:
        """Answer with one row."""
        store = store_of(request)
        return answer(self.shown(store, self.row(store, row_id)))

    def routes(self) -> list[Route]:
        """Build the routes that list, show and delete rows."""

        @moderates(self.read, self.permission)
        async def index(request: Request) -> Response:
            params, store = await params_of(request), store_of(request)
            cursor = Cursor.of(params, 100, largest=self.largest_limit)
            rows = page_rows(store, f"SELECT * FROM {self.table} t WHERE {{page}}", {}, cursor, "t.id")
            headers = link_header(request, params, cursor, [row["id"] for row in rows])
            return answer([self.shown(store, row) for row in rows], headers=headers)

        @moderates(self.read, self.permission, self.find)
        async def show(request: Request) -> Response:
            return self.answer(request, path_id(request))

        @moderates(self.write, self.permission, self.find)
        async def delete(request: Request) -> Response:
            store, row = store_of(request), self.find(request)
            with store.transaction():
                if self.before_delete is not None:
                    self.before_delete(store, row)
                store.execute(f"DELETE FROM {self.table} WHERE id = ?", (row["id"],))
            return empty()

        return [
            Route(self.path, index, methods=["GET"]),
            Route(f"{self.path}/{{id}}", show, methods=["GET"]),
            Route(f"{self.path}/{{id}}", delete, methods=["DELETE"]),
        ]
