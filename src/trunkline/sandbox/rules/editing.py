"""Editing statuses, and their history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.rules.content import read_content, write_card, write_tags
from trunkline.sandbox.rules.drafts import Draft, check_draft, find_media
from trunkline.sandbox.rules.posting import write_poll
from trunkline.sandbox.store.database import Row, Store

_MEDIA = "SELECT * FROM media_attachments WHERE status_id = ? AND position IS NOT NULL ORDER BY position"
_OPTIONS = """
SELECT o.title FROM poll_options o JOIN polls p ON p.id = o.poll_id WHERE p.status_id = ? ORDER BY o.position
"""


def draft_of_edit(store: Store, status: Row, params: Params) -> Draft:
    """Build the draft of an edit from the present status and the parameters.

    Media and poll are always replaced: an edit without them removes them.
    """
    sent = Draft.of(params)
    quoted = store.value("SELECT quoted_status_id FROM quotes WHERE status_id = ?", (status["id"],))
    return Draft(
        text=sent.text if params.has("status") else status["text"],
        spoiler_text=sent.spoiler_text if params.has("spoiler_text") else status["spoiler_text"],
        media_ids=sent.media_ids,
        poll=sent.poll,
        sensitive=bool(status["sensitive"]) if sent.sensitive is None else sent.sensitive,
        language=sent.language or status["language"],
        quoted_status_id=quoted,
        quote_approval_policy=sent.quote_approval_policy,
    )


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/update_status_service.rb
def edit_status(
    store: Store, status: Row, draft: Draft, descriptions: Sequence[Params], domain: str
) -> list[int] | None:
    """Edit a status; run it inside a transaction.

    Returns:
        The accounts that it mentions for the first time, `None` if nothing changed.
    """
    check_draft(draft)
    media = find_media(store, status["account_id"], draft, status_id=status["id"])
    before = _version(store, status)
    if not store.value("SELECT count(*) FROM status_edits WHERE status_id = ?", (status["id"],)):
        _record(store, status["id"], before, status["created_at"])
    poll_changed = _replace_poll(store, status, draft)
    _replace_media(store, status["id"], media, descriptions)
    new_mentions = _replace_text(store, status, draft, media, domain)
    after = _version(store, _read(store, status["id"]))
    if after == before and not poll_changed:
        _forget_only_version(store, status["id"])
        return None
    now = store.now()
    store.update("statuses", status["id"], {"edited_at": now})
    _record(store, status["id"], after, now)
    return new_mentions


def change_quote_policy(store: Store, status: Row, policy: str | None) -> None:
    """Change the permission to quote a status. Private and direct statuses cannot be quoted by others."""
    if policy is not None and status["visibility"] in {"public", "unlisted"}:
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


def _replace_poll(store: Store, status: Row, draft: Draft) -> bool:
    """Replace the poll unless options and multiplicity are the same, and return True if something changed.

    Votes are kept with the poll.
    """
    old = store.row("SELECT * FROM polls WHERE status_id = ?", (status["id"],))
    if draft.poll is None and old is None:
        return False
    if draft.poll is not None and old is not None:
        same = tuple(store.column(_OPTIONS, (status["id"],))) == draft.poll.options
        if same and bool(old["multiple"]) == draft.poll.multiple:
            store.update("polls", old["id"], {"hide_totals": draft.poll.hide_totals})
            return False
    if old is not None:
        store.execute("DELETE FROM polls WHERE id = ?", (old["id"],))
    if draft.poll is not None:
        write_poll(store, status["id"], status["account_id"], draft.poll)
    return True


def _replace_media(store: Store, status_id: int, media: Sequence[Row], descriptions: Sequence[Params]) -> None:
    for row in store.rows(_MEDIA, (status_id,)):
        store.update("media_attachments", row["id"], {"position": None})
    for position, row in enumerate(media):
        store.update("media_attachments", row["id"], {"status_id": status_id, "position": position})
    ids = {row["id"] for row in media}
    for change in descriptions:
        media_id = change.integer("id")
        if media_id is not None and media_id in ids and change.has("description"):
            store.update("media_attachments", media_id, {"description": change.text("description")})


def _replace_text(store: Store, status: Row, draft: Draft, media: Sequence[Row], domain: str) -> list[int]:
    status_id = status["id"]
    quoted = store.row(
        "SELECT s.* FROM quotes q JOIN statuses s ON s.id = q.quoted_status_id WHERE q.status_id = ?", (status_id,)
    )
    content = read_content(store, draft.text, domain, quoted)
    store.update(
        "statuses",
        status_id,
        {
            "text": draft.text,
            "content": content.html,
            "spoiler_text": draft.spoiler_text,
            "sensitive": bool(draft.sensitive or draft.spoiler_text.strip()),
            "language": draft.language,
            "has_media": bool(media),
        },
    )
    change_quote_policy(store, status, draft.quote_approval_policy)
    write_tags(store, status_id, status["account_id"], content.tags)
    write_card(store, status_id, draft.text, wanted=not media and quoted is None)
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
