"""Ids of other software: one spelling for each id of the sandbox, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.likes.families import LIKES, family_of

NUMBERS = st.one_of(st.integers(1, 999_999), st.integers(1 << 54, 1 << 57))
KINDS = st.sampled_from(["", "status", "account", "media", "notification/mention", "notification/admin.sign_up"])
TIMES = st.integers(1_600_000_000_000, 1_900_000_000_000)


@pytest.mark.parametrize("like", LIKES)
@given(number=NUMBERS, kind=KINDS, when=TIMES)
def test_there_and_back(like: str, number: int, kind: str, when: int) -> None:
    codec = family_of(like).ids
    text = codec.encode(number, kind, when)
    assert codec.decode(text) == number
    assert codec.looks(text)


@pytest.mark.parametrize("like", LIKES)
@given(number=NUMBERS, kind=KINDS, when=TIMES)
def test_a_changed_spelling_leads_nowhere_or_elsewhere(like: str, number: int, kind: str, when: int) -> None:
    codec = family_of(like).ids
    text = codec.encode(number, kind, when)
    for changed in (text[:-1], text + "0", text[::-1]):
        assert changed == text or codec.decode(changed) != number
