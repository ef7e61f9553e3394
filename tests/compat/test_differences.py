"""The comparison with Mastodon.py sees what differs; the comparison itself is in `tests/peers/test_differences.py`."""

from __future__ import annotations

from typing import Any

from tests.peers.differences.bodies import described
from tests.peers.differences.cases import methods
from tests.peers.differences.compare import of_call, of_entity, of_surface
from tests.peers.differences.known import known
from tests.peers.differences.values import values_of

_SENT: dict[str, Any] = {
    "method": "POST",
    "path": "/api/v1/statuses",
    "headers": {"authorization": "Bearer a"},
    "query": {},
    "form": "urlencoded",
    "body": {"status": ["x"]},
}
_STATUS = {"type": "Status", "also": [], "fields": {"id": "'5'", "created_at": "datetime aware 2026-06-01T12:00:00"}}
_REFUSED = {"class": "MastodonIllegalArgumentError", "bases": ["ValueError"], "args": ["'no'"], "cause": None}


def outcome(**changed: Any) -> dict[str, Any]:
    """Return what became of a call that went well, with changes."""
    return {"result": _STATUS, "warnings": [], "requests": [_SENT], **changed}


def kinds(theirs: dict[str, Any], ours: dict[str, Any], case: str = "status_post(status) 0") -> list[str]:
    """Return the kinds of differences."""
    return [one.kind for one in of_call(case, theirs, ours)]


def test_what_is_the_same_is_no_difference() -> None:
    assert kinds(outcome(), outcome()) == []


def test_what_is_sent_is_compared() -> None:
    for name, value, kind in (
        ("path", "/api/v2/statuses", "sent: requests"),
        ("query", {"a": ["1"]}, "sent: query"),
        ("body", {"status": ["y"]}, "sent: body"),
        ("headers", {}, "sent: authorization"),
    ):
        assert kinds(outcome(), outcome(requests=[{**_SENT, name: value}])) == [kind]


def test_a_body_in_another_encoding_differs_in_that_alone() -> None:
    changed = {**_SENT, "form": "json", "body": {"status": ['"x"']}}
    assert kinds(outcome(), outcome(requests=[changed])) == ["sent: form"]


def test_what_is_refused_by_one_alone_is_told_with_the_time() -> None:
    before, after = outcome(error=_REFUSED, requests=[]), outcome(error=_REFUSED)
    assert kinds(outcome(), before) == ["refused here alone, before a request"]
    assert kinds(after, outcome()) == ["refused there alone, after a request"]
    assert kinds(after, before) == ["error: before a request here alone"]
    assert kinds(before, outcome(error={**_REFUSED, "class": "TypeError"}, requests=[])) == ["error: class"]


def test_nonsense_is_apart() -> None:
    found = kinds(outcome(), outcome(error=_REFUSED), "status_post(status) nonsense 0")
    assert found == ["nonsense, refused here alone, after a request"]


def test_values_are_compared_by_class_and_field() -> None:
    other = {**_STATUS, "fields": {"id": "MaybeSnowflakeIdType 5", "created_at": "datetime naive 2026-06-01T12:00:00"}}
    found = [(one.kind, one.subject) for one in of_call("status()", outcome(), outcome(result=other))]
    assert found == [("value: type", "Status.id"), ("value: time zone", "Status.created_at")]
    lacking = {**_STATUS, "fields": {}}
    assert kinds(outcome(), outcome(result=lacking)) == ["field: absent", "field: absent"]


def test_ways_of_reading_are_compared() -> None:
    theirs = {"type": "Status", "fields": {"vars()": {"id": "'5'"}, "item": {"id": "'5'"}}}
    ours = {"type": "Status", "fields": {"vars()": {"id": "raises KeyError"}, "item": {"id": "'5'"}}}
    assert [one.key for one in of_entity("status answer 0", theirs, ours)] == [("reading: vars()", "Status.id")]


def test_names_that_are_there_here_alone_do_not_count() -> None:
    theirs, ours = {"names": {"a": "function"}}, {"names": {"a": "function", "b": "function"}}
    assert list(of_surface("module mastodon.lists", theirs, ours)) == []
    assert [one.key for one in of_surface("module mastodon.lists", ours, theirs)] == [
        ("module: names: absent", "mastodon.lists.b")
    ]


def test_bodies_of_all_encodings_are_read() -> None:
    parts = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
    assert described("", "application/x-www-form-urlencoded", b"a=1&a=")["body"] == {"a": ["1", ""]}
    assert described("", "application/json", b'{"a": {"b": [true]}}')["body"] == {"a[b][]": ["true"]}
    assert described("", "multipart/form-data; boundary=b", parts)["body"] == {"a": ["1"]}
    assert described("q=1", "", b"") == {"query": {"q": ["1"]}, "form": "none", "body": {}}


def test_each_parameter_has_values() -> None:
    for method, parameters in methods().items():
        for name, default in parameters:
            assert default is not None or values_of(method, str(name)), f"{method}({name})"


def test_known_differences_have_reasons() -> None:
    assert "" not in known().values()
