"""Descriptions of the views and of their columns. Columns that are fields of entities have the texts of those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trunkline import entities
from trunkline.answers.entity import Entity
from trunkline.answers.field_texts import fields_of


class ViewText(NamedTuple):
    """Description of a view.

    Attributes:
        rows: what a row is.
        key: columns by which a row is found.
        columns: texts of the columns, by name.
    """

    rows: str
    key: tuple[str, ...]
    columns: dict[str, str]


def _fields(cls: type[Entity], names: str, prefix: str = "") -> dict[str, str]:
    """Return the texts of fields; the columns have a prefix that the fields lack."""
    return {name: fields_of(cls)[name.removeprefix(prefix)].meaning for name in names.split()}


def _some(texts: dict[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: texts[name] for name in names}


_SEEN = {
    "servers": "Servers that have shown it.",
    "first_loaded_at": "Time of the first load that saw it.",
    "last_loaded_at": "Time of the last load that saw it.",
}
_TIMES = _some(_SEEN, ("first_loaded_at", "last_loaded_at"))
_AUTHOR = {
    "account": "Address ``name@domain`` of the author.",
    "server": "Domain of the author.",
    "account_uri": "ActivityPub identifier of the author, the same on every server.",
    "account_id": "Id of the author on the server in ``_instance``.",
}
_ROW = {
    "_instance": "Host of the server from which the row was loaded.",
    "deleted_at": "Time at which the author's server, or all that had it, no longer showed it; empty while one does.",
    "_lists": "Beginning of the names of the tables with its lists.",
    "_dlt_id": "Key of its row, ``_dlt_parent_id`` in those tables.",
}
_STATUS = "uri id created_at visibility"
_POST = {
    "post": "``uri`` of the post.",
    "account": "Address ``name@domain`` of the author of the post.",
    "created_at": "Time of the post.",
}
_ITEM = {**_POST, "position": "Place in the post, from 0."}

VIEW_TEXTS: dict[str, ViewText] = {
    "posts": ViewText(
        "a post that is no boost",
        ("uri",),
        {
            **_fields(
                entities.Status,
                f"{_STATUS} url edited_at in_reply_to_id in_reply_to_account_id language sensitive spoiler_text "
                "content replies_count reblogs_count favourites_count quotes_count",
            ),
            **_AUTHOR,
            **_SEEN,
            **_ROW,
        },
    ),
    "people": ViewText(
        "a person",
        ("account",),
        {
            **_fields(
                entities.Account,
                "uri id url username display_name note bot locked created_at followers_count following_count "
                "statuses_count",
            ),
            "account": "Address ``name@domain``.",
            "server": "Domain of the address.",
            "_instance": _ROW["_instance"],
            **_SEEN,
        },
    ),
    "boosts": ViewText(
        "a boost",
        ("uri",),
        {
            **_fields(entities.Status, _STATUS),
            **_AUTHOR,
            "post": "``uri`` of the boosted post.",
            "author": "Address ``name@domain`` of the author of the boosted post.",
            **_SEEN,
            **_ROW,
        },
    ),
    "replies": ViewText(
        "a reply",
        ("post",),
        {
            **_POST,
            "in_reply_to": "``uri`` of the answered post; empty if it was not loaded.",
            "in_reply_to_account": "Address ``name@domain`` of the author of the answered post.",
        },
    ),
    "quotes": ViewText(
        "a post with a quote",
        ("post",),
        {
            **_POST,
            **_fields(entities.Quote, "state"),
            "quoted": "``uri`` of the quoted post.",
            "quoted_account": "Address ``name@domain`` of the author of the quoted post.",
        },
    ),
    "hashtags_used": ViewText(
        "a hashtag of a post", ("post", "hashtag"), {**_POST, "hashtag": "Hashtag in lower case, without ``#``."}
    ),
    "mentions": ViewText(
        "a person that a post mentions",
        ("post", "mentioned"),
        {
            **_POST,
            "mentioned": "Address ``name@domain`` of the mentioned person.",
            "mentioned_id": "Id of the mentioned account on the server that showed the post.",
        },
    ),
    "media": ViewText(
        "an attachment",
        ("post", "position"),
        {
            **_ITEM,
            **_fields(entities.MediaAttachment, "id type url preview_url remote_url description blurhash"),
            "width": "Width in pixels.",
            "height": "Height in pixels.",
            "duration": "Length in seconds.",
        },
    ),
    "links": ViewText(
        "the preview of a link in a post",
        ("post",),
        {
            **_POST,
            **_fields(
                entities.PreviewCard,
                "url type title description provider_name author_name author_url language image image_description "
                "published_at",
            ),
        },
    ),
    "poll_options": ViewText(
        "an option of a poll",
        ("post", "position"),
        {
            **_ITEM,
            **_fields(entities.PollOption, "title votes_count"),
            **_fields(entities.Poll, "poll_id poll_votes_count voters_count multiple expires_at", "poll_"),
        },
    ),
    "follows": ViewText(
        "a person whom another one follows",
        ("account", "followed"),
        {
            "account": "Address ``name@domain`` of the follower; empty if only the id was loaded.",
            "followed": "Address ``name@domain`` of the followed person; empty if only the id was loaded.",
            **_TIMES,
        },
    ),
    "servers": ViewText(
        "a server that was asked, or that people or posts are from",
        ("server",),
        {
            "server": "Domain.",
            "_instance": "Host that was asked; empty if it was not.",
            **_fields(entities.InstanceV2, "title version source_url description"),
            "users_active_month": "Accounts that were active in four weeks, by the server's own count.",
            "people": "Number of people from there in ``people``.",
            "posts": "Number of posts from there in ``posts``.",
        },
    ),
    "edits": ViewText(
        "a text that a post had, as far as loads and refreshes saw it",
        ("post", "valid_from"),
        {
            **_some(_POST, ("post", "account")),
            **_fields(entities.Status, "content spoiler_text language sensitive visibility edited_at"),
            "valid_from": "Time from which it was seen.",
            "valid_to": "Time until which it was seen; empty if it still is.",
        },
    ),
}
"""Descriptions of the views, by name."""
