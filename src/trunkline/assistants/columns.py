"""Descriptions of the views of loaded data, and of their columns; docs/data.md says more."""

from __future__ import annotations

_OBJECT = {
    "uri": "key: the address that is the same on all servers",
    "_instance": "the server from which the row was loaded",
    "id": "id on that server",
    "created_at": "time at which it was made",
    "account": "name@domain of the author",
    "server": "domain of the author",
    "account_uri": "address of the author that is the same on all servers",
    "account_id": "id of the author on the server in _instance",
    "visibility": "public, unlisted, private or direct",
    "servers": "servers that have shown it",
    "first_loaded_at": "time of the first load that saw it",
    "last_loaded_at": "time of the last load that saw it",
    "deleted_at": "time at which no server showed it any more; null while one does",
    "_lists": "beginning of the names of the tables with its lists",
    "_dlt_id": "key of its row in those tables",
}
_PART = {
    "post": "uri of the post",
    "account": "name@domain of the author of the post",
    "created_at": "time of the post",
}
_ITEM = _PART | {"position": "place in the post, from 0"}

VIEWS: dict[str, tuple[str, dict[str, str]]] = {
    "posts": (
        "Posts that are no boosts, each once",
        _OBJECT
        | {
            "url": "web page",
            "edited_at": "time of the last edit",
            "in_reply_to_id": "id of the post that it answers, on the server in _instance",
            "in_reply_to_account_id": "id of that post's author",
            "language": "ISO 639 code",
            "sensitive": "hidden behind a warning",
            "spoiler_text": "content warning, in the author's words",
            "content": "text as HTML, in the author's words",
            "replies_count": "replies known to the server",
            "reblogs_count": "boosts known to the server",
            "favourites_count": "favourites known to the server",
            "quotes_count": "quotes known to the server",
        },
    ),
    "people": (
        "People, each once",
        {
            **{name: _OBJECT[name] for name in ("uri", "_instance", "id", "servers")},
            "account": "key: name@domain",
            "server": "domain",
            "url": "web page",
            "username": "name without the domain",
            "display_name": "name as shown, in the person's words",
            "note": "biography as HTML, in the person's words",
            "bot": "says to be a program",
            "locked": "follows have to be accepted",
            "created_at": "day on which the account was made",
            "followers_count": "followers known to the server",
            "following_count": "accounts that the person follows",
            "statuses_count": "posts known to the server",
            "first_loaded_at": _OBJECT["first_loaded_at"],
            "last_loaded_at": _OBJECT["last_loaded_at"],
        },
    ),
    "boosts": (
        "Boosts, each once",
        _OBJECT | {"post": "uri of the boosted post", "author": "name@domain of its author"},
    ),
    "replies": (
        "Posts that answer another one",
        _PART | {"in_reply_to": "uri of the answered post", "in_reply_to_account": "name@domain of its author"},
    ),
    "quotes": (
        "Posts that quote another one",
        _PART
        | {
            "state": "accepted, pending, rejected, revoked, ...",
            "quoted": "uri of the quoted post",
            "quoted_account": "name@domain of its author",
        },
    ),
    "hashtags_used": ("Hashtags of posts", _PART | {"hashtag": "in lower case, without #"}),
    "mentions": (
        "People mentioned in posts",
        _PART | {"mentioned": "name@domain", "mentioned_id": "id of the mentioned account"},
    ),
    "media": (
        "Attachments of posts",
        _ITEM
        | {
            "id": "id of the attachment",
            "type": "image, gifv, video, audio or unknown",
            "url": "file",
            "preview_url": "small picture of it",
            "remote_url": "file on the author's server",
            "description": "alternative text, in the author's words",
            "blurhash": "code of a blurred preview",
            "width": "pixels",
            "height": "pixels",
            "duration": "seconds",
        },
    ),
    "links": (
        "Previews of links in posts",
        _PART
        | {
            "url": "page",
            "type": "link, photo, video or rich",
            "title": "title of the page, in its words",
            "description": "summary of the page, in its words",
            "provider_name": "site",
            "author_name": "author of the page",
            "author_url": "page of that author",
            "language": "ISO 639 code",
            "image": "picture of the preview",
            "image_description": "alternative text of the picture",
            "published_at": "time of the page",
        },
    ),
    "poll_options": (
        "Options of polls",
        _ITEM
        | {
            "title": "text of the option, in the author's words",
            "votes_count": "votes for it",
            "poll_id": "id of the poll",
            "poll_votes_count": "votes in all",
            "voters_count": "people who voted",
            "multiple": "several options may be chosen",
            "expires_at": "end of the poll",
        },
    ),
    "follows": (
        "Who follows whom, as far as it was loaded",
        {
            "account": "name@domain of the follower",
            "followed": "name@domain of the followed",
            "first_loaded_at": _OBJECT["first_loaded_at"],
            "last_loaded_at": _OBJECT["last_loaded_at"],
        },
    ),
    "servers": (
        "Servers that were asked, or that people or posts are from",
        {
            "server": "key: domain",
            "_instance": "address that was asked; null if it was not",
            "title": "name, in the server's words",
            "version": "software and version",
            "source_url": "address of the software's source",
            "description": "in the server's words",
            "users_active_month": "people who were active in a month, by its own count",
            "people": "people from there in the data",
            "posts": "posts from there in the data",
        },
    ),
    "edits": (
        "Texts that a post had, as far as loads and refreshes saw them",
        {
            "post": "uri of the post",
            "account": "name@domain of the author",
            "content": "text as HTML, in the author's words",
            "spoiler_text": "content warning, in the author's words",
            "language": "ISO 639 code",
            "sensitive": "hidden behind a warning",
            "visibility": "public, unlisted, private or direct",
            "edited_at": "time of the edit that made this text",
            "valid_from": "time from which it was seen",
            "valid_to": "time until which it was seen; null if it still is",
        },
    ),
}
"""Description of each view, and of its columns."""


def describe(table: str, column: str | None = None) -> str:
    """Return the description of a table, or of a column of it; empty for tables that are no views."""
    about, columns = VIEWS.get(table, ("", {}))
    return about if column is None else columns.get(column, "")
