"""robots.txt and X-Robots-Tag, as RFC 9309 and search engines read them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("protego")
pytest.importorskip("dlt")

from trunkline.pipeline.consent.robots import Robots, tag_refuses
from trunkline.sandbox import Sandbox

PUBLIC = "/api/v1/timelines/public"


def robots(*lines: str) -> Robots:
    return Robots.of_answer(200, "\n".join(lines))


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, False),
        (204, False),
        (301, True),
        (403, True),
        (404, True),
        (410, True),
        (500, False),
        (503, False),
        (None, False),
    ],
)
def test_answers(status: int | None, allowed: bool) -> None:
    answer = Robots.of_answer(status, "User-agent: *\nDisallow: /")
    assert answer.allows(PUBLIC) is allowed
    assert Robots.of_answer(200, "").allows(PUBLIC)


@pytest.mark.parametrize(
    "agent",
    ["trunkline", "Trunkline", "TRUNKLINE/1.2", "trunkline (+https://example.org)", "trunkline*", "trunkline # us"],
)
def test_our_group(agent: str) -> None:
    rules = robots("User-agent: *", "Disallow: /", "", f"user-agent: {agent}", "Disallow: /api/v1/timelines/")
    assert not rules.allows(PUBLIC)
    assert rules.allows("/api/v1/statuses")


@pytest.mark.parametrize("agent", ["trunk", "line", "trunkline-bot", "trunklines", "t", "bot"])
def test_groups_of_others(agent: str) -> None:
    assert robots(f"User-agent: {agent}", "Disallow: /").allows(PUBLIC)
    assert not robots(f"User-agent: {agent}", "Allow: /", "User-agent: *", "Disallow: /").allows(PUBLIC)


def test_groups_of_several_and_in_pieces() -> None:
    rules = robots(
        "User-agent: x", "User-agent: trunkline", "Disallow: /a", "", "User-agent: trunkline", "Disallow: /b"
    )
    assert [rules.allows(path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_an_empty_rule_allows_everything() -> None:
    assert robots("User-agent: *", "Disallow: /", "User-agent: trunkline", "Disallow:").allows(PUBLIC)


@pytest.mark.parametrize(
    ("rule", "matching", "other"),
    [
        ("/api/*/timelines", "/api/v1/timelines/home", "/api/timelines"),
        ("/*.json$", "/x.json", "/x.json?y"),
        ("/api$", "/api", "/api/v1"),
        ("/a%2fb", "/a%2Fb/c", "/a/b"),
        ("/%7Eann", "/~ann", "/ann"),
        ("/tag/ö", "/tag/%C3%B6", "/tag/o"),
    ],
)
def test_patterns(rule: str, matching: str, other: str) -> None:
    rules = robots("User-agent: *", f"Disallow: {rule}")
    assert not rules.allows(matching)
    assert rules.allows(other)


_PATHS = st.text("ab/", max_size=5).map(lambda text: f"/{text.lstrip('/')}")
_PATTERNS = st.tuples(
    _PATHS.flatmap(lambda path: st.sampled_from([path, f"{path}*", f"{path}$", f"{path}*a"])), st.booleans()
)


@given(st.lists(_PATTERNS, max_size=6), _PATHS)
def test_the_longest_rule_wins(rules: list[tuple[str, bool]], path: str) -> None:
    lines = [f"{'Allow' if allow else 'Disallow'}: {pattern}" for pattern, allow in rules]
    matching = [(len(pattern), allow) for pattern, allow in rules if _matches(pattern, path)]
    assert robots("User-agent: *", *lines).allows(path) is max(matching, default=(0, True))[1]


def _matches(pattern: str, path: str) -> bool:
    body = ".*".join(map(re.escape, pattern.removesuffix("$").split("*")))
    return re.match(f"{body}{'$' if pattern.endswith('$') else ''}", path) is not None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(end: str, mark: str) -> None:
    text = mark + end.join(["User-agent: trunkline # us", "Disallow: /api # not this", "Crawl-delay: 2.5"])
    rules = Robots.of_answer(200, text)
    assert not rules.allows(PUBLIC)
    assert rules.delay == 2.5


def test_delay() -> None:
    assert robots("User-agent: *", "Crawl-delay: 10", "User-agent: other", "Crawl-delay: 99").delay == 10
    assert robots("User-agent: *", "Crawl-delay: soon").delay is None
    assert Robots.of_answer(404).delay is None
    assert Robots.of_answer(None).delay is None


def test_what_is_beyond_half_a_megabyte_is_not_read() -> None:
    first = "User-agent: *\nDisallow: /first\n"
    comments = "# ä\n" * 102_400  # 500 KiB
    rules = Robots.of_answer(200, f"{first}{comments}Disallow: /\n")
    assert not rules.allows("/first")
    assert rules.allows("/second")
    cut = "User-agent: *\n".ljust(512_000 - len("Disallow: /"), "#") + "\nDisallow: /first-is-cut\n"
    assert Robots.of_answer(200, cut).allows("/second")


@given(st.text())
def test_any_text_is_an_answer(text: str) -> None:
    assert Robots.of_answer(200, text).allows("/robots.txt")


def test_the_file_of_mastodon() -> None:
    from trunkline import Mastodon
    from trunkline.protocol.request import Request

    with Sandbox(size=0) as sandbox, Mastodon(api_base_url=sandbox.url) as client:
        text = client.call(Request("GET", "/robots.txt", str))
    rules = Robots.of_answer(200, text)
    assert "User-agent: GPTBot" in text
    assert rules.allows(PUBLIC)
    assert not rules.allows("/media_proxy/1/original")
    assert not rules.allows("/interact/1")


@pytest.mark.parametrize(
    "value",
    [
        "noindex",
        "NoIndex, nofollow",
        "nofollow, none",
        "noai",
        "trunkline: none",
        "otherbot: nofollow, trunkline: noindex",
        "*: noindex",
    ],
)
def test_tags_that_refuse(value: str) -> None:
    assert tag_refuses({"x-robots-tag": value})
    assert tag_refuses({"content-type": "text/html", "X-Robots-Tag": value})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "all",
        "nofollow, noarchive",
        "otherbot: noindex, nofollow",
        "noindexing",
        "max-snippet: 5",
        "unavailable_after: Wed, 25 Jun 2031 15:00:00 GMT",
    ],
)
def test_tags_that_do_not(value: str) -> None:
    assert not tag_refuses({"x-robots-tag": value})
    assert not tag_refuses({"x-other": "noindex"})


def test_a_date_in_a_tag_is_no_agent() -> None:
    assert tag_refuses({"x-robots-tag": "unavailable_after: Wed, 25 Jun 2031 15:00:00 GMT, noindex"})
