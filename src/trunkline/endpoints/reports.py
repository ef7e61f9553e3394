"""Endpoints for reports to moderators."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.endpoints.parameters import given, id_list, one_of, text_list
from trunkline.entities import Report, ReportCategory
from trunkline.errors import MastodonVersionError
from trunkline.ids import IdLike, id_of
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Reports:
    """Reporting accounts. `AdminReports` has the calls for moderators."""

    @endpoint(
        since="1.1.0",
        changed="4.6.0",
        scopes="write:reports",
        params_since={"forward": "2.3.0", "category": "3.5.0", "rule_ids": "3.5.0", "collection_ids": "4.6.0"},
    )
    def report(
        self,
        account_id: IdLike,
        status_ids: IdLike | Iterable[IdLike] | None = None,
        comment: str | None = None,
        forward: bool = False,
        category: ReportCategory | None = None,
        rule_ids: Iterable[IdLike] | None = None,
        forward_to_domains: Iterable[str] | None = None,
        collection_ids: Iterable[IdLike] | None = None,
    ) -> Request[Report]:
        """Report an account to the moderators.

        Args:
            account_id: the account.
            status_ids: statuses of the account as evidence.
            comment: the reason, at most 1000 characters.
            forward: send the report to the account's own server too.
            category: ``"spam"``, ``"legal"``, ``"violation"`` or ``"other"``; ``"violation"`` if rules are given,
                otherwise ``"other"``.
            rule_ids: the broken rules of the server.
            forward_to_domains: with ``forward``: the servers to notify, if the statuses concern several.
            collection_ids: collections of the account as evidence.
        """
        form = {
            "account_id": id_of(account_id),
            "status_ids": None if status_ids is None else id_list(status_ids),
            "comment": comment,
            "forward": given(forward),
            "category": one_of("category", category, ReportCategory),
            "rule_ids": None if rule_ids is None else id_list(rule_ids),
            "forward_to_domains": text_list(forward_to_domains),
            "collection_ids": None if collection_ids is None else id_list(collection_ids),
        }
        return Request("POST", "/api/v1/reports", Report, form=form, usual="/api/v1/reports/")

    @endpoint(since="1.1.0")
    def reports(self) -> Request[list[Report]]:
        """Raise an error: servers no longer list the reports that you have made.

        Raises:
            MastodonVersionError: always.
        """
        raise MastodonVersionError(
            "Mastodon has no list of one's own reports any more. Keep what report(...) returns; moderators have "
            "admin_reports(...)."
        )
