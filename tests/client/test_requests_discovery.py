"""Trends, suggestions, collections, annual reports, and reports to moderators."""

from __future__ import annotations

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline.answers.entity import EmptyResponse
from trunkline.answers.page import Page
from trunkline.endpoints.annual_reports import AnnualReports
from trunkline.endpoints.collections import CollectionEndpoints
from trunkline.endpoints.reports import Reports
from trunkline.endpoints.suggestions import Suggestions
from trunkline.endpoints.trends import Trends
from trunkline.entities import (
    Account,
    AnnualReportState,
    Collections,
    CollectionWithAccounts,
    Report,
    Status,
    Suggestion,
    Tag,
    TrendsLink,
    WrappedAnnualReports,
    WrappedCollection,
    WrappedCollectionItem,
)
from trunkline.errors import MastodonNotFoundError, MastodonVersionError
from trunkline.protocol.client import NO_CLIENT

C, R, S, T, Y = CollectionEndpoints, Reports, Suggestions, Trends, AnnualReports
V1 = "/api/v1"
TREND = "limit=10&offset=20&lang=de"

# fmt: off
CASES = [
    Case(T.trending_tags, (10, 20, "de"), {}, "GET", f"{V1}/trends/tags", Page[Tag], TREND, pagination="link"),
    Case(T.trending_statuses, (10, 20, "de"), {}, "GET", f"{V1}/trends/statuses", Page[Status], TREND,
         pagination="link"),
    Case(T.trending_links, (10, 20, "de"), {}, "GET", f"{V1}/trends/links", Page[TrendsLink], TREND,
         pagination="link"),
    Case(T.trends, (10,), {"offset": 20, "lang": "de"}, "GET", f"{V1}/trends", Page[Tag], TREND, pagination="link"),
    Case(S.suggestions_v2, (), {}, "GET", "/api/v2/suggestions", list[Suggestion]),
    Case(S.suggestions_v2, (), {"limit": 5, "offset": 6}, "GET", "/api/v2/suggestions", list[Suggestion],
         "limit=5&offset=6"),
    Case(S.suggestions_v1, (), {"limit": 5, "offset": 6}, "GET", f"{V1}/suggestions", list[Account],
         "limit=5&offset=6"),
    Case(S.suggestion_delete, ({"id": "5"},), {}, "DELETE", f"{V1}/suggestions/5"),
    Case(C.account_collections, (5, 10, 20), {}, "GET", f"{V1}/accounts/5/collections", Collections,
         "limit=10&offset=20", pagination="link"),
    Case(C.account_in_collections, (5, 10, 20), {}, "GET", f"{V1}/accounts/5/in_collections", Collections,
         "limit=10&offset=20", pagination="link"),
    Case(C.collection, (5,), {}, "GET", f"{V1}/collections/5", CollectionWithAccounts),
    Case(C.collection_create, ("Cats",), {}, "POST", f"{V1}/collections", WrappedCollection,
         form="name=Cats&sensitive=0&discoverable=0"),
    Case(C.collection_create, ("Cats", "All cats", "en", "cats", True, True, [1, {"id": "2"}]), {}, "POST",
         f"{V1}/collections", WrappedCollection,
         form="name=Cats&description=All cats&language=en&tag_name=cats&sensitive=1&discoverable=1"
              "&account_ids[]=1&account_ids[]=2"),
    Case(C.collection_update, (5,), {"discoverable": False}, "PATCH", f"{V1}/collections/5", WrappedCollection,
         form="discoverable=0"),
    Case(C.collection_update, (5, "Cats", "All cats", "en", "cats", True, True), {}, "PATCH", f"{V1}/collections/5",
         WrappedCollection,
         form="name=Cats&description=All cats&language=en&tag_name=cats&sensitive=1&discoverable=1"),
    Case(C.collection_delete, (5,), {}, "DELETE", f"{V1}/collections/5", EmptyResponse),
    Case(C.collection_item_add, (5, 6), {}, "POST", f"{V1}/collections/5/items", WrappedCollectionItem,
         form="account_id=6"),
    Case(C.collection_item_delete, (5, 6), {}, "DELETE", f"{V1}/collections/5/items/6", EmptyResponse),
    Case(C.collection_item_revoke, (5, 6), {}, "POST", f"{V1}/collections/5/items/6/revoke", EmptyResponse),
    Case(Y.annual_reports, (), {}, "GET", f"{V1}/annual_reports", WrappedAnnualReports),
    Case(Y.annual_report, (2025,), {}, "GET", f"{V1}/annual_reports/2025", WrappedAnnualReports),
    Case(Y.annual_report_state, (2025,), {}, "GET", f"{V1}/annual_reports/2025/state", AnnualReportState),
    Case(Y.annual_report_read, (2025,), {}, "POST", f"{V1}/annual_reports/2025/read"),
    Case(Y.annual_report_generate, (2025,), {}, "POST", f"{V1}/annual_reports/2025/generate", EmptyResponse),
    Case(R.report, (5,), {}, "POST", f"{V1}/reports", Report, form="account_id=5"),
    Case(R.report, (5, 6, "Spam!", True, "violation", [1, 2], ["a.example"], [8]), {}, "POST", f"{V1}/reports", Report,
         form="account_id=5&status_ids[]=6&comment=Spam!&forward=1&category=violation&rule_ids[]=1&rule_ids[]=2"
              "&forward_to_domains[]=a.example&collection_ids[]=8"),
    Case(R.report, (5, [6, {"id": "7"}]), {}, "POST", f"{V1}/reports", Report,
         form="account_id=5&status_ids[]=6&status_ids[]=7"),
]
# fmt: on


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def test_suggestions_of_a_new_server() -> None:
    steps, result = finish(Suggestions.suggestions.flow(NO_CLIENT), [[Suggestion()]])
    assert [(s.path, s.result) for s in steps] == [("/api/v2/suggestions", list[Suggestion])]
    assert result == [Suggestion()]


def test_suggestions_of_an_old_server() -> None:
    steps, result = finish(Suggestions.suggestions.flow(NO_CLIENT), [MastodonNotFoundError("unknown"), [Account()]])
    assert [(s.path, s.result) for s in steps][1:] == [("/api/v1/suggestions", list[Account])]
    assert result == [Account()]


def test_own_reports_are_gone() -> None:
    with pytest.raises(MastodonVersionError, match="admin_reports"):
        Reports.reports.request()
