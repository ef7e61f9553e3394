"""Endpoints for the moderation of reports."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, given, id_list, queried_id
from trunkline.entities import AdminReport, ReportCategory
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class AdminReports:
    """Listing, assigning and resolving reports as a moderator."""

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:read:reports")
    def admin_reports(
        self,
        resolved: bool | None = False,
        account_id: IdLike | None = None,
        target_account_id: IdLike | None = None,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        unresolved: bool | None = None,
    ) -> Request[Page[AdminReport]]:
        """Return the reports, newest first; only open ones by default.

        Args:
            resolved: resolved reports instead of open ones.
            account_id: only reports by this account.
            target_account_id: only reports about this account.
            max_id: only reports older than this one.
            min_id: the page of reports immediately newer than this one.
            since_id: only reports newer than this one.
            limit: reports a page, 100 unless given, at most 200.
            unresolved: request open reports explicitly.
        """
        params = {
            "resolved": given(resolved),
            "unresolved": given(unresolved),
            "account_id": queried_id(account_id),
            "target_account_id": queried_id(target_account_id),
            **cursors(max_id, min_id, since_id, limit, "objects"),
        }
        return paged("/api/v1/admin/reports", AdminReport, params)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:read:reports")
    def admin_report(self, id: IdLike) -> Request[AdminReport]:
        """Return a report.

        Args:
            id: the report.
        """
        return Request("GET", _path(id), AdminReport)

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_update(
        self, id: IdLike, category: ReportCategory | None = None, rule_ids: Iterable[IdLike] | None = None
    ) -> Request[AdminReport]:
        """Change the category of a report.

        Args:
            id: the report.
            category: ``"spam"``, ``"legal"``, ``"violation"`` or ``"other"``.
            rule_ids: with ``"violation"``: the broken rules of the server.
        """
        form = {"category": category, "rule_ids": None if rule_ids is None else id_list(rule_ids)}
        return Request("PUT", _path(id), AdminReport, form=form)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_assign(self, id: IdLike) -> Request[AdminReport]:
        """Assign a report to yourself.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/assign_to_self", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_unassign(self, id: IdLike) -> Request[AdminReport]:
        """Remove the assignment of a report.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/unassign", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_resolve(self, id: IdLike) -> Request[AdminReport]:
        """Mark a report as resolved.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/resolve", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_reopen(self, id: IdLike) -> Request[AdminReport]:
        """Reopen a resolved report.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/reopen", AdminReport)


def _path(id: IdLike) -> str:
    return f"/api/v1/admin/reports/{segment(id)}"
