"""The tidy layer: what posts consist of, and what people do."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot

from tests.pipeline.canned import account, status
from tests.pipeline.conftest import Loader, Rows
from tests.pipeline.owned import feed
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tidy.translating import translated
from trunkline.pipeline.tidy.views import make_views, queries

HOME, AWAY = "canned.test", "away.test"
ME = f"user1@{HOME}"
EVERYTHING = (
    "posts boosts people hashtags_used mentions media links poll_options quotes replies follows edits servers"
).split()


def post(number: int) -> str:
    return str(status(number)["uri"])


class Layer:
    """The views of a pipeline."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def feed(self, **rows: list[dict[str, Any]]) -> None:
        given = {name: [{"_instance": HOME, **row} for row in some] for name, some in rows.items()}
        feed(self.loader.pipeline, given)
        make_views(self.loader.pipeline)

    def __getitem__(self, wanted: tuple[str, str]) -> Rows:
        view, columns = wanted
        return self.loader.rows(f"SELECT {columns} FROM {view} ORDER BY ALL")


@pytest.fixture
def layer(loader: Loader) -> Layer:
    return Layer(loader)


def test_all_views_are_there_whatever_was_loaded(layer: Layer) -> None:
    layer.feed(accounts=[account(1)])
    for view in EVERYTHING:
        assert len(layer[view, "*"]) == (view in {"people", "servers"})


def test_parts_are_there_once_whatever_the_post_was_loaded_by(layer: Layer) -> None:
    whole = status(
        1,
        tags=[{"name": "Cats", "url": "u"}, {"name": "cats", "url": "u"}],
        mentions=[{"id": "2", "username": "user2", "url": "u", "acct": "user2"}],
        media_attachments=[
            {"id": "7", "type": "image", "url": "a", "meta": {"original": {"width": 640, "height": 480}}},
            {"id": "8", "type": "video", "url": "b", "description": "A cat", "meta": {"original": {"duration": 1.5}}},
        ],
        card={"url": "https://a.test", "type": "link", "title": "A", "published_at": "2026-01-01T00:00:00Z"},
        poll={"id": "5", "votes_count": 3, "options": [{"title": "Yes", "votes_count": 3}, {"title": "No"}]},
    )
    layer.feed(timelines_home=[whole, status(9, reblog=whole)], timelines_public=[whole])
    assert layer["hashtags_used", "post, account, hashtag"] == [
        {"post": post(1), "account": ME, "hashtag": "cats"},
    ]
    assert layer["mentions", "post, account, mentioned"] == [
        {"post": post(1), "account": ME, "mentioned": f"user2@{HOME}"}
    ]
    assert layer["media", "position, type, description, width, duration"] == [
        {"position": 0, "type": "image", "description": None, "width": 640, "duration": None},
        {"position": 1, "type": "video", "description": "A cat", "width": None, "duration": 1.5},
    ]
    assert layer["links", "post, url, title"] == [{"post": post(1), "url": "https://a.test", "title": "A"}]
    assert layer["poll_options", "position, title, votes_count, poll_id, poll_votes_count"] == [
        {"position": 0, "title": "Yes", "votes_count": 3, "poll_id": "5", "poll_votes_count": 3},
        {"position": 1, "title": "No", "votes_count": None, "poll_id": "5", "poll_votes_count": 3},
    ]


def test_boosts(layer: Layer) -> None:
    boost = status(9, account=account(2), reblog=status(1))
    layer.feed(timelines_home=[boost], timelines_public=[boost])
    assert layer["boosts", "uri, account, post, author"] == [
        {"uri": post(9), "account": f"user2@{HOME}", "post": post(1), "author": ME}
    ]
    assert layer["posts", "uri"] == [{"uri": post(1)}]


def test_quotes_also_of_boosted_posts(layer: Layer) -> None:
    quoting = status(2, quote={"state": "accepted", "quoted_status": status(1, account=account(2))})
    boosted = status(3, quote={"state": "pending", "quoted_status": status(4, account=account(5))})
    layer.feed(timelines_home=[quoting, status(9, reblog=boosted)])
    assert layer["quotes", "post, quoted, quoted_account, state"] == [
        {"post": post(2), "quoted": post(1), "quoted_account": f"user2@{HOME}", "state": "accepted"},
        {"post": post(3), "quoted": post(4), "quoted_account": f"user5@{HOME}", "state": "pending"},
    ]


def test_replies_name_the_answered_post_and_account(layer: Layer) -> None:
    def reply(number: int, to: str, account_id: str, **fields: Any) -> dict[str, Any]:
        return status(number, in_reply_to_id=to, in_reply_to_account_id=account_id, **fields)

    mention = {"id": "6", "username": "user6", "url": "u", "acct": "user6@far.test"}
    layer.feed(
        timelines_home=[
            status(1, account=account(2)),
            reply(2, status(1)["id"], "2"),
            reply(3, "404", "1"),
            reply(4, "404", "6", mentions=[mention]),
            reply(5, "404", "7"),
        ]
    )
    assert layer["replies", "post, in_reply_to, in_reply_to_account"] == [
        {"post": post(2), "in_reply_to": post(1), "in_reply_to_account": f"user2@{HOME}"},
        {"post": post(3), "in_reply_to": None, "in_reply_to_account": ME},
        {"post": post(4), "in_reply_to": None, "in_reply_to_account": "user6@far.test"},
        {"post": post(5), "in_reply_to": None, "in_reply_to_account": None},
    ]


def test_follows_from_both_sides_are_one(layer: Layer) -> None:
    layer.feed(
        accounts=[account(1), account(2)],
        following=[{"account_id": "1", **account(2)}, {"account_id": "1", **account(3, acct="user3@far.test")}],
        followers=[{"account_id": "2", **account(1)}, {"account_id": "9", **account(1)}],
    )
    assert layer["follows", "account, followed"] == [
        {"account": ME, "followed": f"user2@{HOME}"},
        {"account": ME, "followed": "user3@far.test"},
        {"account": ME, "followed": None},
    ]


def test_edits_are_those_of_the_server_that_posts_shows(layer: Layer) -> None:
    for content in ("<p>One</p>", "<p>Two</p>"):
        layer.feed(timelines_home=[status(1, content=content)])
    assert [row["content"] for row in layer["edits", "valid_from, content"]] == ["<p>One</p>", "<p>Two</p>"]
    assert [row["valid_to"] is None for row in layer["edits", "valid_from, valid_to"]] == [False, True]


def test_servers_that_were_asked_and_those_of_people(layer: Layer) -> None:
    layer.feed(
        instances=[{"domain": HOME, "title": "Canned", "usage": {"users": {"active_month": 5}}}],
        timelines_home=[status(1), status(2, account=account(2, acct=f"user2@{AWAY}", uri="https://away.test/2"))],
    )
    assert layer["servers", "server, _instance, title, users_active_month, people, posts"] == [
        {"server": AWAY, "_instance": None, "title": None, "users_active_month": None, "people": 1, "posts": 1},
        {"server": HOME, "_instance": HOME, "title": "Canned", "users_active_month": 5, "people": 1, "posts": 1},
    ]


def test_posts_point_to_their_row_and_lists(layer: Layer) -> None:
    layer.feed(timelines_home=[status(9, reblog=status(1))])
    (row,) = layer["posts", "_lists, _dlt_id"]
    assert row["_lists"] == "timelines_home__reblog__"
    assert layer.loader.rows(f"SELECT name FROM {row['_lists']}tags WHERE _dlt_parent_id = '{row['_dlt_id']}'") == [
        {"name": "canned"}
    ]


class _Declared:
    """All tables and columns that are declared."""

    def has(self, table: str, column: str, kind: str = "") -> bool:
        return table not in CATALOGUE or column.startswith("_") or CATALOGUE[table].shape.at(column) is not None

    def name(self, table: str) -> str:
        return f"mastodon_data.{table}"


def test_the_views_are_named_in_order() -> None:
    assert [*queries(_Declared())] == EVERYTHING


@pytest.mark.parametrize(
    "dialect",
    ["bigquery", *(pytest.param(name, marks=pytest.mark.soak) for name in ("snowflake", "redshift", "databricks"))],
)
def test_other_databases_get_functions_that_they_have(dialect: str) -> None:
    lacking = {
        "bigquery": {"SPLIT_PART", "TIMESTAMP_SECONDS", "BOOL_OR", "TO_TIMESTAMP"},
        "databricks": {"FROM_UNIXTIME", "TO_TIMESTAMP"},
        "redshift": {"ARRAY_AGG", "TO_TIMESTAMP"},
        "snowflake": {"BOOL_OR", "TO_DOUBLE"},
    }[dialect]
    for query in queries(_Declared()).values():
        text = translated(query, dialect)
        sqlglot.parse_one(text, dialect=dialect)
        assert not [name for name in lacking if f"{name}(" in text]
