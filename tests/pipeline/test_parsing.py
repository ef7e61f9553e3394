"""Parsing of rows into Arrow: those that fit, repaired and rejected ones, and undeclared fields."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from trunkline.pipeline.tabular.columns import TableColumns
from trunkline.pipeline.tabular.encoding import MOST_VALUES, Encoder
from trunkline.pipeline.tabular.parsing import Parsed, Parser
from trunkline.pipeline.tabular.shapes import JSON, TEXT, Many, Object, Scalar
from trunkline.pipeline.tabular.times import timestamps

SHAPE = Object(
    {
        "id": TEXT,
        "count": Scalar("bigint"),
        "ratio": Scalar("double"),
        "bot": Scalar("bool"),
        "at": Scalar("timestamp"),
        "free": JSON,
        "account": Object({"id": TEXT, "moved": JSON}),
        "tags": Many(Object({"name": TEXT, "extra": JSON})),
        "votes": Many(Scalar("bigint")),
    }
)


def parsed(*rows: dict[str, Any], carefully: bool = False) -> Parsed:
    parser = Parser(SHAPE, ("id",))
    lines = Encoder(SHAPE).encode(list(rows))
    made = parser.parse_carefully(lines.text) if carefully else parser.parse(lines.text)
    return Parsed(made.rows, [*lines.rejected, *made.rejected])


@pytest.mark.parametrize("carefully", [False, True])
def test_what_fits(carefully: bool) -> None:
    row = {
        "id": "1",
        "count": 5,
        "ratio": 1.5,
        "bot": True,
        "at": "2026-01-01T00:00:00+00:00",
        "free": {"b": [1, None]},
        "account": {"id": "2", "moved": {"id": "3"}},
        "tags": [{"name": "a", "extra": [1]}, {"name": "b"}],
        "votes": [1, 2],
    }
    (made,) = parsed(row, carefully=carefully).rows.to_pylist()
    assert made == {
        **row,
        "free": '{"b":[1,null]}',
        "account": {"id": "2", "moved": '{"id":"3"}'},
        "tags": [{"name": "a", "extra": "[1]"}, {"name": "b", "extra": None}],
    }


def test_fields_that_are_not_sent_are_empty() -> None:
    (made,) = parsed({"id": "1"}).rows.to_pylist()
    assert made == dict.fromkeys(SHAPE.fields) | {"id": "1"}


@pytest.mark.parametrize(
    ("sent", "made"),
    [
        ({"count": "5"}, {"count": 5}),
        ({"count": 5.0}, {"count": 5}),
        ({"ratio": 1}, {"ratio": 1.0}),
        ({"ratio": "0.5"}, {"ratio": 0.5}),
        ({"bot": "true"}, {"bot": True}),
        ({"bot": 0}, {"bot": False}),
        ({"at": 1767225600}, {"at": "2026-01-01T00:00:00+00:00"}),
        ({"account": {"id": 7}}, {"account": {"id": "7", "moved": None}}),
        ({"account": False}, {"account": None}),
        ({"account": ""}, {"account": None}),
        ({"tags": None}, {"tags": None}),
        ({"votes": ["1", 2]}, {"votes": [1, 2]}),
    ],
)
def test_what_has_an_obvious_meaning_is_mended(sent: dict[str, Any], made: dict[str, Any]) -> None:
    result = parsed({"id": "1", **sent}, {"id": "2", "count": 1})
    assert not result.rejected
    first = result.rows.to_pylist()[0]
    assert {name: first[name] for name in made} == made


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"count": "many"}, "count is no bigint but 'many'"),
        ({"count": 2**70}, f"count is no bigint but {2**70}"),
        ({"account": [1]}, "account is no object but [1]"),
        ({"account": {"id": "2"}, "tags": {"name": "a"}}, "tags is no list but {'name': 'a'}"),
        ({"tags": [{"name": "a"}, "b"]}, "tags[1] is no object but 'b'"),
    ],
)
def test_a_value_that_makes_no_sense_costs_the_value(sent: dict[str, Any], reason: str) -> None:
    before = deepcopy(sent)
    result = parsed({"id": "1", **sent}, {"id": "2"})
    assert [row["id"] for row in result.rows.to_pylist()] == ["1", "2"]
    (rejected,) = result.rejected
    assert (rejected.reason, rejected.row["id"]) == (reason, "1")
    value: Any = before
    for step in filter(None, re.split(r"[].[]", rejected.path)):
        value = value[int(step) if step.isdigit() else step]
    assert json.loads(rejected.raw) == value, "the path leads to it, and it is what was sent"


def test_many_values_that_make_no_sense_are_told_together() -> None:
    result = parsed({"id": "1", "tags": [{"name": "a"}, *range(1000)]})
    assert result.rows.to_pylist()[0]["tags"] == [{"name": "a", "extra": None}]
    assert len(result.rejected) == MOST_VALUES + 1
    told = [json.loads(one.raw) for one in result.rejected]
    assert [*told[:-1], *(value for _, value in told[-1])] == [*range(1000)]


def test_a_row_without_a_key_is_rejected() -> None:
    (rejected,) = parsed({"id": None}, {"id": "2"}).rejected
    assert (rejected.reason, rejected.path) == ("id is missing", "")


def test_all_rejected() -> None:
    result = parsed({"id": None}, {"count": 1})
    assert (len(result.rows), len(result.rejected)) == (0, 2)


def test_unknown_fields_show_their_type() -> None:
    result = parsed({"id": "1", "new": 1, "account": {"id": "2", "level": "x"}, "more": [{"a": 1.5}]})
    (made,) = result.rows.to_pylist()
    assert (made["new"], made["account"]["level"], made["more"]) == (1, "x", [{"a": 1.5}])


def test_unknown_fields_that_do_not_agree_become_text() -> None:
    result = parsed({"id": "1", "new": 1}, {"id": "2", "new": "x"}, {"id": "3", "new": {"a": [1]}})
    assert not result.rejected
    assert [row["new"] for row in result.rows.to_pylist()] == ["1", "x", '{"a":[1]}']


def test_unknown_fields_that_agree_keep_their_type_beside_those_that_do_not() -> None:
    account = {"id": "9", "level": 1}
    result = parsed(
        {"id": "1", "new": 1, "local": True, "account": account, "more": [{"a": 1, "b": [1]}]},
        {"id": "2", "new": "x", "local": False, "account": {**account, "rank": [1]}, "more": [{"a": 2.5, "b": ["x"]}]},
        {"id": "3", "local": None, "account": {**account, "rank": {"a": 1}}, "more": None},
    )
    one, two, three = result.rows.to_pylist()
    assert not result.rejected
    assert [(row["new"], row["local"]) for row in (one, two, three)] == [("1", True), ("x", False), (None, None)]
    assert [row["account"]["level"] for row in (one, two, three)] == [1, 1, 1]
    assert [row["account"]["rank"] for row in (one, two, three)] == [None, "[1]", '{"a":1}']
    assert (one["more"], two["more"]) == ('[{"a":1,"b":[1]}]', '[{"a":2.5,"b":["x"]}]')


def test_columns_keep_their_types() -> None:
    columns = TableColumns({"n": {"data_type": "bigint"}, "t": {"data_type": "text"}})
    taken = columns.take(pa.table({"n": ["1", "2"], "t": [1, 2], "new": [1.5, None]}))
    assert {name: values.to_pylist() for name, values in taken.items()} == {
        "n": [1, 2],
        "t": ["1", "2"],
        "new": [1.5, None],
    }
    assert columns.all["new"] == {"data_type": "double", "nullable": True}


def test_values_of_another_type_go_beside_their_column() -> None:
    columns = TableColumns({"n": {"data_type": "bigint"}})
    taken = columns.take(pa.table({"n": ["1", "x"]}))
    assert {name: values.to_pylist() for name, values in taken.items()} == {"n__v_text": ["1", "x"]}
    assert list(columns.all) == ["n", "n__v_text"]


def test_times() -> None:
    texts = [
        "2026-01-01T00:00:00.123Z",
        "2026-01-01",
        "2026-01-01T02:00:00+02:00",
        "2026-01-01T00:00:00",
        "1767225600",
        None,
    ]
    day = datetime(2026, 1, 1, tzinfo=UTC)
    expected = [day.replace(microsecond=123000), day, day, day, day, None]
    assert timestamps(pa.array(texts, pa.string())).to_pylist() == expected
    with pytest.raises(pa.ArrowInvalid):
        timestamps(pa.array(["yesterday"]))
