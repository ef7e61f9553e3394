"""What moderators do."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from .steps import has, nothing, refused, some, step


def moderation(world: Any) -> None:
    """Walk."""
    mia, lena, rita = (world["people"][name]["id"] for name in ("mia", "lena", "rita"))
    admin = world["as"]["admin"]
    refused("a person who is no moderator", world["as"]["mia"].admin_accounts_v2, 403)
    report = step("admin_reports", admin.admin_reports, has("comment", "Too loud"))[0]
    step("admin_report", lambda: admin.admin_report(report), {"account": {"id": mia}, "target_account": {"id": lena}})
    step("admin_report_assign", lambda: admin.admin_report_assign(report), {"assigned_account": {"username": "admin"}})
    step("admin_report_unassign", lambda: admin.admin_report_unassign(report), {"assigned_account": None})
    step("admin_report_resolve", lambda: admin.admin_report_resolve(report), {"action_taken": True})
    step("admin_report_reopen", lambda: admin.admin_report_reopen(report), {"action_taken": False})
    step("admin_accounts", lambda: admin.admin_accounts(username="lena"), has("id", lena))
    step("admin_accounts_v1", lambda: admin.admin_accounts_v1(username="lena", limit=3), has("id", lena))
    step(
        "admin_accounts_v2",
        lambda: admin.admin_accounts_v2(origin="local", status="active", limit=3),
        lambda found: len(found) == 3,
    )
    step("admin_account", lambda: admin.admin_account(lena), {"email": "lena@sandbox.example", "confirmed": True})
    for action, undo, flag in (
        ("silence", "unsilence", "silenced"),
        ("disable", "enable", "disabled"),
        ("sensitive", "unsensitive", "sensitized"),
        ("suspend", "unsuspend", "suspended"),
    ):
        step(
            f"admin_account_moderate: {action}",
            partial(admin.admin_account_moderate, lena, action, send_email_notification=False),
            nothing,
        )
        step(f"admin_account_{undo}", partial(getattr(admin, f"admin_account_{undo}"), lena), {flag: False})
    step("admin_account_approve", lambda: admin.admin_account_approve(rita), {"approved": True})
    refused("admin_account_reject", lambda: admin.admin_account_reject(rita), 403, "This action is not allowed")
    refused("admin_account_delete", lambda: admin.admin_account_delete(rita), 403, "This action is not allowed")
    _trends(admin)
    _blocks(admin)
    start, end = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2026, 1, 3, tzinfo=datetime.UTC)
    step(
        "admin_measures",
        lambda: admin.admin_measures(start, end, active_users=True, new_users=True),
        [{"key": "active_users"}, {"key": "new_users", "data": lambda days: len(days) == 3}],
    )
    step(
        "admin_dimensions",
        lambda: admin.admin_dimensions(start, end, languages=True, software_versions=True),
        [{"key": "languages"}, {"key": "software_versions", "data": some}],
    )
    step("admin_retention", lambda: admin.admin_retention(start, end), lambda cohorts: len(cohorts) == 3)


def _trends(admin: Any) -> None:
    for kind, many in (("tag", "tags"), ("status", "statuses"), ("link", "links")):
        found = step(f"admin_trending_{many}", getattr(admin, f"admin_trending_{many}"), some)[0]
        step(
            f"admin_approve_trending_{kind}",
            partial(getattr(admin, f"admin_approve_trending_{kind}"), found.id),
            {"id": found.id},
        )
        step(
            f"admin_reject_trending_{kind}",
            partial(getattr(admin, f"admin_reject_trending_{kind}"), found.id),
            {"id": found.id},
        )


def _blocks(admin: Any) -> None:
    domain = step(
        "admin_create_domain_block",
        lambda: admin.admin_create_domain_block("worse.example", severity="silence"),
        {"domain": "worse.example", "severity": "silence"},
    )
    step("admin_domain_blocks", admin.admin_domain_blocks, has("id", domain.id))
    step("one blocked domain", lambda: admin.admin_domain_blocks(domain), {"domain": "worse.example"})
    step(
        "admin_update_domain_block",
        lambda: admin.admin_update_domain_block(domain, severity="suspend"),
        {"severity": "suspend"},
    )
    step("admin_delete_domain_block", lambda: admin.admin_delete_domain_block(domain), nothing)
    _kind(admin, "domain_allow", lambda: admin.admin_create_domain_allow("good.example"), {"domain": "good.example"})
    _kind(
        admin,
        "email_domain_block",
        lambda: admin.admin_create_email_domain_block("mail.example"),
        {"domain": "mail.example"},
    )
    step("admin_test_canonical_email_block", lambda: admin.admin_test_canonical_email_block("someone@bad.example"), [])
    _kind(
        admin,
        "canonical_email_block",
        lambda: admin.admin_create_canonical_email_block("someone@bad.example"),
        {"canonical_email_hash": some},
    )
    address = step("an address", lambda: admin.admin_create_ip_block("10.9.8.0/24", "no_access"), {"ip": "10.9.8.0/24"})
    step(
        "admin_update_ip_block",
        lambda: admin.admin_update_ip_block(address, severity="sign_up_block"),
        {"severity": "sign_up_block"},
    )
    _kind(
        admin,
        "ip_block",
        lambda: admin.admin_create_ip_block("10.11.12.0/24", "no_access", comment="Bots"),
        {"comment": "Bots"},
    )


def _kind(admin: Any, kind: str, create: Callable[[], Any], expected: dict[str, Any]) -> None:
    made = step(f"admin_create_{kind}", create, expected)
    step(f"admin_{kind}s", getattr(admin, f"admin_{kind}s"), has("id", made.id))
    step(f"admin_{kind}", lambda: getattr(admin, f"admin_{kind}")(made), expected)
    step(
        f"admin_delete_{kind}",
        lambda: getattr(admin, f"admin_delete_{kind}")(made),
        lambda left: not left or left.id is None,
    )
    refused(f"a {kind} that is gone", lambda: getattr(admin, f"admin_{kind}")(made), 404, "Record not found")
