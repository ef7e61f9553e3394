"""Formatting of text as HTML."""

import html.parser
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.rules.text import (
    BASE,
    MentionLink,
    clean,
    extract_hashtags,
    extract_mentions,
    extract_urls,
    format_text,
    is_tag_name,
    plain_text,
    tag_path,
)
from trunkline.text.hashtags import normalise_tag


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#one #Two, #ONE.", ["one", "Two"]),
        ("#123 #a1 #1a", ["a1", "1a"]),
        ("a#b c/#d =#e &#39;", []),
        ("#日本語 #café #snake_case", ["日本語", "café", "snake_case"]),
        ("https://example.org/#fragment", []),
        ('(#inside) "#quoted" \u3000#after。#no', ["after"]),
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
    pattern = r"\w[\w·・]*(?:[^\W\d]|[·・])[\w·・]*\w|\w*[^\W\d_]\w*"
    assert is_tag_name(name) == (re.fullmatch(pattern, name) is not None)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("http://a.b https://user:pw@example.com/x http://127.0.0.1:3000/ https://bücher.example/", []),
        ("HTTPS://EXAMPLE.COM/UP https://例え.みんな/", ["HTTPS://EXAMPLE.COM/UP", "https://例え.みんな/"]),
        ("https://example.comの https://example.com.nowhere/x", ["https://example.com", "https://example.com"]),
        ("magnet:?xt=urn:btih:a xmpp:a@b.c?join xmpp:a@b.org?join", ["magnet:?xt=urn:btih:a", "xmpp:a@b.org?join"]),
    ],
)
def test_links_have_a_known_top_level_domain(text, urls):
    assert extract_urls(text) == urls


def test_the_shown_part_of_a_link():
    assert '<span class="invisible"></span><span class="">HTTPS://A.ORG</span>' in format_text("HTTPS://A.ORG")
    assert '<span class="invisible">xmpp:</span><span class="">a@b.org</span>' in format_text("xmpp:a@b.org")
    assert f'<span class="">a.org/{"x" * 25}</span>' in format_text(f"https://a.org/{'x' * 25}")
    assert f'<span class="ellipsis">a.org/{"x" * 24}</span>' in format_text(f"https://a.org/{'x' * 26}")


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("Café", "cafe", "CAFÉ", "ｃａｆé"), "cafe"),
        (("Straße", "STRAßE"), "straße"),
        (("Łódź", "lodz"), "lodz"),
        (("ä_1",), "a_1"),
        (("日本語",), "日本語"),
    ],
)
def test_spellings_of_one_hashtag(spellings, key):
    assert {normalise_tag(name) for name in spellings} == {key}
    assert tag_path("ä") == "/tags/%C3%A4"


def test_hashtags_have_a_letter_or_a_separator_inside():
    assert extract_hashtags("#1_2 #a·b #a· #·a #12 #हिन्दी #_") == ["1_2", "a·b", "a", "हिन्दी"]
