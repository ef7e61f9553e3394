"""Nested parameters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params, nest, to_integer


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
    assert (params.text("a"), params.text("l"), params.text("z", "d"), params.text("j")) == ("x", None, "d", "true")
    assert (params.integer("n"), params.integer("e"), params.integer("missing")) == (12, None, None)
    assert (params.flag("t"), params.flag("f"), params.flag("e"), params.flag("j")) == (True, False, False, True)
    assert (params.maybe_flag("e"), params.maybe_flag("f")) == (None, False)
    assert (params.texts("l"), params.texts("one"), params.texts("missing")) == (["1", "2"], ["9"], [])
    assert params.integers("l") == [1, 2]
    assert params.child("d") == {"b": "1"}
    assert params.children("o") == [{"k": 1}]
    assert (params.has("z"), params.has("missing")) == (True, False)
