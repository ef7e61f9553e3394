"""Formatting of text as HTML."""

import html.parser
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.rules.tags import is_tag_name
from trunkline.sandbox.rules.text import (
    BASE,
    MentionLink,
    clean,
    extract_hashtags,
    extract_mentions,
    extract_urls,
    format_text,
    plain_text,
)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#one #Two, #ONE.", ["one", "Two"]),
        ("#123 #a1 #1a", ["a1", "1a"]),
        ("a#b c/#d =#e &#39;", []),
        ("#日本語 #café #snake_case", ["日本語", "café", "snake_case"]),
        ("https://example.org/#fragment", []),
        ("(#inside) \"#quoted\" \u3000#after。#no", ["after"]),
    ],
)
def test_hashtags(text, tags):
    assert extract_hashtags(text) == tags


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@ann @bob@far.example.", ["ann", "bob@far.example"]),
        ("me@mail.example", []),
        ("@a.b_c: @x@127.0.0.1:3000", ["a.b_c", "x@127.0.0.1:3000"]),
        ("https://far.example/@ann", []),
    ],
)
def test_mentions(text, handles):
    assert extract_mentions(text) == handles


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://example.org/x.", ["https://example.org/x"]),
        ("(https://example.org/x_(y))", ["https://example.org/x_(y)"]),
        ("http://example.org/?q=1&b=2, https://example.net", ["http://example.org/?q=1&b=2", "https://example.net"]),
        ("ftp://example.org a.example", []),
    ],
)
def test_urls(text, urls):
    assert extract_urls(text) == urls


def test_two_people_of_one_name_are_told_apart():
    mentions = {
        "ann": MentionLink("ann", "ann", f"{BASE}/@ann"),
        "ann@far.example": MentionLink("ann", "ann@far.example", "https://far.example/@ann"),
    }
    markup = format_text("@ann @ann@far.example", mentions)
    assert "@<span>ann</span>" in markup
    assert "@<span>ann@far.example</span>" in markup


def test_paragraphs_and_lines():
    assert format_text("a\nb\n\n\nc") == "<p>a<br />b</p><p>c</p>"
    assert format_text("") == format_text(" \n ") == ""


def test_markup_is_escaped():
    assert format_text("<b>\"'&") == "<p>&lt;b&gt;&quot;&#39;&amp;</p>"


@given(st.text(alphabet=st.sampled_from("aé@#/:.&<>\"' \nhttps0_()"), max_size=60))
def test_plain_text_survives_the_way_to_html_and_back(text):
    lines = plain_text(format_text(text)).split()
    assert lines == text.split()


@given(st.text(max_size=60))
def test_nobody_gets_tags_into_the_html(text):
    seen = set()

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.add(tag)

    Reader().feed(format_text(clean(text)))
    assert seen <= {"p", "br", "a", "span"}


def test_nobody_writes_the_sign_of_the_own_address():
    assert BASE not in clean(f"a{BASE}b")


@given(st.text("a1_\u00b7é \U00010000", max_size=8))
def test_what_can_be_a_hashtag(name):
    assert is_tag_name(name) == (re.fullmatch(r"\w*[^\W\d_](?:[\w·・]*\w)?", name) is not None)


@given(st.text("a().,/", max_size=12))
def test_where_a_url_ends(rest):
    url = f"https://a{rest}".rstrip(".,;:!?'*_")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:!?'*_")
    assert extract_urls(f"https://a{rest}") == [url]
