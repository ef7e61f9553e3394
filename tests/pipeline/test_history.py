"""Texts and counts over time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.canned import status
from tests.pipeline.conftest import Loader, Rows
from tests.pipeline.owned import feed
from trunkline.pipeline.purge.finding import HISTORY
from trunkline.pipeline.upkeep.history import DELETIONS, SNAPSHOTS, VERSIONS, version_of

HERE, THERE = "canned.test", "other.test"


def shown(number: int, instance: str = HERE, **fields: Any) -> dict[str, Any]:
    """A status as a server shows it."""
    return {"_instance": instance, **status(number, **fields)}


def show(loader: Loader, *rows: dict[str, Any]) -> None:
    """The pipeline gets these rows."""
    feed(loader.pipeline, {"timelines_home": rows})


def versions(loader: Loader, number: int = 1, instance: str = HERE) -> Rows:
    """The versions of a post, from old to new."""
    return loader.rows(
        f"""SELECT content, _dlt_valid_from AS begins, _dlt_valid_to AS ends FROM status_versions
            WHERE id = '{status(number)["id"]}' AND _instance = '{instance}' ORDER BY _dlt_valid_from"""
    )


def test_a_new_text_ends_the_one_before(loader: Loader) -> None:
    for text in ("a", "b", "b", "a"):
        show(loader, shown(1, content=text), shown(2))
    found = versions(loader)
    assert [row["content"] for row in found] == ["a", "b", "a"]
    assert [row["ends"] for row in found] == [found[1]["begins"], found[2]["begins"], None]
    assert [row["ends"] for row in versions(loader, 2)] == [None]


@pytest.mark.soak
def test_what_is_not_shown_goes_on(loader: Loader) -> None:
    show(loader, shown(1), shown(2))
    show(loader, shown(2, content="changed"))
    assert [row["ends"] for row in versions(loader, 1)] == [None]
    assert len(versions(loader, 2)) == 2


@pytest.mark.soak
def test_another_server_has_its_own_versions(loader: Loader) -> None:
    show(loader, shown(1), shown(2, THERE))
    show(loader, shown(1, THERE, content="elsewhere"), shown(2, content="here"))
    assert [row["ends"] for row in versions(loader, 1)] == [None]
    assert [row["ends"] for row in versions(loader, 2, THERE)] == [None]
    assert [row["content"] for row in versions(loader, 1, THERE)] == ["elsewhere"]


def test_a_boost_is_no_post(loader: Loader) -> None:
    boost = shown(9, content="", reblog=status(1, quote={"state": "accepted", "quoted_status": status(2)}))
    feed(loader.pipeline, {"timelines_home": [boost], "timelines_public": [shown(1)]})
    ids = [row["id"] for row in loader.rows("SELECT id FROM status_versions ORDER BY id")]
    assert ids == [status(1)["id"], status(2)["id"]]


def test_posts_that_are_in_no_table(loader: Loader) -> None:
    feed(loader.pipeline, {}, versions=[shown(1)], snapshots=[shown(1, replies_count=5, favourites_count=7)])
    assert len(versions(loader)) == 1
    counts = "SELECT replies_count, favourites_count, reblogs_count, observed_at FROM status_snapshots"
    (row,) = loader.rows(counts)
    assert row.pop("observed_at")
    assert row == {"replies_count": 5, "favourites_count": 7, "reblogs_count": None}


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "other"},
        {"spoiler_text": "careful"},
        {"language": "de"},
        {"sensitive": True},
        {"edited_at": "2026-02-01T00:00:00.000Z"},
        {"media_attachments": [{"id": "1", "type": "image", "description": "A cat"}]},
        {"poll": {"options": [{"title": "Yes", "votes_count": 0}]}},
    ],
)
def test_what_is_a_new_version(fields: dict[str, Any]) -> None:
    assert version_of(shown(1, **fields))["version"] != version_of(shown(1))["version"]


@pytest.mark.parametrize(
    "fields", [{"favourites_count": 99}, {"favourited": True}, {"card": {"url": "https://canned.test"}}]
)
def test_what_is_none(fields: dict[str, Any]) -> None:
    assert version_of(shown(1, **fields))["version"] == version_of(shown(1))["version"]


def test_votes_are_no_new_version() -> None:
    polls = [{"options": [{"title": "Yes", "votes_count": votes}], "votes_count": votes} for votes in (0, 3)]
    assert len({version_of(shown(1, poll=poll))["version"] for poll in polls}) == 1


def test_a_purge_knows_all_tables_of_the_history() -> None:
    assert {table.name for table in (VERSIONS, SNAPSHOTS, DELETIONS)} == set(HISTORY)
