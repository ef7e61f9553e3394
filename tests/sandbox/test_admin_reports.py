"""Moderation of reports."""

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

REPORTS = "/api/v1/admin/reports"


@pytest.fixture
def report(chief, ann, bob):
    """Ann's report of something that bob posted."""
    post = bob.say("buy this")
    data = {"account_id": bob.id, "status_ids": [post["id"]], "category": "spam", "comment": "again"}
    return ann.post("/api/v1/reports", json=data)


def ids(reports):
    return [one["id"] for one in reports]


def test_one_report(chief, ann, bob, report):
    shown = chief.get(f"{REPORTS}/{report['id']}")
    assert shown == {
        "id": report["id"],
        "action_taken": False,
        "action_taken_at": None,
        "category": "spam",
        "comment": "again",
        "forwarded": False,
        "created_at": report["created_at"],
        "updated_at": report["created_at"],
        "account": chief.get(f"/api/v1/admin/accounts/{ann.id}"),
        "target_account": chief.get(f"/api/v1/admin/accounts/{bob.id}"),
        "assigned_account": None,
        "action_taken_by_account": None,
        "statuses": [chief.get(f"/api/v1/statuses/{report['status_ids'][0]}")],
        "rules": [],
    }
    chief.get(f"{REPORTS}/99", 404)


def test_deleted_posts_are_left_out(chief, bob, report):
    bob.delete(f"/api/v1/statuses/{report['status_ids'][0]}")
    assert chief.get(f"{REPORTS}/{report['id']}")["statuses"] == []


def test_index(chief, ann, bob, eve, report):
    other = eve.post("/api/v1/reports", json={"account_id": ann.id})
    settled = eve.post("/api/v1/reports", json={"account_id": bob.id})
    chief.post(f"{REPORTS}/{settled['id']}/resolve")
    assert ids(chief.get(REPORTS)) == [other["id"], report["id"]]
    assert ids(chief.get(f"{REPORTS}?resolved=true")) == [settled["id"]]
    assert ids(chief.get(f"{REPORTS}?resolved=true&unresolved=true")) == [settled["id"], other["id"], report["id"]]
    assert ids(chief.get(f"{REPORTS}?account_id={ann.id}")) == [report["id"]]
    assert ids(chief.get(f"{REPORTS}?target_account_id={ann.id}")) == [other["id"]]
    page = chief.request("GET", f"{REPORTS}?limit=1")
    assert ids(page.json()) == [other["id"]]
    assert f"limit=1&max_id={other['id']}>" in page.headers["link"]
    assert ids(chief.get(f"{REPORTS}?max_id={other['id']}")) == [report["id"]]


def test_assign_resolve_reopen(chief, report):
    address = f"{REPORTS}/{report['id']}"
    assert chief.post(f"{address}/assign_to_self")["assigned_account"]["id"] == str(chief.id)
    assert chief.post(f"{address}/unassign")["assigned_account"] is None
    settled = chief.post(f"{address}/resolve")
    assert (settled["action_taken"], settled["action_taken_by_account"]["id"]) == (True, str(chief.id))
    assert settled["action_taken_at"] == settled["updated_at"]
    opened = chief.post(f"{address}/reopen")
    assert (opened["action_taken"], opened["action_taken_at"], opened["action_taken_by_account"]) == (False, None, None)


def test_update(world, chief, report):
    address = f"{REPORTS}/{report['id']}"
    rule = str(world.store.insert("rules", {"text": "Be kind."}))
    changed = chief.put(address, json={"category": "violation", "rule_ids": [rule]})
    assert (changed["category"], ids(changed["rules"])) == ("violation", [rule])
    assert chief.put(address, json={})["category"] == "violation"
    refused = {"error": "Validation failed: Rule ids must be blank"}
    assert chief.put(address, 422, json={"category": "legal"}) == refused
    assert chief.put(address, json={"category": "legal", "rule_ids": []})["category"] == "legal"
    assert chief.put(address, 422, json={"category": "rude"}) == {"error": "'rude' is not a valid category"}
    chief.put(address, 422, json={"category": "violation", "rule_ids": ["99"]})


def test_needs_a_role(world, ann, report):
    ann.token = world.token(ann.id, "admin:read admin:write")
    for method, path in (("GET", ""), ("GET", "/1"), ("PUT", "/1"), ("POST", "/1/resolve")):
        assert ann.request(method, REPORTS + path, 403).json() == {"error": "This action is not allowed"}


def test_with_the_client():
    with Sandbox(size=20, process=False) as server:
        alice = Mastodon(access_token=server.token_for("alice"), api_base_url=server.url)
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        alice.report(alice.account_lookup("eve"), category="spam")
        (report,) = admin.admin_reports()
        assert report.target_account.username == "eve"
        assigned = admin.admin_report_assign(report).assigned_account
        assert assigned is not None
        assert assigned.username == "admin"
        assert admin.admin_report_update(report, category="legal").category == "legal"
        assert admin.admin_report_resolve(report).action_taken is True
        assert list(admin.admin_reports()) == []
        assert len(admin.admin_reports(resolved=True)) == 1
