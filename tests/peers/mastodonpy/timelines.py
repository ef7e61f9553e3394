"""Timelines, pages of them, searches, trends."""

from __future__ import annotations

from itertools import islice
from typing import Any

from .steps import has, nothing, refused, some, step


def timelines(world: Any) -> None:
    """Walk."""
    alice, own, nobody = world["as"]["alice"], world["as"]["mia"], world["nobody"]
    home = step("timeline_home", lambda: alice.timeline_home(limit=4), lambda found: len(found) == 4)
    step(
        "timeline",
        lambda: alice.timeline("home", limit=4),
        lambda found: [one.id for one in found] == [one.id for one in home],
    )
    step(
        "timeline_public",
        lambda: own.timeline_public(remote=True),
        lambda found: found and all("@" in one.account.acct for one in found),
    )
    step(
        "timeline_local",
        lambda: nobody.timeline_local(only_media=True),
        lambda found: found and all(one.media_attachments for one in found),
    )
    own.status_post("A #fish and a #pond")
    step(
        "timeline_hashtag",
        lambda: own.timeline_hashtag("fish", local=True),
        lambda found: has("name", "fish")(found[0].tags),
    )
    refused("timeline_link", lambda: own.timeline_link("https://nobody.example/shared"), 404)
    step("timeline_is_available", lambda: nobody.timeline_is_available("public"), True)
    older = step("fetch_next", lambda: alice.fetch_next(home), lambda found: found and found[0].id < home[-1].id)
    step(
        "fetch_previous",
        lambda: alice.fetch_previous(older),
        lambda found: [one.id for one in found] == [one.id for one in home],
    )
    step(
        "fetch_remaining",
        lambda: alice.fetch_remaining(alice.account_followers(alice.me(), limit=2)),
        lambda found: len(found) == alice.me().followers_count,
    )
    step("get_pagination_info", lambda: alice.get_pagination_info(home, "next"), {"max_id": home[-1].id})
    step(
        "pagination_iterator",
        lambda: [one.id for one in islice(alice.pagination_iterator(home), 8)],
        [one.id for one in [*home, *older]],
    )
    step(
        "pagination_page_iterator",
        lambda: [len(page) for page in islice(alice.pagination_page_iterator(home), 3)],
        [4, 4, 4],
    )
    step("search", lambda: own.search("noah", resolve=False), {"accounts": has("acct", "noah")})
    step(
        "search_v2",
        lambda: own.search_v2("#fish", resolve=False, result_type="hashtags"),
        {"hashtags": has("name", "fish"), "accounts": []},
    )
    refused("search_v1", lambda: own.search_v1("noah"), 404)
    step("trends", lambda: nobody.trends(limit=2), lambda found: len(found) == 2)
    step(
        "trending_tags",
        lambda: nobody.trending_tags(limit=2),
        lambda found: len(found) == 2 and all(one.history for one in found),
    )
    step("trending_statuses", lambda: nobody.trending_statuses(limit=2), lambda found: len(found) == 2)
    step("trending_links", lambda: nobody.trending_links(limit=2), some)
    step("get_status_length", lambda: own.get_status_length("@noah@far.example https://far.org/" + "x" * 50), 29)
    step("clear_caches", own.clear_caches, nothing)
