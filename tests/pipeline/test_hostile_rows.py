"""Rows of one server, whatever they are, change nothing for the rows of another in the same tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import dlt
import pyarrow as pa
import pytest
from dlt.common.normalizers.naming.snake_case import NamingConvention
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline.canned import Canned, account, serve, status
from tests.pipeline.conftest import Loader, Rows
from trunkline.entities import Status
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.server import LONGEST_ID, as_row
from trunkline.pipeline.tabular.columns import TableColumns
from trunkline.pipeline.tabular.conform import Misfit, conform
from trunkline.pipeline.tabular.encoding import Encoder, Rejected
from trunkline.pipeline.tabular.explode import Exploder, row_ids
from trunkline.pipeline.tabular.parsing import Parser
from trunkline.pipeline.tabular.shapes import JSON, TEXT, Many, Object, Scalar
from trunkline.pipeline.tabular.undeclared import DEEPEST, LONGEST_NAME, MAP, MOST, OTHER_FIELDS, column_name
from trunkline.pipeline.tabular.widths import require_room
from trunkline.pipeline.upkeep.history import distinct_posts, version_of
from trunkline.pipeline.upkeep.live_batch import LiveBatch, targets_of
from trunkline.streaming.events import StatusUpdate, Update

PUBLIC = "/api/v1/timelines/public"

SHAPE = Object(
    {
        "_instance": TEXT,
        "id": TEXT,
        "content": TEXT,
        "count": Scalar("bigint"),
        "free": JSON,
        "account": Object({"id": TEXT}),
        "media": Many(Object({"id": TEXT})),
    }
)

NAMES_OF_OURS = (
    *("_instance", "_Instance", "_INSTANCE ", "_dlt_id", "_dlt_load_id", "_dlt_parent_id", "_dlt_list_idx"),
    *("_position", "_read_at", OTHER_FIELDS, "_dltId", "content", "CONTENT", "Content", "content ", "Content\n"),
    *("account__id", "account_ id", "ACCOUNT", "mediaAttachments", "Media Attachments", "media_attachments__url"),
    *("ID", "Id", "i d", "malformed", "", " ", "_", "\0", "a\0b", "\x1b[2J", "x" * 10_000, "é", "123", "__", "order"),
)

GOOD_EXTRA = {"pleroma": {"local": True, "thread": {"ids": ["a"]}}, "score": 7, "seen_at": "2026-01-01T00:00:00Z"}
"""Undeclared fields that good servers have; evil ones send the same with other types."""

EVIL: list[dict[str, Any]] = [
    {name: "evil" for name in NAMES_OF_OURS if name not in ("id", "content")},
    {name: ["evil"] for name in NAMES_OF_OURS if name not in ("id", "content")},
    {name: {"id": "evil", "ID": "evil", "url": [{"id": 1}]} for name in ("ACCOUNT", "Media Attachments", "_instance")},
    {"pleroma": "text", "score": "text", "seen_at": {"a": 1}},
    {"pleroma": {"local": [1], "thread": {"ids": [{"a": [[1, [2]]]}, 5, "x", None]}}, "score": 2**70, "seen_at": "x"},
    {"pleroma": [[[1]]], "score": 1.5, "seen_at": "0000-01-01T00:00:00Z"},
    {"created_at": "0000-01-01T00:00:00Z"},
    {"created_at": "10000-01-01T00:00:00Z"},
    {"created_at": 10**17},
    {"content": "a\0b", "language": ["x"], "quote_approval": "no object", "sensitive": "maybe"},
    {"favourites_count": 2**63, "account": [1]},
    {"media_attachments": [{"ID": "x", "_dlt_id": "1", "meta": {"a": {"b": "x"}}}, 1, None]},
    {"media_attachments": {"a": 1}, "tags": [[1]]},
    {"deep": json.loads("[" * 200 + "]" * 200)},
    {"account": account(1, **{"ID": "x", "_dlt_id": "x", "acct ": "x", "fields ": [1], "FIELDS": [{"name": 1}]})},
    {"reblog": "x", "quote": [1], "poll": 5, "card": "x"},
]

IDS: list[Any] = [None, {}, [], True, 1.5, "", "x" * (LONGEST_ID + 1), 2**70, "a\0b", "a\nb", {"a": 1}]


@pytest.fixture
def servers() -> Iterator[tuple[Canned, Canned]]:
    """A good server, and an evil one."""
    good = Canned(lists={PUBLIC: [status(n, **GOOD_EXTRA) for n in range(12, 0, -1)]})
    evil = [status(200 - n, **fields) for n, fields in enumerate(EVIL)]
    bad = Canned(lists={PUBLIC: evil})
    with serve(good), serve(bad):
        yield good, bad


def everything_of(loader: Loader, instance: str, table: str = "timelines_public") -> dict[str, Rows]:
    """The rows of one server in a table and in those of its lists, without dlt's ids."""
    schema = loader.pipeline.default_schema
    names = [name for name in schema.data_table_names(seen_data_only=True) if name.split("__")[0] == table]
    found: dict[str, Rows] = {}
    for name in names:
        root = "" if name == table else f"WHERE _dlt_root_id IN (SELECT _dlt_id FROM {table} WHERE _instance = '%s')"
        rows = loader.rows(f'SELECT * FROM "{name}" ' + (root or "WHERE _instance = '%s'") % instance)
        shown = [{k: v for k, v in row.items() if not k.startswith("_dlt") and v is not None} for row in rows]
        found[name] = sorted(shown, key=str)
    return {name: rows for name, rows in found.items() if rows}


def plain(row: dict[str, Any]) -> dict[str, str]:
    """A row without the types of its undeclared columns, which are those of the first value that came."""
    return {
        name.partition("__v_")[0]: str(value).lower().replace("+00:00", "").replace(".000000", "").removesuffix("z")
        for name, value in row.items()
    }


def test_an_evil_server_changes_nothing_for_a_good_one(loader: Loader, servers: tuple[Canned, Canned]) -> None:
    good, evil = servers
    here, there = (urlsplit(server.url).netloc for server in servers)
    resources = ["timelines_public"]
    for row in evil.lists[PUBLIC]:
        row.update({name: here for name in ("_instance", "_Instance") if name in row})
    loader.load(instances=[good.url], resources=resources)
    alone = everything_of(loader, here)
    assert len(alone["timelines_public"]) == 12
    columns = {table: set(loader.column_types(table)) for table in alone}

    both = Loader(loader.folder / "both")
    both.pipeline = dlt.pipeline(
        pipeline_name="both", destination="duckdb", dataset_name="mastodon_data", pipelines_dir=str(both.folder)
    )
    both.load(instances=[evil.url, good.url], resources=resources)
    beside = everything_of(both, here)
    assert {table: [*map(plain, rows)] for table, rows in beside.items()} == {
        table: [*map(plain, rows)] for table, rows in alone.items()
    }
    read = both.rows(f"SELECT id FROM timelines_public WHERE _instance = '{there}'")
    rejected = both.rows("SELECT _instance, id, path, reason FROM _rejected")
    whole = [row for row in rejected if row["path"] is None]
    assert len(read) + len(whole) == len(EVIL), "each row is kept, or rejected by itself"
    assert {row["id"] for row in rejected if row not in whole} <= {row["id"] for row in read}
    assert {row["_instance"] for row in rejected} == {there}
    added = set(both.column_types("timelines_public")) - columns["timelines_public"]
    assert all(name == OTHER_FIELDS or column_name(name.partition("__")[0]) for name in added), sorted(added)


def encoded(*fields: dict[str, Any], known: tuple[str, ...] = ()) -> tuple[list[dict[str, Any]], Any]:
    """Rows of an evil server as lines, and what else is known of them."""
    lines = Encoder(SHAPE).encode([{"_instance": "evil.test", "id": "1", **one} for one in fields], known)
    return [json.loads(line) for line in lines.text.splitlines()], lines


@pytest.mark.parametrize("name", [name for name in NAMES_OF_OURS if name not in ("content", "order", "malformed")])
def test_no_field_has_the_column_of_another(name: str) -> None:
    (row,), _ = encoded({"content": "ours", "account": {"id": "2"}, "media": [], name: "theirs"})
    assert (row["_instance"], row["id"], row["content"], row["account"]) == ("evil.test", "1", "ours", {"id": "2"}) or (
        name == "_instance"
    )
    others = row.keys() - SHAPE.fields.keys() - {OTHER_FIELDS}
    assert others == {column_name(name)} - {None, *SHAPE.fields}


def test_two_names_for_one_column_are_those_of_one_row() -> None:
    (first, second), lines = encoded({"New": 1, "new": 2, "NEW ": 3}, {"new": 4})
    assert (first["new"], second["new"]) == (1, 4)
    assert json.loads(first[OTHER_FIELDS]) == {"new": 2, "NEW ": 3}
    assert lines.group == "evil.test"
    assert lines.added == ("new",)


def test_a_server_can_add_some_columns_only() -> None:
    many = {f"k{n}": n for n in range(10_000)}
    (row,), lines = encoded(many)
    assert len(row) == 2 + MOST + 1
    assert len(json.loads(row[OTHER_FIELDS])) == 10_000 - MOST
    (later,), lines = encoded({"another": 1, "k1": 2}, known=lines.added)
    assert (later["k1"], json.loads(later[OTHER_FIELDS]), lines.added) == (2, {"another": 1}, ())


@pytest.mark.parametrize(
    "hosts", [{f"host{n}.example": {"reason": "x"} for n in range(900)}, {f"k{n}": n for n in range(MAP)}, {"👍": 1}]
)
def test_a_map_is_one_json_value(hosts: dict[str, Any]) -> None:
    (row,), lines = encoded({"hosts": hosts, "account": {"id": "1", "hosts": hosts}, "other": {"plain": 1}})
    assert lines.added == ("other.plain",)
    assert json.loads(row[OTHER_FIELDS]) == {"hosts": hosts, "account.hosts": hosts}


def test_columns_for_which_there_is_no_room_are_put_aside() -> None:
    columns = TableColumns({"id": {"data_type": "text"}}, most=3)
    rows = pa.table(
        {"id": ["1", "2"], "a": [1, None], "b": ["x", "y"], "c": [None, 2.5], OTHER_FIELDS: ['{"d":1}', None]}
    )
    taken = columns.take(rows)
    assert [*columns.all] == ["id", "a", "b", OTHER_FIELDS]
    assert [json.loads(text) if text else None for text in taken[OTHER_FIELDS].to_pylist()] == [{"d": 1}, {"c": 2.5}]
    assert columns.all[OTHER_FIELDS]["data_type"] == "json"


def test_a_row_that_is_too_wide_is_found() -> None:
    wide = {f"c{n}": pa.array(["x" * 20, None, "x" * 2000]) for n in range(390)}
    with pytest.raises(Misfit, match="too many values for one row"):
        require_room(wide, 8000)
    require_room({name: values.slice(1) for name, values in wide.items()}, 8000)
    require_room(wide, None)


@pytest.mark.parametrize(
    ("sent", "kept"), [(640.5, 640), ("640.4", 640), (641.0, 641), ("7", 7), (2**63 - 1, 2**63 - 1)]
)
def test_integers(sent: Any, kept: int) -> None:
    odd: list[Misfit] = []
    assert (conform({"count": sent}, SHAPE, odd)["count"], odd) == (kept, [])


@pytest.mark.parametrize("sent", [2**63, 1e30, float("inf"), "many", "nan", [1], {}])
def test_no_integers(sent: Any) -> None:
    odd: list[Misfit] = []
    assert conform({"count": sent, "id": "1"}, SHAPE, odd) == {"count": None, "id": "1"}
    assert [(one.path, one.value) for one in odd] == [("count", sent)]


def test_halves_of_characters_are_replaced() -> None:
    (row,), _ = encoded({"content": "a\ud800b\ud83d\ude00", "free": {"\udfff": "\ud800"}})
    assert row["content"] == "a\ufffdb\U0001f600"
    assert json.loads(row["free"]) == {"\ufffd": "\ufffd"}


def test_rows_without_a_key_say_why() -> None:
    items = [{"id": {"a": 1}}, "text", {"content": "x"}]
    lines = Encoder(SHAPE, ("_instance", "id")).encode([{**as_row(item), "_instance": "evil.test"} for item in items])
    reasons = [one.reason for one in lines.rejected]
    assert reasons == ["id is none but {'a': 1}", "the row is no object but 'text'", "id is missing"]


def test_nothing_is_nested_deeper_than_tables_can_be() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = {"a": [deep]}
    (row,), _ = encoded({"deep": deep, "content": deep, "free": deep, "media": [{"id": deep}]})
    assert isinstance(row["content"], str)
    assert isinstance(row["free"], str)
    assert isinstance(row["media"][0]["id"], str)
    assert "deep" not in row
    assert len(next(iter(json.loads(row[OTHER_FIELDS])))) < 10 * DEEPEST


@pytest.mark.parametrize("name", ["a" * (LONGEST_NAME + 1), "_x", "", "__dlt_id", "1a", "ctid", "Xmin"])
def test_names_that_get_no_column(name: str) -> None:
    assert column_name(name) is None


def test_a_nul_is_stripped_and_a_backslash_is_not() -> None:
    (row,), _ = encoded({"content": "a\0b \\u0000", "free": {"a\0": "\0 \\u0000"}, "\0": "c\0", "k" * 99: {"a\0b": 1}})
    assert row["content"] == "ab \\u0000"
    assert json.loads(row["free"]) == {"a": " \\u0000"}
    assert "\0" not in json.dumps(json.loads(row[OTHER_FIELDS])).encode().decode("unicode_escape")


_KEYS = st.sampled_from([*NAMES_OF_OURS, *SHAPE.fields, "a", "b", "A"]) | st.text(max_size=8)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-10:00", "1" * 20, "{}"])
)
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=12
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(_KEYS, _JSON, max_size=5), min_size=1, max_size=4))
def test_any_rows_become_rows_or_are_rejected(items: list[dict[str, Any]]) -> None:
    rows = [{**as_row(item), "_instance": "evil.test"} for item in items]
    lines = Encoder(SHAPE).encode(rows)
    parser, count, tables = Parser(SHAPE, ("_instance", "id")), _rows(lines.rejected), Exploder(NamingConvention())
    try:
        made = parser.parse(lines.text)
        exploded = list(tables.explode("t", made.rows, SHAPE, row_ids("x", len(made.rows)), "1"))
    except pa.ArrowInvalid:
        made = parser.parse_carefully(lines.text)
        exploded = list(tables.explode("t", made.rows, SHAPE, row_ids("x", len(made.rows)), "1"))
    for table in exploded:
        TableColumns({}).take(table.rows)
    assert count + len(made.rows) + _rows(made.rejected) == len(items)
    assert set(made.rows.field("_instance").to_pylist()) <= {"evil.test"}
    for one in (*lines.rejected, *made.rejected):
        told = json.loads(one.raw)
        assert one.row["_instance"] == "evil.test"
        assert one.path or told["_instance"] == "evil.test"


def _rows(rejected: Iterable[Rejected]) -> int:
    return sum(not one.path for one in rejected)


@pytest.mark.parametrize("own_id", IDS)
def test_ids_that_are_none(own_id: Any) -> None:
    assert as_row({"id": own_id, "content": ""}).get("id") is None


@pytest.mark.parametrize(("own_id", "kept"), [(5, "5"), ("5", "5"), ("x/y z", "x/y z")])
def test_ids(own_id: Any, kept: str) -> None:
    assert as_row({"id": own_id})["id"] == kept


@pytest.mark.parametrize("odd", ["x", 5, [1], [{"a": 1}], {"id": {}}, {"id": 1, "options": 5, "quoted_status": []}])
@pytest.mark.parametrize("field", ["reblog", "quote", "poll", "media_attachments", "edited_at", "uri"])
def test_the_history_takes_any_post(field: str, odd: Any) -> None:
    row = {"_instance": "evil.test", **status(1, **{field: odd})}
    for post in distinct_posts([row]):
        assert version_of(post)["_instance"] == "evil.test"
        assert isinstance(post["id"], str)


def test_objects_of_a_stream_without_an_id_are_left_out() -> None:
    batch = LiveBatch(targets_of(["timelines_public"]), "evil.test", Consent(), None)
    ids: list[Any] = [None, {}, "1"]
    for own_id in ids:
        row = {**status(1), "id": own_id, "_instance": "good.test"}
        batch.add(Update(stream="public", status=Status(row)))
        batch.add(StatusUpdate(stream="public", status=Status(row)))
    assert batch.left_out == {"malformed": 4}
    assert [(row["_instance"], row["id"]) for row in batch.rows({})["timelines_public"]] == [("evil.test", "1")]
