"""Endpoints for annual reports ("Wrapstodon")."""

from __future__ import annotations

from types import NoneType

from trunkline.answers.entity import EmptyResponse
from trunkline.entities import AnnualReportState, WrappedAnnualReports
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class AnnualReports:
    """Annual reports of your own account."""

    @endpoint(since="4.3.0", scopes="read:accounts")
    def annual_reports(self) -> Request[WrappedAnnualReports]:
        """Return the unread reports, with the accounts and statuses they mention."""
        return Request("GET", "/api/v1/annual_reports", WrappedAnnualReports)

    @endpoint(since="4.4.0", scopes="read:accounts")
    def annual_report(self, year: int) -> Request[WrappedAnnualReports]:
        """Return the report of a year, with the accounts and statuses it mentions.

        Args:
            year: the year.
        """
        return Request("GET", _path(year), WrappedAnnualReports)

    @endpoint(since="4.6.0", scopes="read:accounts")
    def annual_report_state(self, year: int) -> Request[AnnualReportState]:
        """Return the state of the report of a year.

        Args:
            year: the year.
        """
        return Request("GET", f"{_path(year)}/state", AnnualReportState)

    @endpoint(since="4.3.0", scopes="write:accounts")
    def annual_report_read(self, year: int) -> Request[None]:
        """Mark the report of a year as read.

        Args:
            year: the year.
        """
        return Request("POST", f"{_path(year)}/read", NoneType)

    @endpoint(since="4.6.0", scopes="write:accounts")
    def annual_report_generate(self, year: int) -> Request[EmptyResponse]:
        """Request the report of a year; poll `annual_report_state` until it is available.

        Args:
            year: the year.
        """
        return Request("POST", f"{_path(year)}/generate", EmptyResponse)


def _path(year: int) -> str:
    return f"/api/v1/annual_reports/{int(year)}"
