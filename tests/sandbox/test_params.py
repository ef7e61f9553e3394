"""Nested parameters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.http.errors import ApiError, MalformedRequest
from trunkline.sandbox.http.params import Params, nest, parse_form, parse_json, to_integer


@pytest.mark.parametrize(
    ("pairs", "nested"),
    [
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[]", "1"), ("a[]", "2")], {"a": ["1", "2"]}),
        ([("a[b]", "1"), ("a[c][d]", "2")], {"a": {"b": "1", "c": {"d": "2"}}}),
        ([("a[][b]", "1"), ("a[][c]", "2"), ("a[][b]", "3")], {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}),
        ([("a[b][]", "1"), ("a[b][]", "2")], {"a": {"b": ["1", "2"]}}),
        ([("a[0][n]", "x"), ("a[1][n]", "y")], {"a": {"0": {"n": "x"}, "1": {"n": "y"}}}),
        ([("a[][b][c]", "1"), ("a[][b][d]", "2")], {"a": [{"b": {"c": "1", "d": "2"}}]}),
    ],
)
def test_nesting(pairs, nested):
    assert nest(pairs) == nested


@pytest.mark.parametrize(
    "pairs", [[("a", "1"), ("a[b]", "2")], [("a[]", "1"), ("a[b]", "2")], [("a[b]", "1"), ("a[]", "2")]]
)
def test_contradictions_are_bad_requests(pairs):
    with pytest.raises(ApiError) as caught:
        nest(pairs)
    assert caught.value.status == 400


@given(st.lists(st.tuples(st.text(alphabet="ab[]0", max_size=8), st.text(max_size=3)), max_size=6))
def test_any_pairs_nest_or_are_refused(pairs):
    try:
        nested = nest(pairs)
    except ApiError as error:
        nested, status = None, error.status
    assert isinstance(nested, Params) or status == 400


@given(st.text(max_size=30))
def test_every_text_is_a_number_that_fits(text):
    assert -(2**63) < to_integer(text) < 2**63


def test_getters():
    params = Params(
        a="x", n="12abc", t="true", f="0", e="", l=["1", "2"], one="9", j=True, z=None, d={"b": "1"}, o=[{"k": 1}]
    )
    assert (params.text("a"), params.text("l"), params.text("z", "d"), params.text("j")) == ("x", None, "d", "t")
    assert (params.integer("n"), params.integer("e"), params.integer("missing")) == (12, None, None)
    assert (params.flag("t"), params.flag("f"), params.flag("e"), params.flag("j")) == (True, False, False, True)
    assert (params.maybe_flag("e"), params.maybe_flag("f")) == (None, False)
    assert (params.texts("l"), params.texts("one"), params.texts("missing")) == (["1", "2"], [], [])
    assert (params.texts("one", single=True), params.integers("one", single=True)) == (["9"], [9])
    assert (params.maybe_texts("l"), params.maybe_texts("one"), params.maybe_texts("missing")) == (
        ["1", "2"],
        None,
        None,
    )
    assert params.integers("l") == [1, 2]
    assert params.child("d") == {"b": "1"}
    assert params.children("o") == [{"k": 1}]
    assert (params.has("z"), params.has("missing")) == (True, False)


def test_text_is_clean_and_never_the_name_of_a_type():
    assert Params(l=["a", 1, True, False]).texts("l") == ["a", "1", "t", "f"]
    assert Params(l=["a", {"k": "v"}]).texts("l") == Params(l=["a", ["x"]]).texts("l") == []
    assert parse_form(b"q=a%00b&%00k=v") == [("q", "ab"), ("k", "v")]


@pytest.mark.parametrize("query", [b"a=%", b"a=%zz", b"a=%ff", b"\xff=1", b"a=%ed%a0%80", b"&".join([b"a=1"] * 5000)])
def test_malformed_queries(query):
    with pytest.raises(MalformedRequest) as caught:
        parse_form(query)
    assert (caught.value.status, caught.value.body()) == (400, {"status": 400, "error": "Bad Request"})


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 200_000,
        b'{"a":' * 101 + b"1" + b"}" * 101,
        b'{"status": "\\ud800"}',
        b'{"status": "\xff"}',
        b'{"status": 1e999}',
        '{"status": "x"}'.encode("utf-16"),
    ],
    ids=["cut off", "deep", "deep objects", "lone surrogate", "no UTF-8", "infinite", "UTF-16"],
)
def test_malformed_json(ann, body):
    headers = {"Content-Type": "application/json"}
    answer = ann.post("/api/v1/statuses", 400, content=body, headers=headers)
    assert answer == {"status": 400, "error": "Bad Request"}


def test_nul_is_dropped(ann):
    assert ann.post("/api/v1/statuses", json={"status": "\0nul"})["content"] == "<p>nul</p>"
    assert ann.get("/api/v2/search?q=a%00b")["statuses"] == []


def test_large_bodies_are_refused_before_they_are_read(ann):
    def body():
        for _ in range(5):
            yield b"a" * 1_000_000

    headers = {"Content-Type": "application/json"}
    for content in (b"a" * 5_000_000, body()):
        answer = ann.post("/api/v1/statuses", 413, content=content, headers=headers)
        assert answer == {"error": "Payload Too Large"}


def test_the_query_wins_over_the_body(ann):
    assert ann.post("/api/v1/statuses?status=query", json={"status": "body"})["content"] == "<p>query</p>"
    assert ann.post("/api/v1/statuses?status=query", data={"status": "body"})["content"] == "<p>query</p>"


@pytest.mark.parametrize(
    ("kind", "parsed"),
    [
        ("application/ld+json", True),
        ("application/activity+json; charset=utf-8", True),
        ("application/vnd.api+json", False),
        ("text/json", False),
        ("text/plain", False),
    ],
)
def test_kinds_of_json(ann, kind, parsed):
    ann.post("/api/v1/statuses", 200 if parsed else 422, content=b'{"status":"x"}', headers={"Content-Type": kind})


def test_a_body_without_a_kind_is_a_form(ann):
    assert ann.post("/api/v1/statuses", content=b"status=form")["content"] == "<p>form</p>"


def test_a_multipart_body_without_a_boundary_is_empty(ann):
    headers = {"Content-Type": "multipart/form-data"}
    refused = ann.post("/api/v1/statuses", 422, content=b"x", headers=headers)
    assert refused["error"] == "Validation failed: Text can't be blank"


def test_a_single_value_is_no_list(world, ann):
    media = str(world.media(ann))
    assert ann.say("x", media_ids=media)["media_attachments"] == []
    assert ann.get(f"/api/v1/accounts?id={ann.id}") == []
    assert ann.get(f"/api/v1/accounts/relationships?id={ann.id}")[0]["id"] == str(ann.id)


def test_lists_have_no_null():
    assert parse_json(b'{"a":[null,"x",[null]],"b":[null]}') == {"a": ["x", []], "b": []}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/featured_tags", "name"),
        ("/api/v1/polls/{poll}/votes", "choices"),
        ("/api/v1/push/subscription", "subscription"),
    ],
)
@pytest.mark.parametrize("value", ["", None, []])
def test_missing_parameters_are_named(ann, path, name, value):
    poll = ann.say("?", poll={"options": ["a", "b"], "expires_in": 300})["poll"]["id"]
    for params in ({}, {name: value}):
        refused = ann.post(path.format(poll=poll), 400, json=params)
        assert refused == {"error": f"param is missing or the value is empty or invalid: {name}"}


def test_as_many_statuses_as_a_page_are_read_by_id(ann):
    ids = [ann.say(f"{number}")["id"] for number in range(3)]
    query = "&".join(f"id[]={one}" for one in ids)
    assert [one["id"] for one in ann.get(f"/api/v1/statuses?{query}")] == ids[::-1]
    query = "&".join(f"id[]={number}" for number in range(21))
    assert ann.get(f"/api/v1/statuses?{query}", 422) == {"error": "Mastodon::ValidationError"}
