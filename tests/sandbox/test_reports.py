"""Reports: validation and notifications of moderators."""

from typing import Any

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

REPORTS = "/api/v1/reports"


def test_report(ann, bob):
    post = bob.say("buy this")
    data = {"account_id": bob.id, "status_ids": [post["id"]], "comment": "spam!", "category": "spam", "forward": True}
    made = ann.post(REPORTS, json=data)
    assert made == {
        "id": "1",
        "action_taken": False,
        "action_taken_at": None,
        "category": "spam",
        "comment": "spam!",
        "forwarded": False,
        "created_at": made["created_at"],
        "status_ids": [post["id"]],
        "collection_ids": [],
        "rule_ids": None,
        "target_account": ann.get(f"/api/v1/accounts/{bob.id}"),
    }
    assert ann.post(REPORTS, data={"account_id": bob.id})["category"] == "other"


def test_remote_accounts_are_forwarded(world, ann):
    stranger = world.remote_account("zed", "far.example")
    assert ann.post(REPORTS, json={"account_id": stranger, "forward": True})["forwarded"] is True
    assert ann.post(REPORTS, json={"account_id": stranger})["forwarded"] is False


def test_rules_make_it_a_violation(world, ann, bob):
    rule = world.store.insert("rules", {"text": "Be kind."})
    made = ann.post(REPORTS, data={"account_id": bob.id, "rule_ids[]": [str(rule)]})
    assert (made["category"], made["rule_ids"]) == ("violation", [str(rule)])
    error = {"error": "Validation failed: Rule ids does not reference valid rules"}
    for rules in ([rule, 99], [rule, rule]):
        assert ann.post(REPORTS, 422, json={"account_id": bob.id, "rule_ids": rules}) == error
    none: dict[str, Any]
    for none in ({}, {"rule_ids": []}):
        assert ann.post(REPORTS, 422, json={"account_id": bob.id, "category": "violation", **none}) == error


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"comment": "x" * 1001}, "Validation failed: Comment is too long (maximum is 1000 characters)"),
        ({"category": "rude"}, "'rude' is not a valid category"),
    ],
)
def test_refused(ann, bob, data, error):
    assert ann.post(REPORTS, 422, json={"account_id": bob.id, **data}) == {"error": error}


def test_only_what_one_sees_of_the_account(world, ann, bob, eve):
    ann.post(REPORTS, 404, json={"account_id": 5})
    ann.post(REPORTS, 404, json={})
    for post in (eve.say("hello"), bob.say("secret", visibility="direct")):
        ann.post(REPORTS, 404, json={"account_id": bob.id, "status_ids": [post["id"]]})
    ann.post(REPORTS, 404, json={"account_id": bob.id, "collection_ids": [1]})
    world.store.execute("UPDATE accounts SET suspended = 1 WHERE id = ?", (bob.id,))
    ann.post(REPORTS, 404, json={"account_id": bob.id})


def test_moderators_are_told_once(world, chief, ann, bob, eve):
    made = ann.post(REPORTS, json={"account_id": bob.id})
    eve.post(REPORTS, json={"account_id": bob.id})
    (told,) = chief.get("/api/v1/notifications")
    assert (told["type"], told["account"]["id"], told["report"]) == ("admin.report", str(ann.id), made)
    (group,) = chief.get("/api/v2/notifications")["notification_groups"]
    assert (group["type"], group["report"]) == ("admin.report", made)
    assert world.hub.channels("notification") == {f"user:notification:{chief.id}"}
    assert ann.get("/api/v1/notifications") == bob.get("/api/v1/notifications") == []


def test_needs_the_scope(world, bob):
    reader = world.person("reader", "read")
    reader.post(REPORTS, 403, json={"account_id": bob.id})
    world.request("POST", REPORTS, 401, json={"account_id": bob.id})


def test_with_the_client():
    with Sandbox(size=20, process=False) as server:
        alice = Mastodon(access_token=server.token_for("alice"), api_base_url=server.url)
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        eve = alice.account_lookup("eve")
        made = alice.report(eve, category="spam", comment="a bot", forward=True)
        assert (made.category, made.target_account.id) == ("spam", eve.id)
        told = admin.notifications(types=["admin.report"])[0]
        assert told.report is not None
        assert told.report.id == made.id
