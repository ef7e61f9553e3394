"""Derived parts of a status: mentions, hashtags, HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trunkline.sandbox.http.validation import Problem
from trunkline.sandbox.rules.accounts import account_url, acct, find_account
from trunkline.sandbox.rules.tags import ensure_tag
from trunkline.sandbox.rules.text import (
    BASE,
    MentionLink,
    extract_hashtags,
    extract_mentions,
    format_field,
    format_text,
    quote_prefix,
)
from trunkline.sandbox.store.database import Row, Store
from trunkline.text.hashtags import normalise_tag


@dataclass(frozen=True, slots=True)
class Content:
    """A formatted text with the accounts and hashtags that it names."""

    html: str
    mentioned: tuple[int, ...]
    tags: tuple[str, ...]


def read_content(store: Store, text: str, domain: str, quoted: Row | None = None) -> Content:
    """Resolve the names in `text` and format it. `quoted` is the status that it quotes."""
    found = _named(store, text, domain)
    markup = _quote_line(store, quoted, text) + _format(text, found)
    mentioned = dict.fromkeys(row["id"] for row in found.values())
    return Content(markup, tuple(mentioned), tuple(extract_hashtags(text)))


# Source: https://github.com/mastodon/mastodon/blob/main/app/helpers/formatting_helper.rb (status_content_format)
def version_html(store: Store, status_id: int, author_id: int, text: str, domain: str) -> str:
    """Format an earlier text of a status. It links the author and those whom the status mentions now."""
    active = set(store.column("SELECT account_id FROM mentions WHERE status_id = ? AND NOT silent", (status_id,)))
    found = {handle: row for handle, row in _named(store, text, domain).items() if row["id"] in active | {author_id}}
    return _quote_line(store, quoted_of(store, status_id), text) + _format(text, found)


def quoted_of(store: Store, status_id: int) -> Row | None:
    """Return the status that a status quotes; `None` if there is none, or none any more."""
    return store.row(
        "SELECT s.* FROM quotes q JOIN statuses s ON s.id = q.quoted_status_id WHERE q.status_id = ?", (status_id,)
    )


def forget_quoted(store: Store, quoted: Row) -> None:
    """Take the address of a status that is about to be deleted from those that quote it."""
    prefix = quote_prefix(_page(store, quoted))
    quoting = "SELECT s.* FROM quotes q JOIN statuses s ON s.id = q.status_id WHERE q.quoted_status_id = ? AND s.local"
    for row in store.rows(quoting, (quoted["id"],)):
        store.update("statuses", row["id"], {"content": row["content"].removeprefix(prefix)})


def note_html(store: Store, note: str, domain: str) -> str:
    """Format what somebody writes about themselves."""
    return format_text(note, _links(_named(store, note, domain)))


def field_html(store: Store, value: str, domain: str) -> str:
    """Format the value of a profile field."""
    return format_field(value, _links(_named(store, value, domain)))


def _named(store: Store, text: str, domain: str) -> dict[str, Row]:
    """Return the accounts that `text` mentions by their handles in lower case."""
    found = {}
    for handle in extract_mentions(text):
        row = find_account(store, handle, domain)
        if row is not None and not row["suspended"]:
            found[handle.lower()] = row
    return found


def _format(text: str, named: Mapping[str, Row]) -> str:
    return format_text(text, _links(named))


def _links(named: Mapping[str, Row]) -> dict[str, MentionLink]:
    return {handle: MentionLink(row["username"], acct(row), account_url(row, BASE)) for handle, row in named.items()}


def disallowed_hashtags(store: Store, hashtags: Iterable[str]) -> list[Problem]:
    """Find hashtags with which nobody may post."""
    names = json.dumps([normalise_tag(name) for name in hashtags])
    found = store.column(
        "SELECT name FROM tags WHERE NOT usable AND name IN (SELECT value FROM json_each(?))", (names,)
    )
    if not found:
        return []
    words = "a disallowed hashtag" if len(found) == 1 else "the disallowed hashtags"
    return [Problem("text", "ERR_INVALID", f"contained {words}: {', '.join(found)}")]


def _quote_line(store: Store, quoted: Row | None, text: str) -> str:
    """Return the line that names the quoted status, unless the text names it."""
    if quoted is None:
        return ""
    page = _page(store, quoted)
    # The path of a page here has an id that no other page has, so that it says enough without the server's address.
    return "" if page.removeprefix(BASE) in text else quote_prefix(page)


def _page(store: Store, status: Row) -> str:
    author = store.row("SELECT * FROM accounts WHERE id = ?", (status["account_id"],))
    if author is None:
        raise LookupError(f"no account {status['account_id']}")
    return str(status["url"] or f"{account_url(author, BASE)}/{status['id']}")


def write_tags(store: Store, status_id: int, account_id: int, names: Iterable[str]) -> None:
    """Replace the hashtags of a status."""
    store.execute("DELETE FROM statuses_tags WHERE status_id = ?", (status_id,))
    ids = [ensure_tag(store, name) for name in names]
    store.executemany(
        "INSERT OR IGNORE INTO statuses_tags (tag_id, status_id, account_id) VALUES (?, ?, ?)",
        [(one, status_id, account_id) for one in ids],
    )
