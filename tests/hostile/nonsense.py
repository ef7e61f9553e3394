"""Strategies of hypothesis for what servers may send."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SIGNS = " \t\r\n\x00\x1b\x7f\x85\x9b\u2028\u202e<>\"'\\/=;:,.?&#%@[](){}*+-_|~^$!`²\u06619a0Zéß\u0301👩\u200d🇩"
"""Characters that mean something to one parser or another."""

PIECES = (
    *(
        "http://[",
        "https://a.example/@b",
        "://",
        "file:///",
        "%00",
        "%zz",
        "&#x110000;",
        "&#0;",
        "<!--",
        "<![CDATA[",
        "<ol start='",
    ),
    *(
        "<a href='",
        "<p>",
        "</p>",
        "<li>",
        "<pre>",
        "<blockquote>",
        "<br>",
        "@a@b.example",
        "#tag",
        "9" * 4_400,
        "1e400",
        "nan",
        "inf",
    ),
    *(
        "-1",
        "rel=next",
        'rel="',
        "id=",
        "retry=",
        "data: ",
        "event: update\n",
        "\n\n",
        "User-agent: *\n",
        "Disallow: /",
        "Crawl-delay: ",
    ),
    *(
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "9999-12-31T23:59:59.999-23:59",
        "0001-01-01T00:00+23:59",
        "4.7.3",
        "(compatible; ",
        "[" * 2_000,
    ),
)
"""Pieces that parsers look for, or trip over."""

texts = st.one_of(
    st.text(max_size=80),
    st.text(SIGNS, max_size=80),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(SIGNS, max_size=5)), max_size=12).map("".join),
)
"""Texts of every kind."""

data = st.one_of(st.binary(max_size=200), texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
"""Bytes of every kind."""

json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.integers(-5, 5), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
"""JSON of every shape."""


def objects(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that have some of these keys, with values of every kind."""
    return st.dictionaries(st.sampled_from([*keys, "", "ID", "_instance"]), json_values, max_size=6)


def headers(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Headers of these names; their values are decoded as Latin-1, as HTTP libraries do."""
    values = st.one_of(
        st.integers().map(str), texts.map(lambda text: text.encode("utf-8", "replace").decode("latin-1"))
    )
    return st.dictionaries(st.sampled_from(names), values)
