"""Views of what posts consist of: hashtags, mentions, media, links, options of polls, quoted posts.

They show the lists and columns of the row that `trunkline.pipeline.tidy.objects` has chosen for a post.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from trunkline.pipeline.people import address_sql
from trunkline.pipeline.tidy.objects import domains_query
from trunkline.pipeline.tidy.tables import NUMBER, REAL, TEXT, TIME, YES_NO, Tables, typed, union
from trunkline.pipeline.upkeep.places import POSTS, Place


class Part(NamedTuple):
    """Column of a view: the field that it shows, its SQL type, and an expression for ``{}``, the field's value."""

    field: str
    type: str = TEXT
    shown: str = "{}"


Parts = Mapping[str, Part]
_ADDRESS = address_sql("{0}", "coalesce(domains.domain, posts._instance)")
_POSITION = {"position": Part("_dlt_list_idx", NUMBER)}


def _below(prefix: str, *names: str, type: str = TEXT) -> Parts:
    """Return columns that are called as fields below *prefix*."""
    return {name: Part(f"{prefix}{name}", type) for name in names}


@dataclass(frozen=True, slots=True)
class PartView:
    """Definition of a view of parts of posts.

    Attributes:
        name: its name.
        items: the list of the parts; empty if they are fields of the post.
        of_item: columns from the items of the list.
        of_post: columns from the post; without a list, the first one is there if there is such a part.
        once: equal parts of a post are one row.
    """

    name: str
    items: str
    of_item: Parts
    of_post: Parts
    once: bool = False

    @property
    def columns(self) -> Parts:
        """All columns."""
        return {**self.of_item, **self.of_post}


PARTS = (
    PartView("hashtags_used", "tags", {"hashtag": Part("name", TEXT, "lower({})")}, {}, once=True),
    PartView("mentions", "mentions", {"mentioned": Part("acct", TEXT, _ADDRESS), "mentioned_id": Part("id")}, {}, True),
    PartView(
        "media",
        "media_attachments",
        {
            **_POSITION,
            **_below("", "id", "type", "url", "preview_url", "remote_url", "description", "blurhash"),
            **_below("meta__original__", "width", "height", type=NUMBER),
            **_below("meta__original__", "duration", type=REAL),
        },
        {},
    ),
    PartView(
        "links",
        "",
        {},
        {
            **_below("card__", "url", "type", "title", "description", "provider_name", "author_name", "author_url"),
            **_below("card__", "language", "image", "image_description"),
            **_below("card__", "published_at", type=TIME),
        },
    ),
    PartView(
        "poll_options",
        "poll__options",
        {**_POSITION, **_below("", "title"), **_below("", "votes_count", type=NUMBER)},
        {
            "poll_id": Part("poll__id"),
            "poll_votes_count": Part("poll__votes_count", NUMBER),
            **_below("poll__", "voters_count", type=NUMBER),
            **_below("poll__", "multiple", type=YES_NO),
            **_below("poll__", "expires_at", type=TIME),
        },
    ),
    PartView(
        "quotes",
        "",
        {},
        {
            "state": Part("quote__state"),
            "quoted": Part("quote__quoted_status__uri"),
            "quoted_account": Part("quote__quoted_status__account__acct", TEXT, _ADDRESS),
        },
    ),
)


def part_query(view: PartView, tables: Tables) -> str:
    """Return the query of a view."""
    columns = {"_lists": TEXT, "_dlt_id": TEXT, **{name: part.type for name, part in view.columns.items()}}
    parts = union((select for place in POSTS if (select := _select(view, place, tables))), columns)
    shown = ", ".join(f"{part.shown.format(f'part.{name}')} AS {name}" for name, part in view.columns.items())
    return f"""WITH domains AS ({domains_query(tables)})
SELECT {"DISTINCT " if view.once else ""}posts.uri AS post, posts.account, posts.created_at, {shown}
FROM {tables.name("posts")} AS posts JOIN (
    {parts}
) AS part ON part._lists = posts._lists AND part._dlt_id = posts._dlt_id
LEFT JOIN domains ON domains._instance = posts._instance"""


def _select(view: PartView, place: Place, tables: Tables) -> str | None:
    """Return a query for the parts of the posts at a place; ``None`` if there are none."""
    of_post = {name: (place.column(part.field), part.type) for name, part in view.of_post.items()}
    row = typed(tables, place.table, of_post, of="status")
    if not view.items:
        first = place.column(next(iter(view.of_post.values())).field)
        if not tables.has(place.table, first):
            return None
        key, source, where = "status._dlt_id", f"{tables.name(place.table)} AS status", f" WHERE {first} IS NOT NULL"
        columns = row
    else:
        child = place.child(view.items)
        if not tables.has(child, "_dlt_parent_id"):
            return None
        of_item = {name: (part.field, part.type) for name, part in view.of_item.items()}
        columns = typed(tables, child, of_item, of="item")
        key, source, where = "item._dlt_parent_id AS _dlt_id", f"{tables.name(child)} AS item", ""
        if row:
            columns = f"{columns}, {row}"
            source += f" JOIN {tables.name(place.table)} AS status ON status._dlt_id = item._dlt_parent_id"
    return f"SELECT '{place.child('')}' AS _lists, {key}, {columns} FROM {source}{where}"
