"""Derived parts of a status: mentions, hashtags, HTML, preview card."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from trunkline.sandbox.http.validation import Problem
from trunkline.sandbox.rules.accounts import account_url, acct, find_account
from trunkline.sandbox.rules.tags import ensure_tag
from trunkline.sandbox.rules.text import (
    BASE,
    MentionLink,
    extract_hashtags,
    extract_mentions,
    extract_urls,
    format_text,
    normalise_tag,
    quote_prefix,
)
from trunkline.sandbox.store.database import Row, Store


@dataclass(frozen=True, slots=True)
class Content:
    """A formatted text with the accounts and hashtags that it names."""

    html: str
    mentioned: tuple[int, ...]
    tags: tuple[str, ...]


def read_content(store: Store, text: str, domain: str, quoted: Row | None = None) -> Content:
    """Resolve the names in `text` and format it. `quoted` is the status that it quotes."""
    found = {}
    for handle in extract_mentions(text):
        row = find_account(store, handle, domain)
        if row is not None and not row["suspended"]:
            found[handle.lower()] = row
    links = {handle: MentionLink(row["username"], acct(row), account_url(row, BASE)) for handle, row in found.items()}
    markup = format_text(text, links)
    if quoted is not None:
        markup = _quote_line(store, quoted, text) + markup
    mentioned = dict.fromkeys(row["id"] for row in found.values())
    return Content(markup, tuple(mentioned), tuple(extract_hashtags(text)))


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


def _quote_line(store: Store, quoted: Row, text: str) -> str:
    author = store.row("SELECT * FROM accounts WHERE id = ?", (quoted["account_id"],))
    if author is None:
        raise LookupError(f"no account {quoted['account_id']}")
    url = quoted["url"] or f"{account_url(author, BASE)}/{quoted['id']}"
    return "" if url in text else quote_prefix(url)


def write_tags(store: Store, status_id: int, account_id: int, names: Iterable[str]) -> None:
    """Replace the hashtags of a status."""
    store.execute("DELETE FROM statuses_tags WHERE status_id = ?", (status_id,))
    ids = [ensure_tag(store, name) for name in names]
    store.executemany(
        "INSERT OR IGNORE INTO statuses_tags (tag_id, status_id, account_id) VALUES (?, ?, ?)",
        [(one, status_id, account_id) for one in ids],
    )


def write_card(store: Store, status_id: int, text: str, *, wanted: bool) -> None:
    """Attach the preview card of the first known link in `text`; remove it unless `wanted`."""
    store.execute("DELETE FROM preview_cards_statuses WHERE status_id = ?", (status_id,))
    for url in extract_urls(text) if wanted else ():
        card_id = store.value("SELECT id FROM preview_cards WHERE url = ?", (url,))
        if card_id is not None:
            store.execute("INSERT INTO preview_cards_statuses VALUES (?, ?)", (status_id, card_id))
            return
