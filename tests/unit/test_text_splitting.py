"""Splitting a long text: the places of the cuts, and that nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline import MastodonIllegalArgumentError
from trunkline.text.graphemes import clusters
from trunkline.text.length import status_length
from trunkline.text.splitting import split_text
from trunkline.text.tokens import tokens

FAMILY = "👨‍👩‍👧‍👦"

CUTS = [
    ("", 10, []),
    ("  \n ", 10, []),
    ("short enough", 12, ["short enough"]),
    ("one two three", 8, ["one two", "three"]),
    ("One. Two three four", 12, ["One. Two", "three four"]),  # the sentence would be too short
    ("One two. Three four", 12, ["One two.", "Three four"]),
    ("One two! (Three) four", 14, ["One two!", "(Three) four"]),
    ('"One two." Three', 12, ['"One two."', "Three"]),
    ("First line\nsecond line", 14, ["First line", "second line"]),
    ("First par.\n\nNext. More", 17, ["First par.", "Next. More"]),
    ("a b\n\nc d e f g h", 12, ["a b\n\nc d e f", "g h"]),  # the paragraph would be too short
    ("一二三四五。六七八九十。", 8, ["一二三四五。", "六七八九十。"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("one abcdefghij", 6, ["one", "abcdef", "ghij"]),
    (FAMILY * 5, 2, [FAMILY * 2, FAMILY * 2, FAMILY]),
    ("go to https://example.org/b/c?d=e#f now", 28, ["go to", "https://example.org/b/c?d=e#f now"]),
    ("hi @bob@far.example you", 7, ["hi @bob@far.example", "you"]),
    ("x @bob@far.example", 5, ["x", "@bob@far.example"]),
    ("a #hashtag", 8, ["a", "#hashtag"]),
    ("aaaa@bob", 4, ["aaa", "a@bo", "b"]),  # no mention is made that was none
]


@pytest.mark.parametrize(("text", "limit", "parts"), CUTS)
def test_cuts(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit) == parts


def test_numbers() -> None:
    assert split_text("one two three four", 14, numbered=True) == ["one two (1/3)", "three (2/3)", "four (3/3)"]
    assert split_text("one two", 14, numbered=True) == ["one two"]
    many = split_text("word " * 12, 12, numbered=True)
    assert (many[0], many[-1], len(many)) == ("word (1/12)", "word (12/12)", 12)
    assert all(status_length(part) <= 12 for part in many)


@pytest.mark.parametrize(
    ("text", "limit", "numbered"),
    [("#" + "a" * 20, 10, False), ("see https://example.org", 22, False), ("ab", 0, False), ("one two", 6, True)],
)
def test_what_cannot_be_split(text: str, limit: int, numbered: bool) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=r"must not be cut.*higher limit"):
        split_text(text, limit, numbered=numbered)


def test_a_server_with_short_addresses() -> None:
    assert split_text("a https://example.org", 7, characters_per_url=5) == ["a https://example.org"]


# fmt: off
WORDS = st.sampled_from([
    "word", "Sentence.", "https://example.org/b?c=d", "@ann", "@bob@far.example", "#tag", FAMILY, "e\u0301", "ไทย",
    "한글", "x" * 40, "\n\n", "\n", " ", "  ", "。", "@", "#", "http://", "a@b.example", "\u200d", "\r\n", "\u3000",
])
# fmt: on
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map("".join), st.lists(WORDS, max_size=40).map(" ".join), st.text())


def ink(text: str) -> str:
    return re.sub(r"[\s\0]", "", text)  # NUL counts nothing


def test_a_text_that_counts_nothing_gives_no_part() -> None:
    assert split_text("\0") == split_text("\0 \0\n") == []


@settings(max_examples=300)
@given(TEXTS, st.integers(45, 120), st.booleans())
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int, numbered: bool) -> None:
    try:
        parts = split_text(text, limit, numbered=numbered)
    except MastodonIllegalArgumentError:
        assert any(status_length(one.text) > limit - 10 for one in tokens(text))
        return
    assert all(0 < status_length(part) <= limit for part in parts)
    bare = [re.sub(r" \(\d+/\d+\)$", "", part) for part in parts] if numbered and len(parts) > 1 else parts
    assert ink("".join(bare)) == ink(text)


@settings(max_examples=200)
@given(TEXTS, st.integers(45, 120))
def test_what_belongs_together_stays_together(text: str, limit: int) -> None:
    try:
        parts = split_text(text, limit)
    except MastodonIllegalArgumentError:
        return
    place = 0
    cuts = []
    for part in parts:
        place = text.index(part, place) + len(part)
        cuts.append(place)
    inside = {place for one in tokens(text) for place in range(one.start + 1, one.end)}
    assert not inside & set(cuts[:-1])
    ends = {0}
    for cluster in clusters(text):
        ends.add(max(ends) + len(cluster))
    assert set(cuts) <= ends
