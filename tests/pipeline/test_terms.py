"""Description of a server, and lists that are read only if they are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pipeline.canned import Canned, account, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline.crawling.server import FRESH

Load = Callable[..., dict[str, int]]
POLICY = "/api/v1/instance/privacy_policy"


def test_rules_terms_and_policy_come_with_the_description(load: Load, loader: Loader, canned: Canned) -> None:
    canned.objects["/api/v2/instance"]["rules"] = [{"id": "1", "text": "Be kind", "hint": ""}]
    canned.objects[POLICY] = {"updated_at": "2026-01-01T00:00:00Z", "content": "<p>We keep nothing.</p>"}
    load(resources=["instances"])
    assert loader.rows(
        "SELECT privacy_policy__content AS policy, terms_of_service__content AS terms FROM instances"
    ) == [{"policy": "<p>We keep nothing.</p>", "terms": None}]
    assert loader.rows("SELECT text FROM instances__rules") == [{"text": "Be kind"}]


def test_the_texts_are_asked_for_daily_and_when_the_description_changes(
    load: Load, loader: Loader, canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    canned.objects[POLICY] = {"updated_at": "2026-01-01T00:00:00Z", "content": "old"}
    for _ in range(2):
        load(resources=["instances"])
    assert len(canned.requests(POLICY)) == 1
    canned.objects[POLICY] = {"updated_at": "2026-01-02T00:00:00Z", "content": "new"}
    monkeypatch.setattr("trunkline.pipeline.crawling.terms.FRESH", FRESH * 0)
    assert load(resources=["instances"])["instances"] == 1
    monkeypatch.undo()
    canned.objects["/api/v2/instance"]["title"] = "Renamed"
    assert load(resources=["instances"])["instances"] == 1
    assert len(canned.requests(POLICY)) == 3
    found = loader.rows("SELECT title, privacy_policy__content AS policy FROM instances")
    assert found == [{"title": "Renamed", "policy": "new"}]


def test_an_old_description_is_read_where_there_is_no_other(load: Load, loader: Loader, canned: Canned) -> None:
    del canned.objects["/api/v2/instance"]
    canned.objects["/api/v1/instance"] = {
        "uri": "https://old.test/",
        "title": "Old",
        "version": "3.5.3",
        "short_description": "",
        "email": "a@old.test",
        "description": "Long",
        "languages": ["de"],
        "registrations": True,
        "approval_required": False,
        "thumbnail": "https://old.test/x.png",
        "urls": {"streaming_api": "wss://old.test"},
        "invites_enabled": False,
        "stats": {"user_count": 7},
        "contact_account": account(9),
        "rules": [{"id": "1", "text": "Be kind"}],
        "configuration": {"statuses": {"max_characters": 500}},
    }
    load(resources=["instances"])
    columns = {
        "domain": "old.test",
        "title": "Old",
        "version": "3.5.3",
        "description": "Long",
        "contact__email": "a@old.test",
        "contact__account__id": "9",
        "thumbnail__url": "https://old.test/x.png",
        "registrations__enabled": True,
        "registrations__approval_required": False,
        "stats__user_count": 7,
        "configuration__urls__streaming": "wss://old.test",
        "configuration__statuses__max_characters": 500,
    }
    assert loader.rows(f"SELECT {', '.join(columns)} FROM instances") == [columns]


@pytest.mark.soak
@pytest.mark.parametrize("name", ["favourites", "bookmarks"])
def test_favourites_and_bookmarks_are_read_when_named(load: Load, canned: Canned, name: str) -> None:
    path = f"/api/v1/{name}"
    canned.lists[path] = [status(n) for n in (7, 30, 2)]  # in the order in which they were added
    canned.places[path] = [3, 2, 1]
    load()
    assert canned.requests(path) == []
    assert load(resources=[name])[name] == 3
    canned.lists[path].insert(0, status(5))
    canned.places[path] = [4, 3, 2, 1]
    assert load(resources=[name])[name] == 1
    canned.seen.clear()
    assert load(resources=[name]) == {}
    assert len(canned.requests(path)) == 1
