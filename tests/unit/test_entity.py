"""Entities: the server's JSON object, read through declared types."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.answers.entity import Entity, converter, declared_types
from trunkline.answers.types import class_named
from trunkline.entities import AnnualReport, Collection, Status, Token, WebPushSubscription
from trunkline.ids import Id

SampleKind = Literal["oak", "fir"]


class SampleLeaf(Entity):
    """The smallest entity."""

    name: str
    """A text."""


class SampleTwig(SampleLeaf):
    """One with more fields."""

    length: float | None
    """A number."""


class SampleTree(Entity):
    """One field of every kind."""

    json_names: ClassVar[Mapping[str, str]] = {"leaf_items": "items", "half_size": "@half"}

    secrets: ClassVar[frozenset[str]] = frozenset({"password"})

    id: Id
    """An id."""

    kind: SampleKind | str
    """An enumeration."""

    planted_at: datetime | None
    """A time."""

    height: int
    """A number, possibly in text."""

    top: SampleLeaf | None
    """An entity."""

    either: SampleLeaf | SampleTwig | None
    """One of two entities."""

    rings: list[Id]
    """Ids."""

    leaf_items: list[SampleLeaf]
    """Entities, under a key that is a method of dictionaries."""

    half_size: str
    """A text, under a key that is no name."""

    by_season: dict[str, SampleLeaf]
    """Entities by name."""

    password: str
    """A secret."""

    update: bool | None  # type: ignore[assignment]
    """A field that takes the name of a method."""


def tree(**fields: Any) -> SampleTree:
    """A tree with some fields."""
    return SampleTree(fields)


def test_reads_by_attribute_key_and_get() -> None:
    oak = tree(id="7", kind="oak")
    assert oak.id == oak["id"] == oak.get("id") == "7"
    assert isinstance(oak.id, Id)
    assert isinstance(oak["id"], Id)
    assert isinstance(oak.get("id"), Id)


def test_declared_field_that_was_not_sent_reads_as_none() -> None:
    assert tree().planted_at is None
    assert tree()["planted_at"] is None
    assert tree().get("planted_at", "never") is None
    assert "planted_at" in tree()


def test_unknown_name_is_an_error_that_names_the_class() -> None:
    with pytest.raises(AttributeError, match="SampleTree has no field 'bark'"):
        tree().bark  # noqa: B018
    with pytest.raises(KeyError, match="bark"):
        tree()["bark"]
    assert tree().get("bark") is None
    assert not hasattr(tree(), "bark")


def test_undeclared_field_that_was_sent_is_readable() -> None:
    oak = tree(bark={"rough": True})
    assert oak.bark == oak["bark"] == {"rough": True}


def test_null_reads_as_none() -> None:
    assert tree(top=None).top is None
    assert tree(rings=None).rings is None


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2024-05-06T07:08:09.123Z", datetime(2024, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)),
        ("2024-05-06T07:08:09+02:00", datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("86400", datetime(1970, 1, 2, tzinfo=UTC)),
        (86400, datetime(1970, 1, 2, tzinfo=UTC)),
    ],
)
def test_times_are_read_with_their_zone(sent: object, read: datetime) -> None:
    planted_at = tree(planted_at=sent).planted_at
    assert planted_at == read
    assert planted_at is not None
    assert planted_at.tzinfo is not None


def test_days_have_no_zone() -> None:
    assert tree(planted_at="2024-05-06").planted_at == datetime(2024, 5, 6)


@pytest.mark.parametrize("sent", ["", "soon", "2024-13-45", "9" * 40, [], {}])
def test_what_is_no_time_reads_as_none(sent: object) -> None:
    assert tree(planted_at=sent).planted_at is None
    assert tree(planted_at=sent).raw() == {"planted_at": sent}


@pytest.mark.parametrize(("sent", "read"), [("12", 12), (12, 12), ("tall", None), ("", None)])
def test_numbers_in_text(sent: object, read: object) -> None:
    assert tree(height=sent).height == read


def test_unknown_value_of_an_enumeration_is_kept() -> None:
    assert tree(kind="palm").kind == "palm"


def test_numeric_id_reads_as_id() -> None:
    assert tree(id=7).id == Id("7")
    assert tree(id=7).raw() == {"id": 7}
    assert tree(rings=[3, "4"]).rings == ["3", "4"]


def test_nested_objects_are_wrapped_once_and_in_place() -> None:
    oak = tree(top={"name": "a"}, items=[{"name": "b"}, None], by_season={"spring": {"name": "c"}})
    assert isinstance(oak.top, SampleLeaf)
    assert oak.top is oak.top
    assert oak["top"] is oak.top
    assert isinstance(oak.leaf_items[0], SampleLeaf)
    assert oak.leaf_items is oak.leaf_items
    assert oak.leaf_items[1] is None
    assert isinstance(oak.by_season["spring"], SampleLeaf)
    assert oak.by_season is oak.by_season


def test_change_in_a_nested_object_is_a_change_of_the_whole() -> None:
    oak = tree(top={"name": "a"}, items=[{"name": "b"}])
    assert oak.top
    oak.top.name = "z"
    oak.leaf_items.append(SampleLeaf({"name": "c"}))
    assert oak.raw() == {"top": {"name": "z"}, "items": [{"name": "b"}, {"name": "c"}]}


@pytest.mark.parametrize("sent", ["a text", 5, ["a list"]])
def test_what_is_not_of_the_declared_shape_stays_as_it_is(sent: object) -> None:
    oak = tree(top=sent, items=sent, by_season=sent)
    assert [getattr(oak, name) for name in ("top", "leaf_items", "by_season")] == [sent, sent, sent]


def test_union_of_entities_takes_the_class_that_declares_most_keys() -> None:
    assert type(tree(either={"name": "a"}).either) is SampleLeaf
    assert type(tree(either={"name": "a", "length": 1.5}).either) is SampleTwig
    assert type(tree(either={}).either) is SampleLeaf


QUOTES = {"quoted_status": "Quote", "quoted_status_id": "ShallowQuote"}


def test_unions_of_real_entities() -> None:
    quotes = [Status({"quote": {"state": "accepted", key: None}}).quote for key in QUOTES]
    assert [type(quote).__name__ for quote in quotes] == list(QUOTES.values())
    report = AnnualReport({"schema_version": 1, "data": {"archetype": "oracle", "percentiles": {}}})
    assert type(report.data).__name__ == "AnnualReportDataV1"
    report = AnnualReport({"schema_version": 2, "data": {"archetype": "oracle", "time_series": []}})
    assert type(report.data).__name__ == "AnnualReportDataV2"


def test_json_names() -> None:
    oak = tree(**{"items": [{"name": "b"}], "@half": "small"})
    assert oak.leaf_items == oak["items"]
    assert oak.half_size == oak["@half"] == "small"
    assert oak.raw().keys() == {"items", "@half"}
    assert Collection({"items": [{"id": "1"}]}).collection_items[0].id == "1"


def test_field_with_the_name_of_a_method() -> None:
    assert tree(update=True).update is True
    assert tree().update is None
    subscription = WebPushSubscription({"alerts": {"update": False, "admin.report": True}})
    assert subscription.alerts.update is False
    assert subscription.alerts.admin_report is True


def test_setting_and_deleting() -> None:
    oak = tree(kind="oak")
    oak.kind = "fir"
    oak.half_size = "tiny"
    oak.update = True
    assert oak == {"kind": "fir", "@half": "tiny", "update": True}
    del oak.kind, oak.half_size
    assert oak.raw() == {"update": True}
    assert "kind" not in oak
    with pytest.raises(AttributeError, match="SampleTree has no field 'kind'"):
        del oak.kind


def test_repr_hides_secrets() -> None:
    shown = repr(tree(kind="oak", password="hunter2"))
    assert shown == "SampleTree({'kind': 'oak', 'password': '***'})"
    assert "hunter2" not in repr(tree(top=SampleTree({"password": "hunter2"})))
    assert "hunter2" not in repr(Token({"access_token": "hunter2"}))


def test_dir_lists_declared_and_sent_fields() -> None:
    names = dir(tree(bark=1, **{"no name": 2}))
    assert {"planted_at", "leaf_items", "bark", "keys"} <= set(names)
    assert "no name" not in names


@pytest.mark.parametrize(
    "copied",
    [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy, SampleTree.copy],
    ids=["pickle", "copy", "deepcopy", "method"],
)
def test_copies(copied: Any) -> None:
    oak = tree(id="7", top={"name": "a"}, items=[{"name": "b"}], by_season={"spring": {"name": "c"}})
    assert oak.top
    assert oak.leaf_items
    assert oak.by_season
    again = copied(oak)
    assert type(again) is SampleTree
    assert again is not oak
    assert again == oak
    assert isinstance(again.leaf_items[0], SampleLeaf)
    assert again.raw() == oak.raw()


def test_deepcopy_is_independent_and_copy_is_shallow() -> None:
    oak = tree(top={"name": "a"})
    top = oak.top
    shallow, deep = copy.copy(oak), copy.deepcopy(oak)
    assert shallow.top is top
    assert deep.top is not top
    assert deep.top == top


def test_inherited_fields() -> None:
    twig = SampleTwig({"name": "a", "length": 1})
    assert list(declared_types(SampleTwig)) == ["name", "length"]
    assert (twig.name, twig.length) == ("a", 1)


def test_wrap_leaves_everything_but_plain_objects_alone() -> None:
    leaf = SampleLeaf({"name": "a"})
    assert SampleLeaf.wrap(leaf) is leaf
    assert SampleLeaf.wrap(None) is None
    assert SampleLeaf.wrap("text") == "text"
    assert type(SampleLeaf.wrap({"name": "a"})) is SampleLeaf


def test_entity_class_by_name() -> None:
    assert class_named("Status") is Status
    with pytest.raises(KeyError):
        class_named("Nothing")


@pytest.mark.parametrize("hint", [str, dict[str, Any], Any])
def test_types_that_need_no_conversion(hint: Any) -> None:
    assert converter(hint) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@cache  # to make a strategy takes longer than to draw from it
def objects(cls: type[Entity]) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects, most of whose keys are fields of the class."""
    names = [cls.json_names.get(name, name) for name in declared_types(cls)]
    inner = JSON | st.dictionaries(st.sampled_from(names), JSON, max_size=4)
    return st.dictionaries(
        st.sampled_from(names) | st.text(max_size=8), inner | st.lists(inner, max_size=3), max_size=8
    )


def read_everything(value: Any) -> None:
    """Read every field of an entity and of all in it."""
    if isinstance(value, Entity):
        for name in declared_types(type(value)):
            read_everything(getattr(value, name))
        for key in value:
            read_everything(value[key])
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            read_everything(item)


@pytest.mark.parametrize("cls", [SampleTree, Status, AnnualReport, WebPushSubscription])
@given(data=st.data())
def test_json_comes_back_unchanged(cls: type[Entity], data: st.DataObject) -> None:
    sent = data.draw(objects(cls))
    text = json.dumps(sent)
    entity = cls(json.loads(text))
    assert json.dumps(entity.raw()) == text
    read_everything(entity)
    assert json.dumps(entity.raw()) == text
    assert json.dumps(pickle.loads(pickle.dumps(entity)).raw()) == text
