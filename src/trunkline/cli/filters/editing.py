"""The commands filters add, edit and delete."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import click

from trunkline.cli.command import command
from trunkline.cli.durations import DURATION
from trunkline.cli.each import on_each
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.filters.finding import FILTER, find_filter
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.references import find_status
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.endpoints.filters_v2 import KeywordAttributes
    from trunkline.entities import FilterAction, FilterContext, FilterV2

_CONTEXTS = ("home", "notifications", "public", "thread", "account")


def _settings(function: Callable[..., Any]) -> Callable[..., Any]:
    context = click.option(
        "--context", "contexts", multiple=True, type=click.Choice(_CONTEXTS), help="Where it applies; may be repeated."
    )
    action = click.option(
        "--action",
        type=click.Choice(["warn", "hide", "blur"]),
        help="Fold posts behind the title, hide them, or blur their media.",
    )
    expires = click.option("--expires", type=DURATION, help="End after this time, such as 6h or 7d.")
    parts = click.option("--parts", is_flag=True, help="Let the added keywords match inside of words too.")
    return context(action(expires(parts(function))))


@command(
    {
        "trunkline filters add Football goal 'world cup'": "fold posts with these words, in all places",
        "trunkline filters add Series spoiler --action hide --context home --expires 7d": "hide them, for a week",
    }
)
@click.argument("title")
@click.argument("keywords", nargs=-1, metavar="[KEYWORD]...")
@_settings
@json_option
@with_session()
def add(
    session: Session,
    title: str,
    keywords: tuple[str, ...],
    contexts: tuple[str, ...],
    action: str | None,
    expires: timedelta | None,
    parts: bool,
    as_json: bool,
) -> None:
    """Add a filter with the title TITLE for posts with one of the words or phrases KEYWORD."""
    made = session.client.create_filter_v2(
        title,
        cast("tuple[FilterContext, ...]", contexts or _CONTEXTS),
        cast("FilterAction", action or "warn"),
        expires,
        _added(keywords, parts),
    )
    _say_saved(made, "added", as_json)


@command(
    {
        "trunkline filters edit Series --add finale --remove spoiler": "change keywords",
        "trunkline filters edit %1 --action hide --expires 7d": "hide, and end in a week",
        "trunkline filters edit Series --add-post %3": "filter a post, whatever it says",
    }
)
@click.argument("name", metavar="FILTER")
@click.option("--title", help="A new title.")
@click.option("--add", "added", multiple=True, metavar="KEYWORD", help="A keyword to add; may be repeated.")
@click.option("--remove", "removed", multiple=True, metavar="KEYWORD", help="A keyword to remove; may be repeated.")
@click.option("--add-post", "posts", multiple=True, metavar="POST", help="A post to filter; may be repeated.")
@click.option("--forever", is_flag=True, help="Never end.")
@_settings
@json_option
@with_session()
def edit(
    session: Session,
    name: str,
    title: str | None,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    posts: tuple[str, ...],
    contexts: tuple[str, ...],
    action: str | None,
    expires: timedelta | None,
    forever: bool,
    parts: bool,
    as_json: bool,
) -> None:
    """Change FILTER; options that are not given stay as they are."""
    if not (title or added or removed or posts or contexts or action or expires or forever):
        raise click.UsageError("There is nothing to change: give --title, --add, --remove, --context, --action, ...")
    if expires and forever:
        raise click.UsageError("Give --expires or --forever, not both.")
    found = find_filter(session, name)
    keywords = [*_added(added, parts), *_removed(found, removed)]
    for post in posts:
        session.client.add_filter_status_v2(found, find_status(session, post))
    changed = session.client.update_filter_v2(
        found,
        title,
        cast("tuple[FilterContext, ...]", contexts) or None,
        cast("FilterAction | None", action),
        "" if forever else expires,
        keywords or None,
    )
    _say_saved(changed, "changed", as_json)


@command({"trunkline filters delete Series": "asks first", "trunkline filters delete %1 %2 --yes": "two of the list"})
@on_each(FILTER, "The filter {} is deleted.", ask="Delete for good: {}?")
def delete(session: Session, found: FilterV2) -> None:
    """Delete filters, with their keywords."""
    session.client.delete_filter_v2(found)


def _added(keywords: Iterable[str], parts: bool) -> list[KeywordAttributes]:
    return [{"keyword": keyword, "whole_word": not parts} for keyword in keywords]


def _removed(found: FilterV2, keywords: Iterable[str]) -> list[KeywordAttributes]:
    """Return the changes that remove keywords, by the text of the keyword."""
    changes: list[KeywordAttributes] = []
    for keyword in keywords:
        same = [one for one in found.keywords or () if one.keyword.lower() == keyword.lower()]
        if not same:
            known = ", ".join(one.keyword for one in found.keywords or ()) or "none"
            raise CommandFailure(f"The filter has no keyword {keyword}. It has: {known}.", NOT_FOUND)
        changes += [{"id": one.id, "_destroy": True} for one in same]
    return changes


def _say_saved(saved: FilterV2, done: str, as_json: bool) -> None:
    say_json(saved) if as_json else say(f"The filter {one_line(saved.title)} is {done}, with the id {saved.id}.")
