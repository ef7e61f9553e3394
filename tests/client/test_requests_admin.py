"""Calls for moderators and administrators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from trunkline.answers.page import Page
from trunkline.endpoints.admin_accounts import AdminAccounts
from trunkline.endpoints.admin_domains import AdminDomains
from trunkline.endpoints.admin_email import AdminEmail
from trunkline.endpoints.admin_ip_blocks import AdminIpBlocks
from trunkline.endpoints.admin_measures import AdminMeasures
from trunkline.endpoints.admin_reports import AdminReports
from trunkline.endpoints.admin_tags import AdminTags
from trunkline.endpoints.admin_trends import AdminTrends
from trunkline.entities import (
    AdminAccount,
    AdminCanonicalEmailBlock,
    AdminDimension,
    AdminDomainAllow,
    AdminDomainBlock,
    AdminEmailDomainBlock,
    AdminIpBlock,
    AdminMeasure,
    AdminPreviewCardProvider,
    AdminReport,
    AdminRetention,
    AdminTag,
    AdminTrendsLink,
    AdminTrendsStatus,
)
from trunkline.errors import MastodonIllegalArgumentError

A, D, E, P, M = AdminAccounts, AdminDomains, AdminEmail, AdminIpBlocks, AdminMeasures
R, G, T = AdminReports, AdminTags, AdminTrends
V1 = "/api/v1/admin"
CURSORS = "max_id=9&min_id=7&since_id=8&limit=40"
START, END = datetime(2025, 1, 1, tzinfo=UTC), "2025-02-01"
SPAN = "start_at=2025-01-01T00:00:00Z&end_at=2025-02-01"


def listed(call: Any, path: str, item: Any) -> Case:
    return Case(call, (), {"max_id": 9, "min_id": 7, "since_id": 8, "limit": 40}, "GET", f"{V1}/{path}", Page[item],
                CURSORS, pagination="link")  # fmt: skip


def on_account(call: Any, action: str) -> Case:
    return Case(call, ({"id": "5"},), {}, "POST", f"{V1}/accounts/5/{action}", AdminAccount)


def on_report(call: Any, action: str) -> Case:
    return Case(call, (5,), {}, "POST", f"{V1}/reports/5/{action}", AdminReport)


def on_trend(call: Any, action: str, result: Any) -> Case:
    return Case(call, (5,), {}, "POST", f"{V1}/trends/{action}", result)


# fmt: off
CASES = [
    Case(A.admin_accounts_v2, (), {}, "GET", "/api/v2/admin/accounts", Page[AdminAccount], pagination="link"),
    Case(A.admin_accounts_v2, ("local", "a.example", "pending", "ann", "Ann", "ann@b.example", "192.0.2.1", "staff", 5,
                               [1, 2], 9, 7, 8, 40), {}, "GET", "/api/v2/admin/accounts", Page[AdminAccount],
         "origin=local&by_domain=a.example&status=pending&username=ann&display_name=Ann&email=ann@b.example"
         f"&ip=192.0.2.1&permissions=staff&invited_by=5&role_ids[]=1&role_ids[]=2&{CURSORS}", pagination="link"),
    Case(A.admin_accounts_v1, (), {}, "GET", f"{V1}/accounts", Page[AdminAccount], "local=1&active=1",
         pagination="link"),
    Case(A.admin_accounts, (True, "a.example", "sensitized", "ann", "Ann", "ann@b.example", "192.0.2.1", True, 9, 7, 8,
                            40), {}, "GET", f"{V1}/accounts", Page[AdminAccount],
         "remote=1&by_domain=a.example&sensitized=1&username=ann&display_name=Ann&email=ann@b.example"
         f"&ip=192.0.2.1&staff=1&{CURSORS}", pagination="link"),
    Case(A.admin_account, (5,), {}, "GET", f"{V1}/accounts/5", AdminAccount),
    on_account(A.admin_account_approve, "approve"),
    Case(A.admin_account_reject, (5,), {}, "POST", f"{V1}/accounts/5/reject"),
    Case(A.admin_account_delete, (5,), {}, "DELETE", f"{V1}/accounts/5"),
    Case(A.admin_account_moderate, (5,), {}, "POST", f"{V1}/accounts/5/action",
         form="type=none&send_email_notification=1"),
    Case(A.admin_account_moderate, (5, "suspend", 6, 7, "Bye", False), {}, "POST", f"{V1}/accounts/5/action",
         form="type=suspend&report_id=6&warning_preset_id=7&text=Bye&send_email_notification=0"),
    on_account(A.admin_account_enable, "enable"),
    on_account(A.admin_account_unsilence, "unsilence"),
    on_account(A.admin_account_unsuspend, "unsuspend"),
    on_account(A.admin_account_unsensitive, "unsensitive"),
    Case(R.admin_reports, (), {}, "GET", f"{V1}/reports", Page[AdminReport], pagination="link"),
    Case(R.admin_reports, (True, 5, 6, 9, 7, 8, 40), {}, "GET", f"{V1}/reports", Page[AdminReport],
         f"resolved=1&account_id=5&target_account_id=6&{CURSORS}", pagination="link"),
    Case(R.admin_reports, (), {"unresolved": True}, "GET", f"{V1}/reports", Page[AdminReport], "unresolved=1",
         pagination="link"),
    Case(R.admin_report, (5,), {}, "GET", f"{V1}/reports/5", AdminReport),
    Case(R.admin_report_update, (5, "violation", [1, 2]), {}, "PUT", f"{V1}/reports/5", AdminReport,
         form="category=violation&rule_ids[]=1&rule_ids[]=2"),
    on_report(R.admin_report_assign, "assign_to_self"),
    on_report(R.admin_report_unassign, "unassign"),
    on_report(R.admin_report_resolve, "resolve"),
    on_report(R.admin_report_reopen, "reopen"),
    listed(D.admin_domain_blocks, "domain_blocks", AdminDomainBlock),
    Case(D.admin_domain_blocks, (5,), {}, "GET", f"{V1}/domain_blocks/5", AdminDomainBlock),
    Case(D.admin_domain_block, (5,), {}, "GET", f"{V1}/domain_blocks/5", AdminDomainBlock),
    Case(D.admin_create_domain_block, ("a.example",), {}, "POST", f"{V1}/domain_blocks", AdminDomainBlock,
         form="domain=a.example"),
    Case(D.admin_create_domain_block, ("a.example", "suspend", True, False, "why", "because", True), {}, "POST",
         f"{V1}/domain_blocks", AdminDomainBlock,
         form="domain=a.example&severity=suspend&reject_media=1&reject_reports=0&private_comment=why"
              "&public_comment=because&obfuscate=1"),
    Case(D.admin_update_domain_block, (5, "noop", True, False, "why", "because", True), {}, "PUT",
         f"{V1}/domain_blocks/5", AdminDomainBlock,
         form="severity=noop&reject_media=1&reject_reports=0&private_comment=why&public_comment=because"
              "&obfuscate=1"),
    Case(D.admin_delete_domain_block, (5,), {}, "DELETE", f"{V1}/domain_blocks/5"),
    listed(D.admin_domain_allows, "domain_allows", AdminDomainAllow),
    Case(D.admin_domain_allow, (5,), {}, "GET", f"{V1}/domain_allows/5", AdminDomainAllow),
    Case(D.admin_create_domain_allow, ("a.example",), {}, "POST", f"{V1}/domain_allows", AdminDomainAllow,
         form="domain=a.example"),
    Case(D.admin_delete_domain_allow, (5,), {}, "DELETE", f"{V1}/domain_allows/5"),
    listed(E.admin_email_domain_blocks, "email_domain_blocks", AdminEmailDomainBlock),
    Case(E.admin_email_domain_block, (5,), {}, "GET", f"{V1}/email_domain_blocks/5", AdminEmailDomainBlock),
    Case(E.admin_create_email_domain_block, ("a.example",), {"allow_with_approval": True}, "POST",
         f"{V1}/email_domain_blocks", AdminEmailDomainBlock, form="domain=a.example&allow_with_approval=1"),
    Case(E.admin_delete_email_domain_block, (5,), {}, "DELETE", f"{V1}/email_domain_blocks/5"),
    listed(E.admin_canonical_email_blocks, "canonical_email_blocks", AdminCanonicalEmailBlock),
    Case(E.admin_canonical_email_block, (5,), {}, "GET", f"{V1}/canonical_email_blocks/5", AdminCanonicalEmailBlock),
    Case(E.admin_test_canonical_email_block, ("a@b.example",), {}, "POST", f"{V1}/canonical_email_blocks/test",
         list[AdminCanonicalEmailBlock], form="email=a@b.example"),
    Case(E.admin_create_canonical_email_block, ("a@b.example",), {}, "POST", f"{V1}/canonical_email_blocks",
         AdminCanonicalEmailBlock, form="email=a@b.example"),
    Case(E.admin_create_canonical_email_block, (), {"canonical_email_hash": "ab12"}, "POST",
         f"{V1}/canonical_email_blocks", AdminCanonicalEmailBlock, form="canonical_email_hash=ab12"),
    Case(E.admin_delete_canonical_email_block, (5,), {}, "DELETE", f"{V1}/canonical_email_blocks/5"),
    listed(P.admin_ip_blocks, "ip_blocks", AdminIpBlock),
    Case(P.admin_ip_block, (5,), {}, "GET", f"{V1}/ip_blocks/5", AdminIpBlock),
    Case(P.admin_create_ip_block, ("192.0.2.0/24", "no_access", "why", timedelta(days=1)), {}, "POST",
         f"{V1}/ip_blocks", AdminIpBlock, form="ip=192.0.2.0/24&severity=no_access&comment=why&expires_in=86400"),
    Case(P.admin_update_ip_block, (5, "192.0.2.1", "sign_up_block", "why", 60), {}, "PUT", f"{V1}/ip_blocks/5",
         AdminIpBlock, form="ip=192.0.2.1&severity=sign_up_block&comment=why&expires_in=60"),
    Case(P.admin_delete_ip_block, (5,), {}, "DELETE", f"{V1}/ip_blocks/5"),
    Case(T.admin_trending_tags, (5,), {"offset": 6}, "GET", f"{V1}/trends/tags", Page[AdminTag], "limit=5&offset=6",
         pagination="link"),
    Case(T.admin_trending_statuses, (), {"limit": 5, "offset": 6}, "GET", f"{V1}/trends/statuses",
         Page[AdminTrendsStatus], "limit=5&offset=6", pagination="link"),
    Case(T.admin_trending_links, (), {"limit": 5, "offset": 6}, "GET", f"{V1}/trends/links", Page[AdminTrendsLink],
         "limit=5&offset=6", pagination="link"),
    on_trend(T.admin_approve_trending_tag, "tags/5/approve", AdminTag),
    on_trend(T.admin_reject_trending_tag, "tags/5/reject", AdminTag),
    on_trend(T.admin_approve_trending_status, "statuses/5/approve", AdminTrendsStatus),
    on_trend(T.admin_reject_trending_status, "statuses/5/reject", AdminTrendsStatus),
    on_trend(T.admin_approve_trending_link, "links/5/approve", AdminTrendsLink),
    on_trend(T.admin_reject_trending_link, "links/5/reject", AdminTrendsLink),
    listed(T.admin_trending_link_publishers, "trends/links/publishers", AdminPreviewCardProvider),
    on_trend(T.admin_approve_trending_link_publisher, "links/publishers/5/approve", AdminPreviewCardProvider),
    on_trend(T.admin_reject_trending_link_publisher, "links/publishers/5/reject", AdminPreviewCardProvider),
    listed(G.admin_tags, "tags", AdminTag),
    Case(G.admin_tag, (5,), {}, "GET", f"{V1}/tags/5", AdminTag),
    Case(G.admin_update_tag, (5,), {"display_name": "CatsOnline", "usable": True, "trendable": False, "listable": True},
         "PATCH", f"{V1}/tags/5", AdminTag,
         form="display_name=CatsOnline&usable=1&trendable=0&listable=1"),
    Case(M.admin_measures, (START, END, True, True, True, True, True), {}, "POST", f"{V1}/measures",
         list[AdminMeasure],
         form="keys[]=active_users&keys[]=new_users&keys[]=interactions&keys[]=opened_reports&keys[]=resolved_reports"
              f"&{SPAN}"),
    Case(M.admin_measures, (START, END), {"tag_accounts": 1, "tag_uses": 2, "tag_servers": {"id": "3"}}, "POST",
         f"{V1}/measures", list[AdminMeasure],
         form="keys[]=tag_accounts&keys[]=tag_uses&keys[]=tag_servers&tag_accounts[id]=1&tag_uses[id]=2"
              f"&tag_servers[id]=3&{SPAN}"),
    Case(M.admin_measures, (START, END, *(False,) * 5, *(None,) * 3, *"abcdef"), {}, "POST", f"{V1}/measures",
         list[AdminMeasure],
         form="keys[]=instance_accounts&keys[]=instance_media_attachments&keys[]=instance_reports"
              "&keys[]=instance_statuses&keys[]=instance_follows&keys[]=instance_followers"
              "&instance_accounts[domain]=a&instance_media_attachments[domain]=b&instance_reports[domain]=c"
              f"&instance_statuses[domain]=d&instance_follows[domain]=e&instance_followers[domain]=f&{SPAN}"),
    Case(M.admin_dimensions, (START, END, 5, *(True,) * 5, 1, 2, "a.example", "b.example"), {}, "POST",
         f"{V1}/dimensions", list[AdminDimension],
         form="keys[]=languages&keys[]=sources&keys[]=servers&keys[]=space_usage&keys[]=software_versions"
              "&keys[]=tag_servers&keys[]=tag_languages&keys[]=instance_accounts&keys[]=instance_languages"
              "&tag_servers[id]=1&tag_languages[id]=2&instance_accounts[domain]=a.example"
              f"&instance_languages[domain]=b.example&{SPAN}&limit=5"),
    Case(M.admin_retention, (START, END), {}, "POST", f"{V1}/retention", list[AdminRetention],
         form=f"{SPAN}&frequency=day"),
]
# fmt: on


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("call", [M.admin_measures, M.admin_dimensions])
def test_figures_must_be_named(call: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=r"set at least one of .*instance_accounts"):
        call.request(START, END)


def test_an_unknown_state_of_accounts_is_refused() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="it must be one of active, pending"):
        A.admin_accounts_v1.request(status="asleep")  # type: ignore[arg-type]


def test_a_block_of_no_address_is_refused() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="email or canonical_email_hash"):
        E.admin_create_canonical_email_block.request()


def test_questions_sent_by_post_may_be_repeated() -> None:
    assert M.admin_retention.request(START, END).repeatable
    assert E.admin_test_canonical_email_block.request("a@b.example").repeatable
    assert not E.admin_create_canonical_email_block.request("a@b.example").repeatable
