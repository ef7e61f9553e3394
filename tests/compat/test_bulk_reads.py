"""All fields at once are what each of them reads as, whatever was read before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from mastodon.return_types import Account, Marker, Status
from trunkline.answers.entity import Entity, declared_types
from trunkline.answers.page import Page
from trunkline.answers.types import as_type
from trunkline.ids import Id

SENT: dict[str, Any] = {
    "id": "109",
    "created_at": "2024-05-06T07:08:09.000Z",
    "account": {"id": "7", "acct": "ann", "last_status_at": "2024-05-06", "bot": "false"},
    "mentions": [{"id": "8", "acct": "bob"}],
    "replies_count": "3",
    "spoiler_text": "",
    "odd": {"of": ["this", "server"]},
}
CREATED_AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def fresh() -> Status:
    return Status(json.loads(json.dumps(SENT)))


def half_read() -> Status:
    status = fresh()
    assert status.account.acct
    assert status.created_at
    return status


BULK: dict[str, Callable[[Status], Mapping[str, Any]]] = {
    "dict": dict,
    "items": lambda status: dict(status.items()),
    "values": lambda status: dict(zip(status.keys(), status.values(), strict=True)),
    "double star": lambda status: dict(**status),
    "merged literal": lambda status: {**status},
    "or": lambda status: status | {},
    "or reversed": lambda status: {} | status,
    "vars": vars,
    "__dict__": lambda status: status.__dict__,
    "update": lambda status: _updated({}, status),
    "comprehension": lambda status: {key: status[key] for key in status},
    "pop": lambda status: {key: status.pop(key) for key in list(status)},
    "popitem": lambda status: dict(status.popitem() for _ in range(len(status))),
    "setdefault": lambda status: {key: status.setdefault(key, "default") for key in status},
    "copy": lambda status: dict(status.copy()),
}


def _updated(into: dict[str, Any], status: Status) -> dict[str, Any]:
    into.update(status)
    return into


@pytest.mark.parametrize("made", [fresh, half_read])
@pytest.mark.parametrize("name", BULK)
def test_all_fields_at_once_are_converted(name: str, made: Callable[[], Status]) -> None:
    read = BULK[name](made())
    assert set(read) == {*declared_types(Status), "odd"}
    assert read["created_at"] == CREATED_AT
    assert read["replies_count"] == 3
    assert isinstance(read["id"], Id)
    assert read["account"].acct == "ann"
    assert read["mentions"][0].acct == "bob"
    assert read["odd"].of == ["this", "server"]
    assert read["poll"] is None


def test_keys_are_those_of_the_answer_and_of_the_class() -> None:
    status = fresh()
    assert "poll" in status
    assert "bark" not in status
    assert len(status) == len(list(status)) == len(status.keys()) == len(status.items()) == len(dict(status))
    assert list(status)[: len(SENT)] == list(SENT)
    assert bool(Status({}))
    assert not Entity({})


def test_deleted_fields_are_gone() -> None:
    status = fresh()
    del status["content"], status["created_at"]
    assert "content" not in status
    assert "created_at" not in dict(status)
    with pytest.raises(KeyError, match="content"):
        status["content"]
    with pytest.raises(KeyError, match="content"):
        del status["content"]
    assert status.pop("content", "default") == "default"
    with pytest.raises(KeyError, match="content"):
        status.pop("content")
    status["content"] = "new"
    assert status.content == status["content"] == "new"
    assert "created_at" not in status.copy()
    status.clear()
    assert (len(status), dict(status), status.raw()) == (0, {}, {})
    with pytest.raises(KeyError, match="empty"):
        status.popitem()


def test_equality_is_that_of_what_is_read() -> None:
    assert fresh() == half_read() == SENT
    assert fresh() == dict(fresh())
    assert fresh() != Status(SENT | {"content": "other"})
    assert (fresh() != half_read()) is False
    assert fresh() != "text"
    assert Status({"id": "1", "poll": None}) == Status({"id": "1"})


def test_text_of_all_fields() -> None:
    assert "{id} of {created_at:%Y}".format(**fresh()) == "109 of 2024"
    assert "%(id)s of %(created_at)s" % fresh() == f"109 of {CREATED_AT}"  # noqa: UP031  (as programs write)
    assert "%d" % fresh().id == "109"  # noqa: UP031  (as programs write)


def test_json_of_entities_needs_a_default_and_raw_does_not() -> None:
    with pytest.raises(TypeError, match="datetime"):
        json.dumps(fresh())
    assert json.loads(json.dumps(fresh(), default=str))["created_at"] == str(CREATED_AT)
    assert json.loads(json.dumps(fresh(), default=str, indent=1))["poll"] is None
    assert half_read().raw() == SENT
    assert json.loads(json.dumps(Page([half_read()]).raw())) == [SENT]
    assert json.loads(half_read().to_json())["_mastopy_data"] == SENT


def test_tables_of_entities() -> None:
    table = pd.DataFrame(Page([fresh(), half_read()]))
    assert set(table.columns) == {*declared_types(Status), "odd"}
    assert list(table["created_at"]) == [CREATED_AT, CREATED_AT]
    assert list(table["replies_count"]) == [3, 3]


def test_values_that_old_programs_compare() -> None:
    account = fresh().account
    assert account.last_status_at == datetime(2024, 5, 6)
    assert datetime.now() - account.last_status_at > timedelta(days=1)
    assert account.bot is False
    assert Account({"bot": "maybe", "last_status_at": "soon", "created_at": ""}).bot is None
    assert Account({"last_status_at": "soon"}).last_status_at is None
    assert Account({"created_at": ""}).created_at is None


def test_maps_of_entities_have_attributes() -> None:
    markers = as_type(Entity, {"home": {"last_read_id": "5"}})
    assert markers.home.last_read_id == "5"


def test_attributes_of_a_map() -> None:
    from trunkline.answers.entity import converter

    convert = converter(dict[str, Marker])
    assert convert is not None
    markers = convert({"home": {"last_read_id": "5"}})
    assert markers.home.last_read_id == markers["home"].last_read_id == "5"
    with pytest.raises(AttributeError, match="there is no 'notifications'; there are home"):
        markers.notifications  # noqa: B018
