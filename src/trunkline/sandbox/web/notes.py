"""ActivityPub documents of statuses: Note, Question, Create and Announce, and their replies."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.sandbox.rules.accounts import account_uri
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.serializers.statuses import StatusBatch
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.web.actors import emoji_tag, seconds
from trunkline.sandbox.web.people import media_type
from trunkline.sandbox.web.vocabulary import PUBLIC, note_context

REPLIES_ON_A_PAGE = 5
_OWN = "r.account_id = s.account_id"
_OTHERS = "r.account_id <> s.account_id"
_REPLIES = """
SELECT r.* FROM statuses r JOIN statuses s ON s.id = r.in_reply_to_id
WHERE r.in_reply_to_id = ? AND {whose} AND r.visibility IN ('public', 'unlisted') AND r.id > ? ORDER BY r.id LIMIT ?
"""


def status_uri(row: Row, base: str) -> str:
    """Return the ActivityPub id of a status that is no boost."""
    return row["uri"] or f"{base}/ap/users/{row['account_id']}/statuses/{row['id']}"


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/activitypub/note_serializer.rb
class Notes:
    """Documents of statuses that everybody may read, read with a few queries for all.

    Args:
        store: the database.
        base: the server's address.
        ids: the statuses.
    """

    def __init__(self, store: Store, base: str, ids: Iterable[int]) -> None:
        self._store = store
        self._base = base
        self._ids = list(ids)
        self._batch = StatusBatch(store, base, None, self._ids)
        self._rows = self._batch.rows
        self._shown = {status_id: self._batch.get(status_id) for status_id in self._ids}
        self._parents = self._read("statuses", (row["in_reply_to_id"] for row in self._rows.values()))
        self._roots = self._read("statuses", (row["conversation_id"] for row in self._rows.values()))
        mentioned = (int(one["id"]) for shown in self._shown.values() for one in _proper(shown)["mentions"])
        authors = (row["account_id"] for row in self._rows.values())
        self._accounts = self._read("accounts", [*mentioned, *authors])

    def _read(self, table: str, ids: Iterable[int | None]) -> dict[int, Row]:
        wanted = id_list({one for one in ids if one is not None})
        rows = self._store.rows(f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        return {row["id"]: row for row in rows}

    def context(self) -> list[object]:
        """Return the JSON-LD context of all the documents."""
        parts: set[str] = set()
        for shown in map(_proper, self._shown.values()):
            parts |= {"media"} if shown["media_attachments"] else set()
            parts |= {name for name in ("tags", "emojis") if shown[name]}
        return note_context(parts)

    def activities(self) -> list[Json]:
        """Build what the authors did: Create, or Announce for a boost."""
        return [self.activity(status_id) for status_id in self._ids]

    def activity(self, status_id: int) -> Json:
        """Build the Create or Announce of a status."""
        row = self._rows[status_id]
        boosted = row["reblog_of_id"]
        return {
            "id": f"{self._uri(row)}/activity",
            "type": "Create" if boosted is None else "Announce",
            "actor": self._author(row),
            "published": seconds(row["created_at"]),
            **self._audience(row),
            "object": self.note(status_id) if boosted is None else self._uri(self._rows[boosted]),
        }

    def note(self, status_id: int) -> Json:
        """Build the Note, or the Question if there is a poll."""
        row, shown = self._rows[status_id], self._shown[status_id]
        parent = self._parents.get(row["in_reply_to_id"])
        uri = self._uri(row)
        document: Json = {
            "id": uri,
            "type": "Note" if shown["poll"] is None else "Question",
            "summary": row["spoiler_text"] or None,
            "inReplyTo": None if parent is None else self._uri(parent),
            "published": seconds(row["created_at"]),
            "url": shown["url"],
            "attributedTo": self._author(row),
            **self._audience(row),
            "sensitive": shown["sensitive"],
            "atomUri": uri,
            "inReplyToAtomUri": None if parent is None else self._uri(parent),
            "conversation": self._conversation(row),
            "context": self._conversation(row),
            "content": shown["content"],
        }
        if row["language"]:
            document["contentMap"] = {row["language"]: shown["content"]}
        if row["edited_at"] is not None:
            document["updated"] = seconds(row["edited_at"])
        document |= _quote(shown) | _poll(shown["poll"])
        document["interactionPolicy"] = {"canQuote": {"automaticApproval": self._may_quote(row)}}
        document["attachment"] = [_attachment(media) for media in shown["media_attachments"] if media["url"]]
        document["tag"] = self._tags(shown)
        document["replies"] = self.replies(row)
        document["likes"] = self.counted(row, "likes", "favourites_count")
        document["shares"] = self.counted(row, "shares", "reblogs_count")
        return document

    # -- parts ---------------------------------------------------------------------------------------------------

    def _uri(self, row: Row) -> str:
        return status_uri(row, self._base)

    def _author(self, row: Row) -> str:
        return account_uri(self._accounts[row["account_id"]], self._base)

    def _audience(self, row: Row) -> Json:
        followers = f"{self._author(row)}/followers"
        named = [account_uri(self._accounts[int(one["id"])], self._base) for one in self._shown[row["id"]]["mentions"]]
        if row["reblog_of_id"] is not None:
            named.insert(0, self._author(self._rows[row["reblog_of_id"]]))
        if row["visibility"] == "public":
            return {"to": [PUBLIC], "cc": [followers, *named]}
        if row["visibility"] == "unlisted":
            return {"to": [followers], "cc": [PUBLIC, *named]}
        return {"to": [followers] if row["visibility"] == "private" else [], "cc": named}

    def _conversation(self, row: Row) -> str:
        root = self._roots.get(row["conversation_id"], row)
        return f"{self._base}/contexts/{root['account_id']}-{root['id']}"

    def _may_quote(self, row: Row) -> list[str]:
        author = self._author(row)
        if row["visibility"] not in {"public", "unlisted"}:
            return [author]
        return [{"public": PUBLIC, "followers": f"{author}/followers"}.get(row["quote_approval_policy"], author)]

    def _tags(self, shown: Json) -> list[Json]:
        mentions = [
            {
                "type": "Mention",
                "href": account_uri(self._accounts[int(one["id"])], self._base),
                "name": f"@{one['acct']}",
            }
            for one in shown["mentions"]
        ]
        hashtags = [{"type": "Hashtag", "href": tag["url"], "name": f"#{tag['name']}"} for tag in shown["tags"]]
        return [*mentions, *hashtags, *(emoji_tag(emoji, self._base) for emoji in shown["emojis"])]

    # -- collections of a status ---------------------------------------------------------------------------------

    def replies(self, row: Row) -> Json:
        """Build the collection of replies, which begins with those of the author."""
        address = f"{self._uri(row)}/replies"
        page = replies_page(self._store, self._base, row)
        del page["id"]
        return {"id": address, "type": "Collection", "first": page}

    def counted(self, row: Row, name: str, column: str) -> Json:
        """Build a collection of which only the size is told."""
        return {"id": f"{self._uri(row)}/{name}", "type": "Collection", "totalItems": row[column]}


def replies_page(store: Store, base: str, row: Row, *, by_others: bool = False, min_id: int = 0) -> Json:
    """Build a page of replies: those of the author first, then those of others.

    Args:
        store: the database.
        base: the server's address.
        row: the status.
        by_others: the page is one of replies by others.
        min_id: the page has replies with larger ids.
    """
    address = f"{status_uri(row, base)}/replies"
    statement = _REPLIES.format(whose=_OTHERS if by_others else _OWN)
    found = store.rows(statement, (row["id"], min_id, REPLIES_ON_A_PAGE))
    others = "only_other_accounts=true&" if by_others else ""
    page: Json = {
        "id": f"{address}?{f'min_id={min_id}&' if min_id else ''}{others}page=true",
        "type": "CollectionPage",
        "partOf": address,
        "items": [status_uri(reply, base) for reply in found],
    }
    if len(found) == REPLIES_ON_A_PAGE:
        page["next"] = f"{address}?min_id={found[-1]['id']}&{others}page=true"
    elif not by_others:
        page["next"] = f"{address}?only_other_accounts=true&page=true"
    return page


def _proper(shown: Json) -> Json:
    """Return the boosted status of a boost, otherwise the status itself."""
    return shown["reblog"] or shown


def _attachment(media: Json) -> Json:
    meta = media["meta"] or {}
    size = meta.get("original") or {}
    document: Json = {
        "type": "Document",
        "mediaType": media_type(media["url"]),
        "url": media["url"],
        "name": media["description"],
    }
    if media["blurhash"]:
        document["blurhash"] = media["blurhash"]
    if "focus" in meta:
        document["focalPoint"] = [meta["focus"]["x"], meta["focus"]["y"]]
    if size.get("width"):
        document |= {"width": size["width"], "height": size["height"]}
    return document


def _poll(poll: Json | None) -> Json:
    """Return what a Question has of its poll."""
    if poll is None:
        return {}
    options = [
        {
            "type": "Note",
            "name": option["title"],
            "replies": {"type": "Collection", "totalItems": option["votes_count"] or 0},
        }
        for option in poll["options"]
    ]
    found: Json = {"anyOf" if poll["multiple"] else "oneOf": options, "votersCount": poll["voters_count"] or 0}
    if poll["expires_at"]:
        end = f"{poll['expires_at'][:19]}Z"
        found |= {"endTime": end, **({"closed": end} if poll["expired"] else {})}
    return found


def _quote(shown: Json) -> Json:
    """Return what a Note has of the status that it quotes."""
    quote = shown["quote"]
    if quote is None or quote["state"] != "accepted" or quote["quoted_status"] is None:
        return {}
    uri = quote["quoted_status"]["uri"]
    return {"quote": uri, "quoteUri": uri, "_misskey_quote": uri}
