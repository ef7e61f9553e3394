"""Editing statuses, and their history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.media.attributes import described, with_focus
from trunkline.sandbox.rules.content import disallowed_hashtags, quoted_of, read_content, write_tags
from trunkline.sandbox.rules.drafts import Draft, PollDraft, draft_problems, find_media, poll_problems
from trunkline.sandbox.rules.languages import known_language
from trunkline.sandbox.rules.link_cards import forget_card
from trunkline.sandbox.rules.posting import author_of, default_language, poll_columns, write_options, write_poll
from trunkline.sandbox.store.database import Row, Store

_MEDIA = "SELECT * FROM media_attachments WHERE status_id = ? AND position IS NOT NULL ORDER BY position"
_SIGNIFICANT = ("text", "spoiler_text", "sensitive", "language", "quote_approval_policy")
_OPTIONS = """
SELECT o.title FROM poll_options o JOIN polls p ON p.id = o.poll_id WHERE p.status_id = ? ORDER BY o.position
"""


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/update_status_service.rb
def draft_of_edit(store: Store, status: Row, params: Params) -> Draft:
    """Build the draft of an edit. What was not sent is reset, but for the language, the visibility and the quote.

    A content warning without a text becomes the text, and the warning stays what it was.
    """
    sent = Draft.of(params)
    author = author_of(store, status["account_id"])
    moves_warning = not sent.text.strip()
    return replace(
        sent,
        text=sent.spoiler_text if moves_warning else sent.text,
        spoiler_text=status["spoiler_text"] if moves_warning else sent.spoiler_text,
        sensitive=bool(sent.sensitive and (params.scalar("sensitive") or not moves_warning)),
        visibility=None,
        in_reply_to_id=None,
        language=sent.language or known_language(status["language"]) or default_language(author),
        quoted_status_id=store.value("SELECT quoted_status_id FROM quotes WHERE status_id = ?", (status["id"],)),
        allowed_mentions=None,
    )


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/update_status_service.rb
def edit_status(store: Store, status: Row, draft: Draft, changes: Sequence[Params], domain: str) -> list[int] | None:
    """Edit a status; run it inside a transaction.

    Args:
        store: the database.
        status: the status as it is.
        draft: the status as it shall be.
        changes: `id` with a new `description` of attachments.
        domain: the server's own domain, by which local handles are recognised.

    Returns:
        The accounts that it mentions for the first time, `None` if nothing changed.

    Raises:
        ApiError: the draft is invalid.
    """
    media = find_media(store, status["account_id"], draft, status_id=status["id"])
    before = _version(store, status)
    if not store.value("SELECT count(*) FROM status_edits WHERE status_id = ?", (status["id"],)):
        _record(store, status["id"], before, status["created_at"])
    media_changed = _replace_media(store, status["id"], media, changes)
    poll_changed = _replace_poll(store, status, draft.poll)
    new_mentions = _replace_text(store, status, draft, media, domain)
    edited = _read(store, status["id"])
    if not (media_changed or poll_changed or any(status[name] != edited[name] for name in _SIGNIFICANT)):
        _forget_only_version(store, status["id"])
        return None
    now = store.now()
    store.update("statuses", status["id"], {"edited_at": now})
    _record(store, status["id"], _version(store, edited), now)
    return new_mentions


def change_quote_policy(store: Store, status: Row, policy: str) -> None:
    """Change the permission to quote a status. Private and direct statuses cannot be quoted by others."""
    if status["visibility"] in {"public", "unlisted"}:
        store.update("statuses", status["id"], {"quote_approval_policy": policy})


def only_version(store: Store, status: Row) -> dict[str, Any]:
    """Return the single version of a status that was never edited, like a row of `status_edits`."""
    return {**_version(store, status), "status_id": status["id"], "created_at": status["created_at"]}


def _read(store: Store, status_id: int) -> Row:
    return store.rows("SELECT * FROM statuses WHERE id = ?", (status_id,))[0]


def _version(store: Store, status: Row) -> dict[str, Any]:
    """Return the content of one entry of the history."""
    media = [{"id": row["id"], "description": row["description"]} for row in store.rows(_MEDIA, (status["id"],))]
    options = store.column(_OPTIONS, (status["id"],))
    return {
        "account_id": status["account_id"],
        "text": status["text"],
        "content": status["content"],
        "spoiler_text": status["spoiler_text"],
        "sensitive": status["sensitive"],
        "media": json.dumps(media),
        "poll_options": json.dumps(options) if options else None,
    }


def _record(store: Store, status_id: int, version: dict[str, Any], at: int) -> None:
    store.insert("status_edits", {**version, "status_id": status_id, "created_at": at})


def _forget_only_version(store: Store, status_id: int) -> None:
    """Delete the history of a status that was never changed."""
    if store.value("SELECT edited_at FROM statuses WHERE id = ?", (status_id,)) is None:
        store.execute("DELETE FROM status_edits WHERE status_id = ?", (status_id,))


def _replace_poll(store: Store, status: Row, draft: PollDraft | None) -> bool:
    """Change, make or remove the poll, and return True if something changed.

    A poll with other options, or for which `multiple` was not sent, loses its votes.
    """
    old = store.row("SELECT * FROM polls WHERE status_id = ?", (status["id"],))
    if draft is not None:
        refuse(poll_problems(draft))
    if old is None:
        if draft is not None:
            write_poll(store, status["id"], status["account_id"], draft)
        return draft is not None
    if draft is None:
        store.execute("DELETE FROM polls WHERE id = ?", (old["id"],))
        return True
    if tuple(store.column(_OPTIONS, (status["id"],))) != draft.options or draft.multiple is not bool(old["multiple"]):
        _reset_votes(store, old["id"], draft)
    rewritten = poll_columns(draft, store.now())
    store.update("polls", old["id"], {**rewritten, "expiry_notified": 0})
    return True


def _reset_votes(store: Store, poll_id: int, draft: PollDraft) -> None:
    for table in ("poll_votes", "poll_options"):
        store.execute(f"DELETE FROM {table} WHERE poll_id = ?", (poll_id,))
    write_options(store, poll_id, draft)
    store.update("polls", poll_id, {"votes_count": 0, "voters_count": 0})


def _replace_media(store: Store, status_id: int, media: Sequence[Row], changes: Sequence[Params]) -> bool:
    """Replace the attachments, change some of them, and return True if something changed."""
    before = [row["id"] for row in store.rows(_MEDIA, (status_id,))]
    store.execute("UPDATE media_attachments SET position = NULL WHERE status_id = ?", (status_id,))
    for position, row in enumerate(media):
        store.update("media_attachments", row["id"], {"status_id": status_id, "position": position})
    return _describe_media(store, media, changes) or before != [row["id"] for row in media]


def _describe_media(store: Store, media: Sequence[Row], changes: Sequence[Params]) -> bool:
    """Change descriptions and focus of attachments, and return True if something changed."""
    changed = False
    for row in media:
        for sent in (one for one in changes if one.integer("id") == row["id"]):
            meta = json.loads(row["meta"] or "{}")
            after = {"description": row["description"], **described(sent), "meta": json.dumps(with_focus(meta, sent))}
            changed = changed or any(row[name] != value for name, value in after.items())
            store.update("media_attachments", row["id"], after)
    return changed


def _replace_text(store: Store, status: Row, draft: Draft, media: Sequence[Row], domain: str) -> list[int]:
    status_id = status["id"]
    quoted = quoted_of(store, status_id)
    content = read_content(store, draft.text, domain, quoted)
    refuse([*draft_problems(replace(draft, poll=None)), *disallowed_hashtags(store, content.tags)])
    store.update(
        "statuses",
        status_id,
        {
            "text": draft.text,
            "content": content.html,
            "spoiler_text": draft.spoiler_text,
            "sensitive": draft.sensitive,
            "language": draft.language,
            "has_media": bool(media),
        },
    )
    if draft.quote_approval_policy is not None:
        change_quote_policy(store, status, draft.quote_approval_policy)
    write_tags(store, status_id, status["account_id"], content.tags)
    if draft.text != status["text"]:
        forget_card(store, status_id)
    return _replace_mentions(store, status_id, content.mentioned)


def _replace_mentions(store: Store, status_id: int, mentioned: Sequence[int]) -> list[int]:
    """Replace the mentions and return the new ones.

    Accounts that are no longer named keep a silent mention, so that they may still read the status.
    """
    before = set(store.column("SELECT account_id FROM mentions WHERE status_id = ?", (status_id,)))
    store.execute("UPDATE mentions SET silent = 1 WHERE status_id = ?", (status_id,))
    store.executemany(
        "INSERT INTO mentions (status_id, account_id) VALUES (?, ?)"
        " ON CONFLICT (status_id, account_id) DO UPDATE SET silent = 0",
        [(status_id, one) for one in mentioned],
    )
    return [one for one in mentioned if one not in before]
