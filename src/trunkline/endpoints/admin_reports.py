"""Moderation of reports."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, given, id_list, optional_id
from trunkline.entities import AdminReport, ReportCategory
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class AdminReports:
    """Calls for working through reports as a moderator."""

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
        """Reports, newest first; the open ones unless asked otherwise.

        Args:
            resolved: those that are settled, instead of the open ones.
            account_id: those made by this account.
            target_account_id: those about this account.
            max_id: only reports older than this one.
            min_id: the page of reports immediately newer than this one.
            since_id: only reports newer than this one.
            limit: reports a page, 100 unless given, at most 200.
            unresolved: say outright that only open ones are wanted.
        """
        params = {
            "resolved": given(resolved),
            "unresolved": given(unresolved),
            "account_id": optional_id(account_id),
            "target_account_id": optional_id(target_account_id),
            **cursors(max_id, min_id, since_id, limit),
        }
        return paged("/api/v1/admin/reports", AdminReport, params)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:read:reports")
    def admin_report(self, id: IdLike) -> Request[AdminReport]:
        """One report.

        Args:
            id: the report.
        """
        return Request("GET", _path(id), AdminReport)

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_update(
        self, id: IdLike, category: ReportCategory | None = None, rule_ids: Iterable[IdLike] | None = None
    ) -> Request[AdminReport]:
        """File a report under another heading.

        Args:
            id: the report.
            category: ``"spam"``, ``"legal"``, ``"violation"`` or ``"other"``.
            rule_ids: with ``"violation"``: the rules of the server that were broken.
        """
        form = {"category": category, "rule_ids": None if rule_ids is None else id_list(rule_ids)}
        return Request("PUT", _path(id), AdminReport, form=form)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_assign(self, id: IdLike) -> Request[AdminReport]:
        """Take a report on yourself.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/assign_to_self", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_unassign(self, id: IdLike) -> Request[AdminReport]:
        """Give a report back, for others to take.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/unassign", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_resolve(self, id: IdLike) -> Request[AdminReport]:
        """Mark a report as settled.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/resolve", AdminReport)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:reports")
    def admin_report_reopen(self, id: IdLike) -> Request[AdminReport]:
        """Open a settled report again.

        Args:
            id: the report.
        """
        return Request("POST", f"{_path(id)}/reopen", AdminReport)


def _path(id: IdLike) -> str:
    return f"/api/v1/admin/reports/{segment(id)}"
