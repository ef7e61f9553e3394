"""Status, with its nested entities, for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from trunkline.sandbox.rules.accounts import account_url, acct
from trunkline.sandbox.rules.text import tag_path
from trunkline.sandbox.rules.visibility import visible_statuses
from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.cards import preview_card
from trunkline.sandbox.serializers.common import Emojis, Json, grouped, with_base
from trunkline.sandbox.serializers.filter_results import active_filters, filter_results, searchable_text
from trunkline.sandbox.serializers.media import media_attachment
from trunkline.sandbox.serializers.polls import PollBatch
from trunkline.sandbox.serializers.viewer import ViewerState
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso, iso_or_none

_IN = "IN (SELECT value FROM json_each(?))"
_STATUSES = f"""
SELECT s.*, p.name AS app_name, p.website AS app_website
FROM statuses s LEFT JOIN apps p ON p.id = s.application_id WHERE s.id {_IN}
"""
_QUOTES = f"SELECT * FROM quotes WHERE status_id {_IN}"
_MEDIA = f"""
SELECT * FROM media_attachments WHERE status_id {_IN} AND position IS NOT NULL ORDER BY status_id, position
"""
_MENTIONS = f"SELECT status_id, account_id FROM mentions WHERE status_id {_IN} AND NOT silent ORDER BY id"
_TAGS = f"""
SELECT st.status_id, t.name FROM statuses_tags st JOIN tags t ON t.id = st.tag_id
WHERE st.status_id {_IN} ORDER BY st.status_id, t.id
"""
_CARDS = f"""
SELECT c.*, cs.status_id FROM preview_cards_statuses cs JOIN preview_cards c ON c.id = cs.card_id
WHERE cs.status_id {_IN}
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/status_serializer.rb
class StatusBatch:
    """Statuses read with a fixed number of queries.

    Boosted and quoted statuses are read with them. The right to see `ids` is the caller's business; that to see quoted
    statuses is checked here, because `Quote.state` tells it.
    """

    def __init__(
        self, store: Store, base: str, viewer_id: int | None, ids: Iterable[int], *, listed: bool = True
    ) -> None:
        """Read the statuses.

        Args:
            store: the database.
            base: address of the server.
            viewer_id: the viewer, `None` for an anonymous one.
            ids: the statuses.
            listed: a boost has no marks of the viewer, as in timelines and other lists. Alone, it has those of the
                status that it boosts.
        """
        self._listed = listed
        self._store = store
        self._base = base
        self._viewer_id = viewer_id
        self.rows: dict[int, Row] = {}
        self._quotes: dict[int, Row] = {}
        self._read_with_boosts_and_quotes(list(ids))
        if not self.rows:
            return
        self._read_details(id_list(self.rows))
        self._filters = [] if viewer_id is None else active_filters(store, viewer_id)
        self._viewer = ViewerState(store, viewer_id, self.rows.values(), self._quoted_account_ids())

    # -- reading -------------------------------------------------------------------------------------------------

    def _read_with_boosts_and_quotes(self, ids: Sequence[int]) -> None:
        self._read(ids)
        self._read([row["reblog_of_id"] for row in self.rows.values() if row["reblog_of_id"]])
        self._read_quotes(list(self.rows))
        quoted = self._quoted_ids()
        self._readable_quotes: set[int] = set()
        if quoted:
            self._read(quoted)
            self._read_quotes(quoted)
            self._readable_quotes = set(visible_statuses(self._store, self._quoted_ids(), self._viewer_id))

    def _quoted_ids(self) -> list[int]:
        return [row["quoted_status_id"] for row in self._quotes.values() if row["quoted_status_id"]]

    def _read(self, ids: Sequence[int]) -> None:
        unread = set(ids) - self.rows.keys()
        if unread:
            self.rows.update((row["id"], row) for row in self._store.rows(_STATUSES, (id_list(unread),)))

    def _read_quotes(self, ids: Sequence[int]) -> None:
        self._quotes.update((row["status_id"], row) for row in self._store.rows(_QUOTES, (id_list(ids),)))

    def _read_details(self, ids: str) -> None:
        store, base = self._store, self._base
        self._media = grouped(store.rows(_MEDIA, (ids,)), "status_id")
        self._mentions = grouped(store.rows(_MENTIONS, (ids,)), "status_id")
        self._tags = grouped(store.rows(_TAGS, (ids,)), "status_id")
        self._cards = {row["status_id"]: row for row in store.rows(_CARDS, (ids,))}
        self._polls = PollBatch(store, base, self._viewer_id, self.rows, of_statuses=True)
        self._accounts = AccountBatch(store, base, self._viewer_id, self._account_ids())
        self._emojis = Emojis(store, base)
        for row in self.rows.values():
            self._emojis.add(row["text"], row["spoiler_text"])
        self._emojis.load()

    def _account_ids(self) -> set[int]:
        mentioned = (row["account_id"] for rows in self._mentions.values() for row in rows)
        authors = (row["account_id"] for row in self.rows.values())
        card_authors = (row["author_account_id"] for row in self._cards.values() if row["author_account_id"])
        return set(chain(mentioned, authors, card_authors))

    def _quoted_account_ids(self) -> set[int]:
        return {row["quoted_account_id"] for row in self._quotes.values() if row["quoted_account_id"]}

    # -- showing -------------------------------------------------------------------------------------------------

    def get(self, status_id: int, *, source: bool = False, quoted: bool = False, boost: Row | None = None) -> Json:
        """Build the Status entity.

        Args:
            status_id: the status.
            source: include the source `text` instead of the HTML `content`.
            quoted: the status is shown inside a quote, so that its own quote is shallow.
            boost: the boost in which the status is shown, whose filters apply.
        """
        row = self.rows[status_id]
        shown = self._beginning(row)
        self._viewer.add_to(shown, row, row if self._listed else self._proper(row))
        if source:
            shown["text"] = row["text"]
        else:
            shown["content"] = with_base(self._base, row["content"])
        if self._viewer_id is not None:
            shown["filtered"] = self._filtered(boost or row)
        boosted = row["reblog_of_id"]
        shown["reblog"] = None if boosted is None else self.get(boosted, source=source, boost=row)
        if row["local"]:
            shown["application"] = _application(row)
        shown["account"] = self._accounts.get(row["account_id"])
        self._add_attachments(shown, row)
        shown["quote"] = self._quote(row, shallow=quoted)
        shown["card"] = self._card(row)
        shown["poll"] = self._poll(row)
        shown["quote_approval"] = self._viewer.quote_approval(self._proper(row))
        return shown

    def quote_of(self, status_id: int) -> Json:
        """Return `quote` of a status as an object of its own, empty if it quotes nothing."""
        quote = self._quote(self.rows[status_id], shallow=False)
        return {} if quote is None else {"quote": quote}

    def _filtered(self, row: Row) -> list[Json]:
        """Return the FilterResults for all contexts; the client knows in which one it shows the status."""
        if not self._filters:
            return []
        proper = self._proper(row)
        poll_id = self._polls.of_status.get(proper["id"])
        options = [] if poll_id is None else self._polls.titles(poll_id)
        text = searchable_text(proper, options, (media["description"] for media in self._media[proper["id"]]))
        return filter_results(self._filters, text, list(dict.fromkeys((row["id"], proper["id"]))))

    def _proper(self, row: Row) -> Row:
        """Return the boosted status, or the status itself if it is no boost."""
        return row if row["reblog_of_id"] is None else self.rows[row["reblog_of_id"]]

    def _beginning(self, row: Row) -> Json:
        return {
            "id": str(row["id"]),
            "created_at": iso(row["created_at"]),
            "in_reply_to_id": _id(row["in_reply_to_id"]),
            "in_reply_to_account_id": _id(row["in_reply_to_account_id"]),
            "sensitive": self._is_sensitive(row),
            "spoiler_text": row["spoiler_text"],
            "visibility": "private" if row["visibility"] == "limited" else row["visibility"],
            "language": row["language"],
            "uri": self._uri(row),
            "url": self._url(row),
            "replies_count": row["replies_count"],
            "reblogs_count": row["reblogs_count"],
            "favourites_count": row["favourites_count"],
            "quotes_count": row["quotes_count"],
            "edited_at": iso_or_none(row["edited_at"]),
        }

    def _is_sensitive(self, row: Row) -> bool:
        """Return True if the status or its author is marked as sensitive. Authors see their own choice."""
        author = row["account_id"]
        forced = author != self._viewer_id and self._accounts.rows[author]["sensitized"]
        return bool(row["sensitive"] or forced)

    def _uri(self, row: Row) -> str:
        activity = "" if row["reblog_of_id"] is None else "/activity"
        return row["uri"] or f"{self._base}/ap/users/{row['account_id']}/statuses/{row['id']}{activity}"

    def _url(self, row: Row) -> str | None:
        if not row["local"]:
            return None if row["url"] is None else str(row["url"])
        author = self._accounts.rows[row["account_id"]]
        if row["reblog_of_id"] is not None:
            return f"{self._base}/users/{author['username']}/statuses/{row['id']}/activity"
        return f"{self._base}/@{author['username']}/{row['id']}"

    def _add_attachments(self, shown: Json, row: Row) -> None:
        status_id = row["id"]
        domain = self._accounts.rows[row["account_id"]]["domain"]
        shown["media_attachments"] = [media_attachment(media, self._base) for media in self._media[status_id]]
        shown["mentions"] = [self._mention(mention["account_id"]) for mention in self._mentions[status_id]]
        shown["tags"] = [self._tag(tag["name"]) for tag in self._tags[status_id]]
        shown["emojis"] = self._emojis.used_in(domain, row["text"], row["spoiler_text"])
        shown["tagged_collections"] = []

    def _card(self, row: Row) -> Json | None:
        card = self._cards.get(row["id"])
        return None if card is None else preview_card(card, self._base, self._accounts)

    def _poll(self, row: Row) -> Json | None:
        poll_id = self._polls.of_status.get(row["id"])
        return None if poll_id is None else self._polls.get(poll_id)

    def _mention(self, account_id: int) -> Json:
        row = self._accounts.rows[account_id]
        return {
            "id": str(account_id),
            "username": row["username"],
            "url": account_url(row, self._base),
            "acct": acct(row),
        }

    def _tag(self, name: str) -> Json:
        return {"name": name, "url": self._base + tag_path(name)}

    def _quote(self, row: Row, *, shallow: bool) -> Json | None:
        quote = self._quotes.get(row["id"])
        if quote is None:
            return None
        state = self._quote_state(quote)
        known = quote["state"] == "accepted" and state != "unauthorized"
        quoted_id = quote["quoted_status_id"] if known else None
        if shallow:
            return {"state": state, "quoted_status_id": _id(quoted_id)}
        return {"state": state, "quoted_status": None if quoted_id is None else self.get(quoted_id, quoted=True)}

    def _quote_state(self, quote: Row) -> str:
        if quote["state"] != "accepted":
            return str(quote["state"])
        if quote["quoted_status_id"] is None:
            return "deleted"
        if quote["quoted_status_id"] not in self._readable_quotes:
            return "unauthorized"
        return self._viewer.refusal_of(quote["quoted_account_id"]) or "accepted"


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _application(row: Row) -> Json | None:
    return None if row["app_name"] is None else {"name": row["app_name"], "website": row["app_website"]}
