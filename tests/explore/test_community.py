"""Every question, against answers that were counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.explore.community import HOSTILE
from trunkline.explore import Answer, PostSelection, PostView, Snapshot
from trunkline.explore.questions import SECTIONS
from trunkline.explore.questions.activity import active_hours, posts_over_time
from trunkline.explore.questions.audience import languages, servers
from trunkline.explore.questions.hashtags import hashtags_together, most_used_hashtags
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.media import described_media
from trunkline.explore.questions.networks import boost_network, most_answered, most_boosted, reply_network
from trunkline.explore.questions.people import account_growth, followers
from trunkline.explore.questions.search import search


def rows(answer: Answer) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    return [tuple(row.values()) for row in answer.table.to_pylist()]


def test_each_post_is_there_once_as_its_newest_load_shows_it(everything: PostView) -> None:
    found = everything.rows("SELECT uri, text, favourites, reply_to FROM posts ORDER BY uri").to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("https://a.example/posts/1", "Good morning, tea & coffee", 5, None),
        ("https://a.example/posts/3", "Good night", 0, "bea@b.example"),
        ("https://a.example/posts/5", "Secret tea", 0, "abe@a.example"),
        ("https://b.example/posts/2", "Kuchen zum Käffchen", 7, "ann@a.example"),
        ("https://c.example/posts/4", "Good evening", 0, None),
        ("https://c.example/posts/6", "Hm", 0, None),
    ]


def test_each_account_is_there_once_as_its_own_server_shows_it(everything: PostView) -> None:
    found = everything.rows("SELECT account, followers, bot FROM accounts ORDER BY account").to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("abe@a.example", 0, False),
        ("ann@a.example", 9, False),
        ("bea@b.example", 12, False),
        ("cem@c.example", 750, True),
    ]


def test_headline_numbers(everything: PostView) -> None:
    assert headline_numbers(everything) == {
        "posts": 6,
        "replies": 3,
        "quotes": 0,  # the server of bea does not show that post 2 quotes
        "boosts": 2,
        "authors": 4,
        "servers": 3,
        "languages": 2,
        "hashtags": 4,
    }


def test_posts_over_time(everything: PostView) -> None:
    assert rows(posts_over_time(everything)) == [
        (datetime(2026, 3, 1), "Other posts", 1, "complete"),
        (datetime(2026, 3, 2), "Replies", 1, "complete"),
        (datetime(2026, 3, 2), "Other posts", 1, "complete"),
        (datetime(2026, 3, 3), "Replies", 1, "complete"),
        (datetime(2026, 3, 4), "Replies", 1, "complete"),
        (datetime(2026, 3, 4), "Other posts", 1, "complete"),
        (datetime(2026, 3, 5), "Boosts", 2, "complete"),
    ]


def test_a_short_time_is_shown_in_hours(community: Snapshot) -> None:
    view = community.view(PostSelection(since=date(2026, 3, 2), until=date(2026, 3, 2)))
    assert rows(posts_over_time(view)) == [
        (datetime(2026, 3, 2, 8), "Replies", 1, "complete"),
        (datetime(2026, 3, 2, 8), "Other posts", 1, "complete"),
    ]


def test_active_hours(everything: PostView) -> None:
    answer = active_hours(everything)
    assert len(rows(answer)) == 7 * 24
    assert [row for row in rows(answer) if row[2]] == [
        ("Monday", 8, 2),
        ("Tuesday", 23, 1),
        ("Wednesday", 12, 1),
        ("Wednesday", 13, 1),
        ("Sunday", 0, 1),
    ]
    assert "The busiest hour is Monday from 8:00 to 9:00 with 2 posts." in answer.caption


def test_the_time_zone_moves_hours_and_days(community: Snapshot) -> None:
    view = community.view(PostSelection(since=date(2026, 3, 4), time_zone="Europe/Berlin"))
    assert [row for row in rows(active_hours(view)) if row[2]] == [
        ("Wednesday", 0, 1),
        ("Wednesday", 13, 1),
        ("Wednesday", 14, 1),
    ]


def test_languages(everything: PostView) -> None:
    assert rows(languages(everything)) == [
        ("English", 4, 3, pytest.approx(4 / 6)),
        ("not stated", 1, 1, pytest.approx(1 / 6)),
        ("German", 1, 1, pytest.approx(1 / 6)),
    ]
    assert "67% of the posts are in English." in languages(everything).caption


def test_servers(everything: PostView) -> None:
    assert rows(servers(everything)) == [
        ("a.example", 3, 2, pytest.approx(3 / 6)),
        ("c.example", 2, 1, pytest.approx(2 / 6)),
        ("b.example", 1, 1, pytest.approx(1 / 6)),
    ]


def test_most_used_hashtags(everything: PostView) -> None:
    answer = most_used_hashtags(everything)
    assert rows(answer) == [("#tea", 3, 2), ("#coffee", 2, 2), (f"#{HOSTILE}", 1, 1), ("#cake", 1, 1)]
    assert answer.caption == "67% of the posts have hashtags."


def test_hashtags_together(everything: PostView) -> None:
    assert rows(hashtags_together(everything)) == [
        ("#coffee", "#tea", 2),
        ("#cake", "#coffee", 1),
        ("#cake", "#tea", 1),
    ]


def test_described_media(everything: PostView) -> None:
    answer = described_media(everything)
    assert rows(answer) == [("Images", 2, 1, 0.5), ("Videos", 1, 1, 1.0)]
    assert answer.caption.startswith("50% of the posts have media. 67% of these files have a description")


def test_reply_network_without_answers_to_oneself(everything: PostView) -> None:
    assert rows(reply_network(everything)) == [
        ("ann@a.example", "bea@b.example", 1),
        ("bea@b.example", "ann@a.example", 1),
    ]
    assert rows(most_answered(everything)) == [("ann@a.example", 1, 1), ("bea@b.example", 1, 1)]


def test_boost_network(everything: PostView) -> None:
    assert rows(boost_network(everything)) == [
        ("abe@a.example", "cem@c.example", 1),
        ("ann@a.example", "cem@c.example", 1),
    ]
    assert rows(most_boosted(everything)) == [("cem@c.example", 2, 2)]


def test_account_growth(everything: PostView) -> None:
    assert rows(account_growth(everything)) == [
        (datetime(2022, 11, 1), 1, 1),
        (datetime(2024, 3, 1), 2, 3),
        (datetime(2026, 2, 1), 1, 4),
    ]


def test_followers(everything: PostView) -> None:
    answer = followers(everything)
    assert rows(answer) == [("none", 1), ("1 to 9", 1), ("10 to 99", 1), ("100 to 999", 1)]
    assert "Half of the accounts have 10 followers or fewer" in answer.caption


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("good", [4, 3, 1]),
        ("GOOD tea", [1]),
        ('"good morning"', [1]),
        ('"morning good"', []),
        ("kaffchen", [2]),
        ("film", [4]),
        ("& coffee", [1]),
        ("<p>", []),
        ("%", []),
        ("   ", []),
    ],
)
def test_search(everything: PostView, query: str, numbers: list[int]) -> None:
    answer = search(everything, query)
    assert [int(row["url"].rpartition("/")[2]) for row in answer.table.to_pylist()] == numbers
    assert answer.caption.startswith(f"{len(numbers)} post")


def test_search_lists_as_many_as_asked_for_and_counts_all(everything: PostView) -> None:
    answer = search(everything, "good", limit=2)
    assert len(rows(answer)) == 2
    assert answer.caption == "3 posts by 2 authors. The newest 2 are listed."


@pytest.mark.parametrize(
    ("selection", "posts"),
    [
        (PostSelection(), 6),
        (PostSelection(since=date(2026, 3, 2)), 5),
        (PostSelection(until=date(2026, 3, 2)), 3),
        (PostSelection(since=date(2026, 3, 2), until=date(2026, 3, 3)), 3),
        (PostSelection(languages=("de",)), 1),
        (PostSelection(languages=("de", "")), 2),
        (PostSelection(servers=("a.example",)), 3),
        (PostSelection(sources=("timelines_home",)), 3),
        (PostSelection(sources=("timelines_public",)), 4),
        (PostSelection(visibilities=("public", "unlisted")), 5),
        (PostSelection(languages=("xx",)), 0),
    ],
)
def test_selections(community: Snapshot, selection: PostSelection, posts: int) -> None:
    assert headline_numbers(community.view(selection))["posts"] == posts


def test_a_selection_restricts_everything_that_belongs_to_its_posts(community: Snapshot) -> None:
    view = community.view(PostSelection(servers=("b.example",)))
    assert rows(most_used_hashtags(view)) == [("#cake", 1, 1), ("#coffee", 1, 1), ("#tea", 1, 1)]
    assert rows(described_media(view)) == [("Images", 1, 1, 1.0)]
    assert rows(account_growth(view)) == [(datetime(2024, 3, 30), 1, 1)]
    assert boost_network(view).empty


@pytest.mark.parametrize("question", [question for questions in SECTIONS.values() for question in questions])
def test_questions_have_an_answer_where_there_are_no_posts(
    community: Snapshot, question: Callable[[PostView], Answer]
) -> None:
    answer = question(community.view(PostSelection(servers=("nowhere.example",))))
    assert answer.empty
    assert answer.chart.to_dict()


def test_what_can_be_chosen(community: Snapshot) -> None:
    assert community.languages() == ["en", "", "de"]
    assert community.servers() == ["a.example", "c.example", "b.example"]
    assert community.sources() == ["timelines_home", "timelines_public"]
    assert community.asked() == ["a.example", "b.example"]
    assert community.extent() == community.period() == (date(2026, 3, 1), date(2026, 3, 5))
