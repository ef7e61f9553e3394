"""Measures, dimensions and retention."""

from datetime import UTC, datetime, timedelta

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

MEASURES = "/api/v1/admin/measures"
DIMENSIONS = "/api/v1/admin/dimensions"
RETENTION = "/api/v1/admin/retention"
SPAN = {"start_at": "2026-03-01T00:00:00Z", "end_at": "2026-03-03T23:59:59Z"}


def measure(chief, key, **about):
    (shown,) = chief.post(MEASURES, json={"keys": [key], **SPAN, **({key: about} if about else {})})
    return shown


def dimension(chief, key, **params):
    (shown,) = chief.post(DIMENSIONS, json={"keys": [key], **SPAN, **params})
    return {part["key"]: part["value"] for part in shown["data"]}


@pytest.fixture
def far(world):
    """A post with a hashtag on another server."""
    zed = world.remote_account("zed", "far.example")
    return world.remote_status(zed, "hello")


def test_measure_by_day(world, chief, ann):
    ann.say("one")
    world.clock.advance(days=1)
    ann.say("two")
    chief.say("three")
    shown = measure(chief, "active_users")
    assert shown == {
        "key": "active_users",
        "unit": None,
        "total": "2",
        "previous_total": "0",
        "data": [
            {"date": "2026-03-01T00:00:00Z", "value": "1"},
            {"date": "2026-03-02T00:00:00Z", "value": "2"},
            {"date": "2026-03-03T00:00:00Z", "value": "0"},
        ],
    }


def test_days_are_dates_but_for_figures_from_counters(chief, ann):
    ann.say("#tea")
    tag = chief.get("/api/v1/admin/tags")[0]["id"]
    assert measure(chief, "new_users")["data"][0]["date"] == "2026-03-01"
    assert measure(chief, "tag_servers", id=tag)["data"][0]["date"] == "2026-03-01"
    for key, about in (("interactions", {}), ("tag_uses", {"id": tag}), ("tag_accounts", {"id": tag})):
        assert measure(chief, key, **about)["data"][0]["date"] == "2026-03-01T00:00:00Z"


def test_measures_of_this_server(chief, ann, bob):
    post = ann.say("#tea")
    bob.post(f"/api/v1/statuses/{post['id']}/favourite")
    bob.say("@ann yes", in_reply_to_id=post["id"])
    report = bob.post("/api/v1/reports", json={"account_id": ann.id})
    chief.post(f"/api/v1/admin/reports/{report['id']}/resolve")
    totals = {"new_users": "3", "interactions": "2", "opened_reports": "1", "resolved_reports": "1"}
    assert {key: measure(chief, key)["total"] for key in totals} == totals
    tag = chief.get("/api/v1/admin/tags")[0]["id"]
    of_tag = {"tag_accounts": "1", "tag_uses": "1", "tag_servers": "0"}
    assert {key: measure(chief, key, id=tag)["total"] for key in of_tag} == of_tag


def test_measures_of_another_server(world, chief, ann, far):
    zed = world.store.value("SELECT account_id FROM statuses WHERE id = ?", (far,))
    ann.post(f"/api/v1/accounts/{zed}/follow")
    ann.post("/api/v1/reports", json={"account_id": zed})
    totals = {
        "instance_accounts": "1", "instance_statuses": "1", "instance_reports": "1", "instance_follows": "1",
        "instance_followers": "0", "instance_media_attachments": "0",
    }  # fmt: skip
    shown = {key: measure(chief, key, domain="far.example") for key in totals}
    assert {key: one["total"] for key, one in shown.items()} == totals
    assert "previous_total" not in shown["instance_accounts"]
    media = shown["instance_media_attachments"]
    assert (media["unit"], media["human_value"]) == ("bytes", "0 Bytes")


def lacks(name):
    return {"error": f"param is missing or the value is empty or invalid: {name}"}


def test_what_measures_need(chief):
    assert chief.post(MEASURES, json={"keys": ["nonsense"], **SPAN}) == []
    assert chief.post(MEASURES, 400, json=SPAN) == lacks("keys")
    assert chief.post(MEASURES, 400, json={"keys": [], **SPAN}) == lacks("keys")
    assert chief.post(MEASURES, 400, json={"keys": ["new_users"]}) == lacks("start_at")
    assert chief.post(MEASURES, 400, json={"keys": ["tag_uses"], **SPAN}) == lacks("tag_uses")
    assert chief.post(MEASURES, 422, json={"keys": ["x"], **SPAN, "end_at": "x"}) == {"error": "Invalid date supplied"}
    unknown = {"keys": ["tag_uses"], "tag_uses": {"id": "0"}, **SPAN}
    assert chief.post(MEASURES, 404, json=unknown) == {"error": "Record not found"}


def test_what_dimensions_need(chief):
    assert chief.post(DIMENSIONS, json={}) == chief.post(DIMENSIONS, json={"keys": ["x"], "start_at": "x"}) == []
    assert chief.post(DIMENSIONS, json={"keys": ["sources"]}) == [{"key": "sources", "data": []}]
    bad = {"keys": ["sources"], "start_at": "x"}
    assert chief.post(DIMENSIONS, 422, json=bad) == {"error": "Invalid date supplied"}
    assert chief.post(DIMENSIONS, 400, json={"keys": ["tag_servers"], **SPAN}) == lacks("tag_servers")


def test_what_retention_needs(chief):
    assert chief.post(RETENTION, 400, json={"start_at": SPAN["start_at"]}) == lacks("end_at")
    assert chief.post(RETENTION, 422, json={**SPAN, "start_at": "x"}) == {"error": "Invalid date supplied"}


def test_parameters_are_read_before_the_right_is_checked(world, ann):
    ann.token = world.token(ann.id, "admin:read")
    ann.post(MEASURES, 400, json=SPAN)
    ann.post(RETENTION, 400)
    for path in (MEASURES, DIMENSIONS, RETENTION):
        ann.post(path, 403, json={"keys": ["new_users"], **SPAN})


@pytest.mark.usefixtures("far")
def test_dimensions(chief, ann):
    ann.say("#tea", language="de")
    ann.say("hello")
    tag = chief.get("/api/v1/admin/tags")[0]["id"]
    assert dimension(chief, "languages") == {"en": "2"}
    assert dimension(chief, "sources") == {"web": "2"}
    assert dimension(chief, "servers") == {"mastodon.test": "2", "far.example": "1"}
    assert dimension(chief, "servers", limit=1) == {"mastodon.test": "2"}
    assert dimension(chief, "tag_servers", tag_servers={"id": tag}) == {"mastodon.test": "1"}
    assert dimension(chief, "tag_languages", tag_languages={"id": tag}) == {"de": "1"}
    assert dimension(chief, "instance_accounts", instance_accounts={"domain": "far.example"}) == {"zed": "0"}
    assert dimension(chief, "instance_languages", instance_languages={"domain": "far.example"}) == {"en": "1"}
    assert dimension(chief, "software_versions")["mastodon"].startswith("4.7")
    assert list(dimension(chief, "space_usage")) == ["postgresql", "redis", "media"]


def test_sources_are_the_applications_that_people_signed_up_with(world, chief, ann):
    token = world.token(None)
    form = {"username": "new", "email": "new@mail.example", "password": "long enough", "agreement": True}
    world.request("POST", "/api/v1/accounts", headers={"Authorization": f"Bearer {token}"}, json=form)
    assert dimension(chief, "sources") == {"web": "2", "Test app": "1"}
    newest, *_ = chief.get("/api/v1/admin/accounts")
    assert newest["created_by_application_id"] == str(world.app_id)


def test_retention(world, chief, ann):
    world.clock.advance(days=1)
    ann.say("still here")
    first, second, third = chief.post(RETENTION, json={**SPAN, "frequency": "day"})
    assert (first["period"], first["frequency"]) == ("2026-03-01T00:00:00+00:00", "day")
    assert [(one["value"], one["rate"]) for one in first["data"]] == [("2", 1.0), ("1", 0.5), ("0", 0.0)]
    assert (len(second["data"]), third["data"][0]["value"]) == (2, "0")
    (month,) = chief.post(RETENTION, json={**SPAN, "frequency": "month"})
    assert (month["period"], month["data"][0]["value"]) == ("2026-03-01T00:00:00+00:00", "2")


def test_with_the_client():
    with Sandbox(size=300, process=False) as server:
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        end = datetime.now(UTC)
        start = end - timedelta(days=6)
        tag = admin.admin_tags(limit=1)[0]
        figures = admin.admin_measures(start, end, active_users=True, tag_uses=tag.id)
        assert [figure.key for figure in figures] == ["active_users", "tag_uses"]
        assert len(figures[0].data) == 7
        languages, space = admin.admin_dimensions(start, end, languages=True, space_usage=True)
        assert languages.data[0].human_key
        assert int(space.data[0].value) > 0
        assert len(admin.admin_retention(start, end)) == 7
