"""All fields at once are what each of them reads as, whatever was read before."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from mastodon.return_types import (
    Account,
    AttribAccessDict,
    CredentialAccountSource,
    Filter,
    Marker,
    NonPaginatableList,
    Poll,
    Preferences,
    Status,
)
from trunkline.answers.entity import Entity, converter, declared_types
from trunkline.answers.page import Page
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
    "vars": lambda status: {name: one for name, one in vars(status).items() if name != "_mastopy_type"},
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
    assert bool(Status({}))
    assert not Entity({})


def test_order_of_fields_is_that_of_the_class_then_that_of_the_answer() -> None:
    one, other = Status({"odd": 1, "content": "a", "id": "1", "even": 2}), Status({"content": "b", "odd": 1, "even": 2})
    assert list(one) == list(other) == [*declared_types(Status), "odd", "even"]
    assert list(reversed(one)) == list(one)[::-1]
    assert one.popitem() == ("even", 2)
    del one["content"]
    assert list(one) == [name for name in [*declared_types(Status), "odd"] if name != "content"]
    one["content"] = "c"
    assert list(one) == [*declared_types(Status), "odd"]


def test_fields_of_special_answers_are_there_as_none() -> None:
    account = Account({"id": "1"})
    assert (account.source, account["role"], account.get("state", "default")) == (None, None, None)
    assert "mute_expires_at" in account
    assert "mute_expires_at" in dict(account)
    assert isinstance(Account({"source": {"note": "a"}}).source, CredentialAccountSource)
    assert not hasattr(Status({}), "requires_review")


def test_misspelt_attributes_are_errors() -> None:
    status = fresh()
    with pytest.raises(AttributeError, match="contnet"):
        status.contnet = "a"
    status.content = status.odd = "a"
    del status["content"]
    status.content = "b"
    assert (status.content, status.odd) == ("b", "a")


def test_fields_of_the_server_are_not_taken_for_parts_of_the_object() -> None:
    status = Status({"_removed": ["id"], "_neighbours": 1, "_async_refresh": {"id": "1"}})
    del status["content"]
    assert "content" not in status
    assert status._pagination_next is None
    assert not hasattr(status, "_async_refresh")


def test_names_of_attributes_are_keys_too() -> None:
    sent = {"posting:default:language": "de"}
    preferences = Preferences(sent)
    assert preferences["posting_default_language"] == preferences.get("posting_default_language") == "de"
    assert set(preferences) >= {"posting_default_language", "posting:default:language"}
    assert preferences.raw() == sent
    assert Preferences(posting_default_language="de").posting_default_language == "de"
    del preferences["posting:default:language"]
    assert "posting_default_language" not in preferences


def test_lists_are_lists_of_the_api_and_the_answer_is_kept() -> None:
    poll, rule = Poll({"own_votes": ["1", 2]}), Filter({"context": ["home"], "odd": ["a"]})
    assert {type(found) for found in (poll["own_votes"], rule["context"], rule["odd"])} == {NonPaginatableList}
    assert poll.own_votes == [1, 2]
    assert poll.raw() == {"own_votes": ["1", 2]}
    rule.context.append("public")
    assert rule.context == ["home", "public"]


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
    stored = json.loads(half_read().to_json())["_mastopy_data"]
    assert stored.keys() == dict(fresh()).keys()
    assert stored["created_at"] == CREATED_AT.isoformat()
    assert stored["account"]["moved"] is None
    assert json.loads(Status({"created_at": "soon"}).to_json())["_mastopy_data"]["created_at"] == "soon"


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
    assert Account({"bot": "maybe"}).bot is False
    assert Account({"bot": 0}).bot is False
    assert Account({"last_status_at": "soon"}).last_status_at is None
    assert Account({"created_at": ""}).created_at is None


def test_maps_of_entities_are_entities() -> None:
    convert = converter(dict[str, Marker])
    assert convert is not None
    markers = convert({"home": {"last_read_id": "5"}})
    assert isinstance(markers, AttribAccessDict)
    assert markers.home.last_read_id == markers["home"].last_read_id == "5"
    assert isinstance(markers.home, Marker)
    with pytest.raises(AttributeError, match="no field 'notifications'"):
        markers.notifications  # noqa: B018
