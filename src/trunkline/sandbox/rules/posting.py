"""Posting statuses."""

from __future__ import annotations

from collections.abc import Sequence

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.rules.content import Content, read_content, write_card, write_tags
from trunkline.sandbox.rules.drafts import Draft, PollDraft, check_draft, find_media
from trunkline.sandbox.rules.quoting import may_quote
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.rules.visibility import DEFAULT_VISIBILITY, visible_statuses
from trunkline.sandbox.store.database import Row, Store

_STAND_INS = (("video", "📹"), ("gifv", "📹"), ("audio", "🎵"), ("image", "🖼"))


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
def post_status(store: Store, account_id: int, draft: Draft, domain: str, application_id: int | None) -> int:
    """Post a status of a local account; run it inside a transaction. The fan-out follows separately.

    Args:
        store: the database.
        account_id: the author.
        draft: the status.
        domain: the server's own domain, by which local handles are recognised.
        application_id: the app that posts it.

    Returns:
        The id of the status.
    """
    check_draft(draft)
    media = find_media(store, account_id, draft)
    thread = find_thread(store, draft, account_id)
    quoted = find_quoted(store, draft, account_id)
    text, spoiler_text = _text_of(draft, media)
    content = read_content(store, text, domain, quoted)
    author = _author(store, account_id)
    now = store.now()
    status_id = store.new_id(now)
    visibility = _visibility(draft, author)
    store.insert(
        "statuses",
        {
            "id": status_id,
            "account_id": account_id,
            "local": 1,
            "text": text,
            "content": content.html,
            "spoiler_text": spoiler_text,
            "sensitive": _sensitive(draft, author),
            "visibility": visibility,
            "language": draft.language or author["default_language"] or author["locale"],
            "in_reply_to_id": None if thread is None else thread["id"],
            "in_reply_to_account_id": None if thread is None else _answered_account(thread, account_id),
            "conversation_id": status_id if thread is None else thread["conversation_id"],
            "application_id": application_id,
            "has_media": bool(media),
            "quote_approval_policy": _quote_policy(draft, author, visibility),
            "created_at": now,
        },
    )
    _write_parts(store, status_id, account_id, draft, content, media, quoted)
    write_card(store, status_id, text, wanted=not media and quoted is None)
    _count(store, account_id, visibility, now, thread)
    return status_id


def find_thread(store: Store, draft: Draft, account_id: int) -> Row | None:
    """Return the status that a draft replies to.

    Raises:
        ApiError: the author may not read it.
    """
    if draft.in_reply_to_id is None:
        return None
    if not visible_statuses(store, [draft.in_reply_to_id], account_id):
        raise ApiError(404, "The post you are trying to reply to does not appear to exist.")
    return _proper(store, draft.in_reply_to_id)


def find_quoted(store: Store, draft: Draft, account_id: int) -> Row | None:
    """Return the status that a draft quotes.

    Raises:
        ApiError: the author may not read or quote it.
    """
    if draft.quoted_status_id is None:
        return None
    if visible_statuses(store, [draft.quoted_status_id], account_id):
        quoted = _proper(store, draft.quoted_status_id)
        follows_author = is_related(store, "follows", account_id, quoted["account_id"])
        if may_quote(quoted, account_id, follows_author=follows_author):
            return quoted
    raise ApiError(404, "The post you are trying to quote does not appear to exist.")


def _proper(store: Store, status_id: int) -> Row:
    row = store.row(
        "SELECT o.* FROM statuses s JOIN statuses o ON o.id = coalesce(s.reblog_of_id, s.id) WHERE s.id = ?",
        (status_id,),
    )
    if row is None:
        raise LookupError(f"no status {status_id}")
    return row


def _text_of(draft: Draft, media: Sequence[Row]) -> tuple[str, str]:
    """Return text and content warning. A warning without a text gets an emoji for the media as text."""
    text = draft.text
    if not text.strip() and draft.spoiler_text.strip():
        types = {row["type"] for row in media}
        text = next((sign for kind, sign in _STAND_INS if kind in types), ".")
    return text, draft.spoiler_text


def _author(store: Store, account_id: int) -> Row:
    row = store.row(
        f"SELECT u.*, a.limited, {DEFAULT_VISIBILITY} AS default_visibility"
        " FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = ?",
        (account_id,),
    )
    if row is None:
        raise LookupError(f"account {account_id} is not of this server")
    return row


def _visibility(draft: Draft, author: Row) -> str:
    visibility = str(draft.visibility or author["default_visibility"])
    return "unlisted" if visibility == "public" and author["limited"] else visibility


def _sensitive(draft: Draft, author: Row) -> bool:
    chosen = author["default_sensitive"] if draft.sensitive is None else draft.sensitive
    return bool(chosen or draft.spoiler_text.strip())


def _quote_policy(draft: Draft, author: Row, visibility: str) -> str:
    if visibility in {"private", "direct"}:
        return "nobody"
    return str(draft.quote_approval_policy or author["default_quote_policy"])


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/status.rb (carried_over_reply_to_account_id)
def _answered_account(thread: Row, account_id: int) -> int:
    """Return the account that a reply addresses. A reply to one's own reply addresses the same account as that."""
    if thread["account_id"] == account_id and thread["in_reply_to_account_id"] is not None:
        return int(thread["in_reply_to_account_id"])
    return int(thread["account_id"])


def _write_parts(
    store: Store,
    status_id: int,
    account_id: int,
    draft: Draft,
    content: Content,
    media: Sequence[Row],
    quoted: Row | None,
) -> None:
    write_tags(store, status_id, account_id, content.tags)
    store.executemany(
        "INSERT INTO mentions (status_id, account_id) VALUES (?, ?)", [(status_id, one) for one in content.mentioned]
    )
    for position, row in enumerate(media):
        store.update("media_attachments", row["id"], {"status_id": status_id, "position": position})
    if draft.poll is not None:
        write_poll(store, status_id, account_id, draft.poll)
    if quoted is not None:
        _write_quote(store, status_id, account_id, quoted)


def write_poll(store: Store, status_id: int, account_id: int, poll: PollDraft) -> None:
    """Attach a new poll to a status."""
    now = store.now()
    poll_id = store.insert(
        "polls",
        {
            "status_id": status_id,
            "account_id": account_id,
            "expires_at": None if poll.expires_in is None else now + poll.expires_in * 1000,
            "multiple": poll.multiple,
            "hide_totals": poll.hide_totals,
            "created_at": now,
        },
    )
    store.executemany(
        "INSERT INTO poll_options (poll_id, position, title) VALUES (?, ?, ?)",
        [(poll_id, position, title) for position, title in enumerate(poll.options)],
    )


def _write_quote(store: Store, status_id: int, account_id: int, quoted: Row) -> None:
    values = {
        "id": store.new_id(),
        "status_id": status_id,
        "account_id": account_id,
        "quoted_status_id": quoted["id"],
        "quoted_account_id": quoted["account_id"],
        "created_at": store.now(),
    }
    store.insert("quotes", values)
    store.execute("UPDATE statuses SET quotes_count = quotes_count + 1 WHERE id = ?", (quoted["id"],))


def _count(store: Store, account_id: int, visibility: str, now: int, thread: Row | None) -> None:
    if visibility != "direct":
        store.execute(
            "UPDATE accounts SET statuses_count = statuses_count + 1, last_status_at = ? WHERE id = ?",
            (now, account_id),
        )
    if thread is not None and visibility in {"public", "unlisted"}:
        store.execute("UPDATE statuses SET replies_count = replies_count + 1 WHERE id = ?", (thread["id"],))
