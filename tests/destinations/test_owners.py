"""Several members of a server load into one database: each keeps the own lists, and rows say whose they are."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.destinations.places import Place
from tests.pipeline.canned import TOKEN, Canned, account, notification, serve, status
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.destination_rows import DatabaseRows
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.tabular.shapes import Object
from trunkline.pipeline.tidy.views import make_views

PlaceNamed = Callable[[str], Place]

HER_TOKEN, SECOND_TOKEN = "canned-token-of-number-two-0123456789", "another-token-of-number-two-0123456789"
LISTS = {
    "timelines_home": "/api/v1/timelines/home",
    "notifications": "/api/v1/notifications",
    "favourites": "/api/v1/favourites",
    "bookmarks": "/api/v1/bookmarks",
}
DATABASES = ("duckdb", *(pytest.param(name, marks=pytest.mark.soak) for name in ("postgres", "sqlite")))
PLACES = (*DATABASES, *(pytest.param(name, marks=pytest.mark.soak) for name in ("delta", "iceberg")))


def member(number: int, first: int, last: int) -> Canned:
    """What a server shows to a member whose lists have these posts."""
    posts = [status(one, favourited=number == 1) for one in range(last, first - 1, -1)]
    return Canned(
        lists={
            "/api/v1/timelines/home": posts,
            "/api/v1/notifications": [notification(one) for one in range(last, first - 1, -1)],
            "/api/v1/favourites": posts[:3],
            "/api/v1/bookmarks": posts[:2],
        },
        objects={"/api/v1/accounts/verify_credentials": account(number)},
    )


@pytest.fixture
def server() -> Iterator[Canned]:
    """A server with two members: posts 1 to 6 are in the home timeline of one, 4 to 9 in that of the other."""
    one, other = member(1, 1, 6), member(2, 4, 9)
    one.members = {HER_TOKEN: other, SECOND_TOKEN: other}
    with serve(one):
        yield one


@pytest.fixture
def place(place_named: PlaceNamed, request: pytest.FixtureRequest) -> Place:
    return place_named(request.param)


def numbers(place: Place, table: str = "timelines_home") -> dict[str | None, list[int]]:
    """The posts or notifications in a table, by owner."""
    found: dict[str | None, list[int]] = {}
    for row in place.rows(table, OWNER, "id"):
        found.setdefault(row[OWNER], []).append(int(row["id"]) % 1000)
    return {owner: sorted(ids) for owner, ids in found.items()}


def are_whole(place: Place, table: str = "timelines_home") -> None:
    """Each row has its list, and each list its row."""
    rows = Counter(row["_dlt_id"] for row in place.rows(table, "_dlt_id"))
    assert set(rows.values()) == {1}
    assert Counter(row["_dlt_parent_id"] for row in place.rows(f"{table}__tags", "_dlt_parent_id")) == rows


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_each_member_keeps_the_own_lists(place: Place, server: Canned) -> None:
    for token in (TOKEN, HER_TOKEN):
        place.load(server.url, token, resources=list(LISTS))
    for table, (ones, hers) in {
        "timelines_home": ([1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9]),
        "notifications": ([1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9]),
        "favourites": ([4, 5, 6], [7, 8, 9]),
        "bookmarks": ([5, 6], [8, 9]),
    }.items():
        assert numbers(place, table) == {"1": ones, "2": hers}
    are_whole(place)
    marks = {(row[OWNER], row["favourited"]) for row in place.rows("timelines_home", OWNER, "favourited")}
    assert marks == {("1", True), ("2", False)}
    for token in (TOKEN, HER_TOKEN, SECOND_TOKEN):
        assert place.load(server.url, token, resources=list(LISTS)) == {}


def test_the_views_have_each_post_once(place_named: PlaceNamed, server: Canned) -> None:
    place = place_named("duckdb")
    for token in (TOKEN, HER_TOKEN):
        place.load(server.url, token, resources=["timelines_home"])
    make_views(place.pipeline)
    with place.pipeline.sql_client() as client:
        for view in ("posts", "hashtags_used"):
            assert client.execute_sql(f"SELECT count(*) FROM {view}") == [(9,)]


def test_a_server_cannot_say_whose_a_row_is(place_named: PlaceNamed, server: Canned) -> None:
    for post in server.lists["/api/v1/timelines/home"]:
        post[OWNER] = "2"
    place = place_named("duckdb")
    place.load(server.url, resources=["timelines_home"])
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6]}


@pytest.mark.parametrize("own_id", [None, "", {"id": 1}, "x" * 300])
def test_a_member_whose_id_the_server_does_not_tell(place_named: PlaceNamed, server: Canned, own_id: Any) -> None:
    server.objects["/api/v1/accounts/verify_credentials"] = {**account(1), "id": own_id}
    place = place_named("duckdb")
    for _ in range(2):
        place.load(server.url, resources=["timelines_home"])
    place.load(server.url, HER_TOKEN, resources=["timelines_home"])
    assert sorted(numbers(place).values()) == [[1, 2, 3, 4, 5, 6], [4, 5, 6, 7, 8, 9]]


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The tables are those of version 0.1.0, which does not keep whose rows are, until the patch is undone."""
    with monkeypatch.context() as patch:
        for name in LISTS:
            now = CATALOGUE[name]
            shape = Object({field: inner for field, inner in now.shape.fields.items() if field != OWNER})
            patch.setitem(CATALOGUE, name, replace(now, shape=shape, key=("_instance", "id")))
        yield patch


@pytest.mark.parametrize("place", DATABASES, indirect=True)
def test_rows_of_before_become_those_of_the_only_member(
    place: Place, server: Canned, released: pytest.MonkeyPatch
) -> None:
    place.load(server.url, resources=list(LISTS))
    assert OWNER not in place.table("timelines_home").column_names
    released.undo()
    server.lists["/api/v1/timelines/home"].insert(0, status(7))
    assert place.load(server.url, resources=list(LISTS))["timelines_home"] == 1
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6, 7]}
    assert numbers(place, "bookmarks") == {"1": [5, 6]}
    are_whole(place)
    place.load(server.url, backfill="all", resources=list(LISTS))
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6, 7]}
    place.load(server.url, HER_TOKEN, resources=list(LISTS))
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6, 7], "2": [4, 5, 6, 7, 8, 9]}
    are_whole(place)


def test_rows_of_before_are_not_those_of_whoever_comes_next(
    place_named: PlaceNamed, server: Canned, released: pytest.MonkeyPatch
) -> None:
    place = place_named("duckdb")
    server.lists["/api/v1/accounts/1/statuses"] = []
    place.load(server.url, resources=["timelines_home", "account_statuses"])
    released.undo()
    for token in (HER_TOKEN, TOKEN):
        place.load(server.url, token, resources=["timelines_home"])
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6], "2": [4, 5, 6, 7, 8, 9]}
    are_whole(place)


def test_a_server_that_tells_whose_a_token_is_now_and_then(place_named: PlaceNamed, server: Canned) -> None:
    place, tells = place_named("duckdb"), dict(server.objects)
    for answers in ({}, tells, {}):
        server.objects = answers
        place.load(server.url, resources=["timelines_home"], backfill="all")
    assert [*numbers(place).values()] == [[1, 2, 3, 4, 5, 6]]


@pytest.mark.parametrize("place", DATABASES, indirect=True)
def test_rows_of_before_of_several_members_are_read_again(
    place: Place, server: Canned, released: pytest.MonkeyPatch
) -> None:
    for token in (TOKEN, HER_TOKEN):
        place.load(server.url, token, resources=["timelines_home"])
    assert len(place.rows("timelines_home", "id")) == 9
    released.undo()
    del server.lists["/api/v1/timelines/home"][-1]
    place.load(server.url, resources=["timelines_home"])
    place.load(server.url, HER_TOKEN, resources=["timelines_home"])
    assert place.load(server.url, resources=["timelines_home"]) == {}
    assert numbers(place) == {None: [1], "1": [2, 3, 4, 5, 6], "2": [4, 5, 6, 7, 8, 9]}, (
        "the server has the first no more"
    )
    are_whole(place)


@pytest.mark.soak
@pytest.mark.parametrize("way", ["looked at", "package waits", "backup", "table dropped", "killed", "rounds"])
@pytest.mark.parametrize("place", DATABASES, indirect=True)
def test_rows_of_before_whatever_happens(
    place: Place, server: Canned, released: pytest.MonkeyPatch, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nothing is there twice, whichever step of the change to the new tables ends too early."""

    def source(**options: Any) -> Any:
        wanted = {"resources": ["timelines_home"], **options}
        return mastodon_source(api_base_url=server.url, access_token=TOKEN, **wanted)

    if way == "package waits":
        place.pipeline.extract(source())
        place.pipeline.normalize()
    else:
        place.load(server.url, resources=["timelines_home"])
    released.undo()
    server.lists["/api/v1/timelines/home"].insert(0, status(7))
    if way == "looked at":
        seen = source()
        seen.timelines_home.add_filter(lambda row: bool(row[OWNER]))
        place.pipeline.run(seen)
    elif way == "killed":
        with monkeypatch.context() as patch:
            patch.setattr(DatabaseRows, "drop_doubled", _killed)
            with pytest.raises(PipelineStepFailed):
                place.load(server.url, resources=["timelines_home"])
    elif way == "table dropped":
        with place.pipeline.sql_client() as client:
            for table in place.pipeline.default_schema.data_table_names(seen_data_only=True):
                if table.startswith("timelines_home"):
                    client.execute_sql(f"DROP TABLE {client.make_qualified_table_name(table)}")
    elif way == "backup":
        shutil.rmtree(place.folder / place.name)  # dlt's folder; the database is as of before
    again: dict[str, Any] = {"resources": ["timelines_home"], "backfill": "all"}
    if way == "rounds":
        again["max_rows"] = 2
    for _ in range(4):
        place.load(server.url, **again)
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6, 7]}
    are_whole(place)


def _killed(_rows: DatabaseRows) -> None:
    raise OSError("killed")


@pytest.mark.soak
def test_an_old_file_in_place_of_a_new_one(
    place_named: PlaceNamed, server: Canned, released: pytest.MonkeyPatch
) -> None:
    place = place_named("duckdb")
    file, old = place.folder / "m.duckdb", place.folder / "old.duckdb"
    place.load(server.url, resources=["timelines_home"])
    shutil.copy(file, old)
    released.undo()
    place.load(server.url, HER_TOKEN, resources=["timelines_home"])
    shutil.copy(old, file)
    for token in (HER_TOKEN, TOKEN):
        place.load(server.url, token, resources=["timelines_home"])
    place.load(server.url, resources=["timelines_home"])
    assert numbers(place) == {"1": [1, 2, 3, 4, 5, 6], "2": [4, 5, 6, 7, 8, 9]}
    are_whole(place)
