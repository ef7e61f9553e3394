"""Each destination that can be run here gets the same rows, with types of its own, and follows changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pytest

from tests.destinations.places import EVERYTHING, Place
from tests.pipeline.canned import FIRST, TOKEN, Canned, status
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.tidy.views import make_views

OTHERS = ("postgres", "sqlite", "delta", "iceberg")
MERGING = ("duckdb", *(pytest.param(name, marks=pytest.mark.soak) for name in OTHERS))
PLACES = (*MERGING, pytest.param("files", marks=pytest.mark.soak))
ROOTS = (
    "accounts account_statuses timelines_home timelines_public statuses search notifications hashtags instances "
    "following followers"
).split()

PlaceNamed = Callable[[str], Place]


@pytest.mark.soak
@pytest.mark.parametrize("name", [*OTHERS, "files"])
def test_every_table_has_the_rows_that_duckdb_gets(
    name: str, place_named: PlaceNamed, canned: Canned, rows_of_duckdb: dict[str, int]
) -> None:
    place = place_named(name)
    written = place.load(canned.url)
    assert place.counts() == written == rows_of_duckdb
    assert {*ROOTS, "_rejected", "timelines_home__tags", "timelines_home__reblog__media_attachments"} <= written.keys()
    assert place.load(canned.url) == {}
    assert place.counts() == written


@pytest.mark.parametrize("name", MERGING)
def test_a_changed_row_takes_the_place_of_the_old_one_and_so_do_its_lists(
    name: str, place_named: PlaceNamed, canned: Canned
) -> None:
    place = place_named(name)
    place.load(canned.url, resources=["statuses"])
    changed = _changed(canned, number=2, content="new", tags=[{"name": "a", "url": "u"}, {"name": "b", "url": "u"}])
    written = place.load(canned.url, resources=["statuses"])
    assert written == {"statuses": 1, "statuses__tags": 2, "statuses__account__fields": 1}
    assert place.counts() == {"statuses": 7, "statuses__tags": 8, "statuses__account__fields": 7}
    assert _tags(place, changed["id"]) == ["a", "b"]
    assert {row["content"] for row in place.rows("statuses", "content") if "Post" not in row["content"]} == {"new"}


@pytest.mark.parametrize("name", MERGING)
def test_items_that_are_gone_from_a_list_go(name: str, place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named(name)
    place.load(canned.url, resources=["statuses"])
    changed = _changed(canned, number=2, tags=[])
    place.load(canned.url, resources=["statuses"])
    # dlt merges these two formats row by row, and never takes rows of lists away
    stay = ["canned"] if name in {"delta", "iceberg"} else []
    assert _tags(place, changed["id"]) == stay


def test_files_keep_both_versions_of_a_changed_row(place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named("files")
    place.load(canned.url, resources=["statuses"])
    changed = _changed(canned, number=2, content="new", tags=[{"name": "a", "url": "u"}])
    place.load(canned.url, resources=["statuses"])
    rows = place.rows("statuses", "id", "content", "_dlt_load_id", "_dlt_id")
    old, new = sorted((row for row in rows if row["id"] == changed["id"]), key=lambda row: row["_dlt_load_id"])
    assert (old["content"], new["content"]) == ("<p>Post 2</p>", "new")
    tags = place.rows("statuses__tags", "_dlt_parent_id", "name")
    assert [tag["name"] for tag in tags if tag["_dlt_parent_id"] == new["_dlt_id"]] == ["a"]
    data = {file.suffix for file in (place.folder / "files" / "mastodon_data" / "statuses").iterdir()}
    assert data == {".parquet"}


@pytest.mark.soak
@pytest.mark.parametrize("name", ["delta", "iceberg"])
def test_a_post_that_is_read_twice_in_one_load_is_there_once(
    name: str, place_named: PlaceNamed, canned: Canned
) -> None:
    canned.lists["/api/v1/timelines/tag/other"] = canned.lists["/api/v1/timelines/tag/canned"][:8]
    place = place_named(name)
    place.load(canned.url, resources=["hashtags"], hashtags=["canned", "other"])
    assert place.counts()["hashtags"] == 15
    assert place.counts()["hashtags__tags"] == 15


TYPES: dict[str, pa.DataType] = {
    "created_at": pa.timestamp("us", tz="UTC"),
    "account__last_status_at": pa.timestamp("us", tz="UTC"),
    "sensitive": pa.bool_(),
    "replies_count": pa.int64(),
    "quote_approval": pa.string(),
    "id": pa.string(),
}


@pytest.mark.parametrize("name", PLACES)
def test_columns_have_their_types(name: str, place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named(name)
    place.load(canned.url, resources=["statuses"])
    found = place.table("statuses").schema
    wanted = dict(TYPES)
    if name == "sqlite":  # it has no times with a zone; they are in UTC
        wanted |= {column: pa.timestamp("us") for column in ("created_at", "account__last_status_at")}
    assert {column: found.field(column).type for column in TYPES} == wanted


@pytest.mark.soak
def test_postgres_has_its_own_types(place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named("postgres")
    place.load(canned.url, resources=["statuses", "instances"])
    columns = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'statuses'"
    with place.pipeline.sql_client() as client:
        types = dict(client.execute_sql(f"{columns} AND table_schema = 'mastodon_data'"))
        (approval,) = client.execute_sql("SELECT quote_approval->'automatic'->>0 FROM statuses LIMIT 1")[0]
    assert {types[column] for column in ("created_at", "account__created_at")} == {"timestamp with time zone"}
    assert (types["sensitive"], types["replies_count"], types["quote_approval"]) == ("boolean", "bigint", "jsonb")
    assert approval == "public"


@pytest.mark.parametrize("name", PLACES)
def test_a_value_that_fits_no_column_is_rejected(name: str, place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named(name)
    place.load(canned.url, resources=["hashtags"])
    (rejected,) = place.rows("_rejected", "resource", "reason", "path", "id", "raw")
    assert (rejected["resource"], rejected["reason"]) == ("hashtags", "created_at is no timestamp but 'yesterday'")
    assert (rejected["path"], rejected["id"], rejected["raw"]) == ("created_at", str(FIRST + 35), '"yesterday"')
    assert {row["id"]: row["created_at"] for row in place.rows("hashtags", "id", "created_at")}[rejected["id"]] is None


@pytest.mark.parametrize("name", PLACES)
def test_a_field_that_is_new_becomes_a_column(name: str, place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named(name)
    place.load(canned.url, resources=["hashtags"])
    canned.lists["/api/v1/timelines/tag/canned"].insert(0, status(50, local_only=True, circles=[{"name": "friends"}]))
    place.load(canned.url, resources=["hashtags"])
    assert sorted(str(row["local_only"]) for row in place.rows("hashtags", "local_only")) == ["None"] * 15 + ["True"]
    assert place.rows("hashtags__circles", "name") == [{"name": "friends"}]


def _changed(canned: Canned, number: int, **fields: Any) -> dict[str, Any]:
    post = next(post for post in canned.by_id["/api/v1/statuses"] if post["id"] == str(FIRST + number))
    post.update(edited_at="2026-02-01T00:00:00Z", **fields)
    return post


def _tags(place: Place, post: str) -> list[str]:
    """The tags of a post, in order."""
    ids = {row["_dlt_id"] for row in place.rows("statuses", "id", "_dlt_id") if row["id"] == post}
    tags = place.rows("statuses__tags", "_dlt_parent_id", "_dlt_list_idx", "name")
    found = [tag for tag in tags if tag["_dlt_parent_id"] in ids]
    return [tag["name"] for tag in sorted(found, key=lambda tag: tag["_dlt_list_idx"])]


@pytest.mark.parametrize("refresh", ["drop_sources", "drop_resources", "drop_data"])
@pytest.mark.soak
def test_views_of_postgres_let_tables_be_dropped(refresh: Any, place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named("postgres")
    place.load(canned.url, resources=["statuses", "instances"])
    make_views(place.pipeline)
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["statuses"], **EVERYTHING)
    assert not place.pipeline.run(source, refresh=refresh).has_failed_jobs
    make_views(place.pipeline)
    with place.pipeline.sql_client() as client:
        assert client.execute_sql("SELECT count(*) FROM posts") == [(7,)]


@pytest.mark.parametrize("name", ["duckdb", pytest.param("postgres", marks=pytest.mark.soak)])
def test_odd_rows_cost_themselves(name: str, place_named: PlaceNamed, canned: Canned) -> None:
    place, most = place_named(name), 14
    wide = {f"extra{number}": "x" * 23 for number in range(200)}
    posts = [
        status(60, content="a\0b", **{"\0": "\0", "map": {"\0": "\ud800"}}),
        status(59, ctid="1", xmin="2", tableoid="3"),
        status(58, hosts={f"host{number}.test": {"reason": "x"} for number in range(900)}),
        status(57, favourites_count=640.5),
        status(56, favourites_count=2**70),
        status(55, created_at="0000-01-01T00:00:00Z"),
        status(54, account="text"),
        status(53, tags=[None], mentions=[None]),
        status(52, media_attachments=[[1]]),
        status(51, **{"": 1, "_instance": "evil", "New": 1, "new": 2}),
        status(50, **wide, application={"name": "x" * 23, "website": None}),
    ]
    canned.lists["/api/v1/timelines/tag/canned"][:0] = posts
    place.load(canned.url, resources=["hashtags"])
    kept = {row["id"]: row for row in place.rows("hashtags", "id", "_instance", "content", "favourites_count")}
    assert len(kept) == most + 12
    assert {row["_instance"] for row in kept.values()} == {urlsplit(canned.url).netloc}
    assert kept[posts[0]["id"]]["content"] == "ab"
    assert kept[posts[3]["id"]]["favourites_count"] == 640
    rejected = {row["id"]: row["path"] for row in place.rows("_rejected", "id", "path")}
    paths = {4: "favourites_count", 5: "created_at", 6: "account", 8: "media_attachments[0]"}
    told = {posts[place]["id"]: path for place, path in paths.items()}
    assert rejected == told | {str(FIRST + 35): "created_at"}
