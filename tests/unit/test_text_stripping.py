"""Stripping tags, and its agreement with the rendering as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.text.html import parse
from trunkline.text.plain import html_to_text
from trunkline.text.stripping import strip_tags

LINK = (
    '<a href="https://www.example.org/a/long/path" rel="nofollow"><span class="invisible">https://www.</span>'
    '<span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/path</span></a>'
)
MENTION = '<span class="h-card"><a href="https://example.org/@bob" class="u-url mention">@<span>bob</span></a></span>'
HASHTAG = '<a href="https://example.org/tags/tea" class="mention hashtag" rel="tag">#<span>tea</span></a>'

CASES = [
    ("", ""),
    ("a", "a"),
    ("<p>a<br>b<br/>c<br />d</p>", "a\nb\nc\nd"),
    ("<p>a</p>\n <p></p><p>b</p>", "a\nb"),
    ("<P>a<BR>b</P>", "a\nb"),
    ("<p>Items:<ul><li>a</li><li>b</li></ul></p>c", "Items:\na\nb\nc"),
    ("<p>c<b>at<i>s</i></b></p>", "cats"),
    ("<pre>a</pre>b<blockquote>c</blockquote>", "a\nb\nc"),
    ("&lt;b&gt; &amp;amp; &quot;&#39;&#34;&eacute;&#x1f600;", "<b> &amp; \"'\"é😀"),
    ("a&nbsp;b", "a b"),
    ("<script>if (a < b) {}</script>x<style>p {}</style>y<script>z", "xy"),
    ("a <!-- <b> --> b<!DOCTYPE c><?d?>", "a  b"),
    ("1 < 2 && 3 > 2 <3", "1 < 2 && 3 > 2 <3"),
    (f"<p>{MENTION} {HASHTAG} {LINK}</p>", "@bob #tea https://www.example.org/a/long/path"),
    ("<p>👩‍👩‍👧 :blobcat: é</p>", "👩‍👩‍👧 :blobcat: é"),
    ("<p>a", "a"),
    ("a<b", "a<b"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text"), CASES)
def test_tags_are_stripped(html: str, text: str) -> None:
    assert strip_tags(html) == text


PARTS = [
    *"abé👩‍👧", " ", "\n", "&amp;", "&lt;3", "&#39;", "&nbsp;", "<br>", "</p><p>", "<b>c</b>", LINK, MENTION, HASHTAG,
    "<ul><li>a</li><li>b</li></ul>", "<script>x</script>", "<!-- y -->",
]  # fmt: skip
UNCLOSED = ["<b>", "</b>"]
"""A renderer may begin a new line where a block stands in an inline element that is never closed."""


@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_the_words_are_those_that_are_read(html: str) -> None:
    html = f"<p>{html}</p>"
    assert strip_tags(html).split() == [word for word in html_to_text(html).split() if word != "-"]


@given(st.lists(st.sampled_from(PARTS + UNCLOSED), max_size=20).map("".join))
def test_the_characters_are_those_of_the_tree(html: str) -> None:
    assert "".join(strip_tags(html).split()) == "".join(parse(html).text().split())


@pytest.mark.parametrize("piece", ["<", "<b", "<!--", "<script>", "</", "&", "<p>"])
def test_broken_markup_is_read_too(piece: str) -> None:
    assert isinstance(strip_tags(piece * 2000), str)
