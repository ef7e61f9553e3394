"""Lists, filters, conversations."""

from __future__ import annotations

from typing import Any

from .steps import has, lacks, nothing, refused, some, step


def lists(world: Any) -> None:
    """Walk."""
    noah = world["people"]["noah"]["id"]
    own, other = world["as"]["mia"], world["as"]["noah"]
    own.account_follow(noah)
    made = step(
        "list_create",
        lambda: own.list_create("Near", replies_policy="followed", exclusive=True),
        {"title": "Near", "replies_policy": "followed", "exclusive": True},
    )
    step("lists", own.lists, [{"id": made.id}])
    step("list", lambda: own.list(made), {"title": "Near"})
    step("list_update", lambda: own.list_update(made, "Nearer"), {"title": "Nearer"})
    step("list_accounts_add", lambda: own.list_accounts_add(made, noah), nothing)
    refused(
        "twice in a list",
        lambda: own.list_accounts_add(made, noah),
        422,
        "Validation failed: Account is already on the list",
    )
    step("list_accounts", lambda: own.list_accounts(made), [{"id": noah}])
    post = other.status_post("For the list")
    step("timeline_list", lambda: own.timeline_list(made), has("id", post.id))
    step("list_accounts_delete", lambda: own.list_accounts_delete(made, noah), nothing)
    step("list_delete", lambda: own.list_delete(made), nothing)
    refused("a list that is gone", lambda: own.list(made), 404, "Record not found")
    letter = other.status_post("@mia A letter", visibility="direct")
    talk = step(
        "conversations",
        own.conversations,
        [{"unread": True, "accounts": [{"id": noah}], "last_status": {"id": letter.id}}],
    )[0]
    step("conversations_read", lambda: own.conversations_read(talk), {"unread": False})
    _old_filters(own)
    _filters(own, other)


def _old_filters(own: Any) -> None:
    made = step(
        "filter_create",
        lambda: own.filter_create("spoil", ["home"], whole_word=True, expires_in=60),
        {"phrase": "spoil", "context": ["home"], "whole_word": True},
    )
    step("filters", own.filters, [{"id": made.id}])
    step("filter", lambda: own.filter(made), {"phrase": "spoil", "expires_at": some})
    step(
        "filter_update",
        lambda: own.filter_update(made, phrase="spoiler", context=["public"]),
        {"phrase": "spoiler", "context": ["public"]},
    )
    step("filter_delete", lambda: own.filter_delete(made), nothing)


def _filters(own: Any, other: Any) -> None:
    words = [{"keyword": "film", "whole_word": True}]
    made = step(
        "create_filter_v2",
        lambda: own.create_filter_v2("Films", ["home"], "warn", keywords_attributes=words),
        {"title": "Films", "filter_action": "warn", "keywords": [{"keyword": "film"}]},
    )
    step("filters_v2", own.filters_v2, has("id", made.id))
    step("filter_v2", lambda: own.filter_v2(made), {"title": "Films"})
    step(
        "update_filter_v2",
        lambda: own.update_filter_v2(made, title="No films", context=["home", "public"]),
        {"title": "No films", "context": ["home", "public"]},
    )
    word = step(
        "add_filter_keyword_v2",
        lambda: own.add_filter_keyword_v2(made, "cinema", whole_word=False),
        {"keyword": "cinema", "whole_word": False},
    )
    step("filter_keywords_v2", lambda: own.filter_keywords_v2(made), [{"keyword": "film"}, {"keyword": "cinema"}])
    step("delete_filter_keyword_v2", lambda: own.delete_filter_keyword_v2(word), nothing)
    post = other.status_post("A film")
    step("filters_apply", lambda: own.filters_apply([own.status(post)], own.filters(), "public"), [])
    kept = step("add_filter_status_v2", lambda: own.add_filter_status_v2(made, post), {"status_id": post.id})
    step("filter_statuses_v2", lambda: own.filter_statuses_v2(made), [{"id": kept.id}])
    step("filter_status_v2", lambda: own.filter_status_v2(kept), {"status_id": post.id})
    step("delete_filter_status_v2", lambda: own.delete_filter_status_v2(kept), nothing)
    step("delete_filter_v2", lambda: own.delete_filter_v2(made), nothing)
    step("a filter that is gone", own.filters_v2, lacks("id", made.id))
