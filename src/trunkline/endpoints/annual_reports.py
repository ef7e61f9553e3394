"""Annual reports ("Wrapstodon"): what an account did in a year."""

from __future__ import annotations

from types import NoneType

from trunkline.entities import AnnualReportState, WrappedAnnualReports
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class AnnualReports:
    """Calls for the reports of your own account."""

    @endpoint(since="4.3.0", scopes="read:accounts")
    def annual_reports(self) -> Request[WrappedAnnualReports]:
        """The reports that you have not read yet, with the accounts and statuses that they mention."""
        return Request("GET", "/api/v1/annual_reports", WrappedAnnualReports)

    @endpoint(since="4.4.0", scopes="read:accounts")
    def annual_report(self, year: int) -> Request[WrappedAnnualReports]:
        """The report of one year, with the accounts and statuses that it mentions.

        Args:
            year: the year.
        """
        return Request("GET", _path(year), WrappedAnnualReports)

    @endpoint(since="4.6.0", scopes="read:accounts")
    def annual_report_state(self, year: int) -> Request[AnnualReportState]:
        """Whether there is a report of a year, or could be.

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
    def annual_report_generate(self, year: int) -> Request[None]:
        """Have the server make the report of a year; `annual_report_state` tells when it is there.

        Args:
            year: the year.
        """
        return Request("POST", f"{_path(year)}/generate", NoneType)


def _path(year: int) -> str:
    return f"/api/v1/annual_reports/{int(year)}"
