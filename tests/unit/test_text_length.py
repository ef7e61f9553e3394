"""Grapheme clusters, URLs and mentions, and the length of a status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.text.graphemes import cluster_count, clusters
from trunkline.text.length import status_length
from trunkline.text.tokens import tokens

FAMILY = "👨‍👩‍👧‍👦"

# Each text with its clusters divided by "|". The rules are those of Unicode Standard Annex 29.
CLUSTERS = [
    "a|b| |c",
    "\r\n|a|\r|b|\n|\n|\r",  # CR LF is one, LF LF two
    "e\u0301|e\u0301\u0323|\n|\u0301",  # combining marks; not after a control character
    "\u0301|a",  # a mark without anything before it
    f"{FAMILY}|{FAMILY}",
    "👩🏽‍🚀|👍🏿|✌️|❤️‍🔥",  # skin tones, variation selectors, joined sequences
    "🇩🇪|🇯🇵|🇩",  # regional indicators pair up
    "1️⃣|#️⃣",  # keycaps
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿|🏴‍☠️",  # tags
    "a\u200d|b|👩\u200d|a",  # a joiner joins pictographs alone
    "각|가|\u1100\u1161\u11a8|가\u11a8|각\u11a8|\u1100가|각|\u1100",  # Hangul
    "\u1100\u1100|a|\u11a8\u11a8",
    "नि|का|กำ|தி",  # spacing and other marks of Indic scripts, Thai and Tamil
    "\u0600\u0661|\u0600|\n",  # prepended marks
    "ｶﾞ|x\u200c|y",  # half-width voiced mark, zero-width non-joiner
    "\u200b|\ufeff|\x00",  # controls
]


@pytest.mark.parametrize("divided", CLUSTERS)
def test_clusters(divided: str) -> None:
    expected = divided.split("|")
    assert list(clusters("".join(expected))) == expected
    assert cluster_count("".join(expected)) == len(expected)


@given(st.text())
def test_clusters_are_the_text(text: str) -> None:
    found = list(clusters(text))
    assert "".join(found) == text
    assert all(found)
    assert cluster_count(text) == len(found)


TOKENS = [
    ("see https://example.org/x.", "https://example.org/x"),
    (
        "(https://example.org/x_(y)) https://example.net/(a(b)c)/",
        "https://example.org/x_(y)",
        "https://example.net/(a(b)c)/",
    ),
    ("http://example.org/?q=1&b=2, https://example.net", "http://example.org/?q=1&b=2", "https://example.net"),
    ("HTTPS://EXAMPLE.ORG:8080/B gemini://example.org/", "HTTPS://EXAMPLE.ORG:8080/B", "gemini://example.org/"),
    (
        "https://日本語.jp/パス?q=日本 https://xn--p1ai.xn--p1ai/",
        "https://日本語.jp/パス?q=日本",
        "https://xn--p1ai.xn--p1ai/",
    ),
    ("a.example http://localhost:3000 xhttps://example.org ftp://example.org",),
    ("https://example.org/#part https://example.org/@ann", "https://example.org/#part", "https://example.org/@ann"),
    ("@ann, @bob@far.example.", "@ann", "@bob@far.example"),
    ("@a.b_c-d @x@127.0.0.1:3000 (@ann)", "@a.b_c-d", "@x@127.0.0.1:3000", "@ann"),
    ("me@mail.example /@ann =@ann @ @@ann@ @a@b.example@c",),
    (
        "#one #Two, #日本語 #café #snake_case #a1 \uff03wide",
        "#one",
        "#Two",
        "#日本語",
        "#café",
        "#snake_case",
        "#a1",
        "\uff03wide",
    ),
    ("#123 a#b /#c &#39; # ##",),
]


@pytest.mark.parametrize("case", TOKENS, ids=lambda case: case[0])
def test_tokens(case: tuple[str, ...]) -> None:
    text, *expected = case
    found = list(tokens(text))
    assert [one.text for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected


LENGTHS = [
    ("", "", 0),
    ("hello", "", 5),
    ("hello", "cw:", 8),
    (" \n hello\t ", " cw ", 7),
    ("a\r\nb", "", 3),
    ("https://example.com/a/very/long/path/that/is/way/over/23/characters", "", 23),
    ("https://example.org", "", 23),
    ("https://a.example", "", 17),  # no top-level domain that exists
    ("see https://example.org, and https://example.net.", "", 4 + 23 + 6 + 23 + 1),
    ("@bob@far.example hi", "", 7),
    ("@bob hi", "", 7),
    ("bob@far.example", "", 15),
    ("#hashtag", "", 8),
    (FAMILY * 3 + "🇩🇪", FAMILY, 5),
    ("https://example.org", "https://example.org", 23 + 19),
]


@pytest.mark.parametrize(("text", "spoiler", "length"), LENGTHS)
def test_status_length(text: str, spoiler: str, length: int) -> None:
    assert status_length(text, spoiler) == length


def test_the_server_says_what_an_address_counts() -> None:
    assert status_length("https://example.org/long/path x", characters_per_url=5) == 7


@given(st.text(), st.text())
def test_a_status_is_never_shorter_than_nothing(text: str, spoiler: str) -> None:
    assert 0 <= status_length(text) <= status_length(text, spoiler + "x")
