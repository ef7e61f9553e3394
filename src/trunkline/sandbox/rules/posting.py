"""Posting statuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.validation import refuse, validation_message
from trunkline.sandbox.rules.content import Content, disallowed_hashtags, read_content, write_tags
from trunkline.sandbox.rules.drafts import Draft, PollDraft, draft_problems, find_media
from trunkline.sandbox.rules.languages import known_language
from trunkline.sandbox.rules.quoting import may_quote
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.rules.visibility import DEFAULT_VISIBILITY, visible_statuses
from trunkline.sandbox.store.database import Row, Store

_STAND_INS = (("video", "📹"), ("gifv", "📹"), ("audio", "🎵"), ("image", "🖼"))


class UnexpectedMentions(ApiError):
    """The 422 for a status that mentions accounts which its author did not name; nobody but they may get it."""

    def __init__(self, account_ids: Sequence[int]) -> None:
        super().__init__(422, "Post would be sent to unexpected accounts")
        self.account_ids = account_ids


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft, with a text if it has a content warning, and what it refers to."""

    draft: Draft
    thread: Row | None
    quoted: Row | None
    media: list[Row]


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
def post_status(store: Store, account_id: int, draft: Draft, domain: str, application_id: int | None) -> int:
    """Post a status of a local account; run it inside a transaction. The fan-out and its card follow separately.

    Args:
        store: the database.
        account_id: the author.
        draft: the status.
        domain: the server's own domain, by which local handles are recognised.
        application_id: the app that posts it.

    Returns:
        The id of the status.

    Raises:
        UnexpectedMentions: it mentions accounts outside of `allowed_mentions`.
        ApiError: it is invalid, or refers to something that the author may not use.
    """
    parts = find_parts(store, account_id, draft)
    draft, thread, quoted, media = parts.draft, parts.thread, parts.quoted, parts.media
    content = read_content(store, draft.text, domain, quoted)
    author = author_of(store, account_id)
    visibility = _visibility(draft, author, quoted)
    _check_mentioned(draft, content, visibility, account_id, quoted)
    refuse([*draft_problems(draft), *disallowed_hashtags(store, content.tags)])
    now = store.now()
    status_id = store.new_id(now)
    store.insert(
        "statuses",
        {
            "id": status_id,
            "account_id": account_id,
            "local": 1,
            "text": draft.text,
            "content": content.html,
            "spoiler_text": draft.spoiler_text,
            "sensitive": bool(author["default_sensitive"]) if draft.sensitive is None else draft.sensitive,
            "visibility": visibility,
            "language": draft.language or default_language(author),
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
    _count(store, account_id, visibility, now, thread)
    return status_id


def find_parts(store: Store, account_id: int, draft: Draft) -> Parts:
    """Find what a draft refers to. A content warning without a text gets a text that stands for the media.

    Raises:
        ApiError: the author may not use something of it.
    """
    thread = find_thread(store, draft, account_id)
    quoted = find_quoted(store, draft, account_id)
    media = find_media(store, account_id, draft)
    if not draft.text.strip() and draft.spoiler_text.strip() and quoted is None:
        types = {row["type"] for row in media}
        draft = replace(draft, text=next((sign for kind, sign in _STAND_INS if kind in types), "."))
    return Parts(draft, thread, quoted, media)


def _check_mentioned(draft: Draft, content: Content, visibility: str, account_id: int, quoted: Row | None) -> None:
    """Refuse a status that would reach somebody whom its author did not name, or quote somebody without telling."""
    if draft.allowed_mentions is not None:
        unexpected = [one for one in content.mentioned if one not in draft.allowed_mentions]
        if unexpected:
            raise UnexpectedMentions(unexpected)
    if quoted is not None and visibility == "direct" and quoted["account_id"] not in (account_id, *content.mentioned):
        raise validation_message("Cannot quote a non-mentioned user in a Private Mention post.")


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


def author_of(store: Store, account_id: int) -> Row:
    """Return the user of a local account, with `limited` and `locked` of the account.

    Raises:
        LookupError: the account is of another server.
    """
    row = store.row(
        f"SELECT u.*, a.limited, a.locked, {DEFAULT_VISIBILITY} AS default_visibility"
        " FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = ?",
        (account_id,),
    )
    if row is None:
        raise LookupError(f"account {account_id} is not of this server")
    return row


def _visibility(draft: Draft, author: Row, quoted: Row | None) -> str:
    if draft.visibility == "":
        return "private" if author["locked"] else "public"
    visibility = str(draft.visibility or author["default_visibility"])
    if visibility == "public" and author["limited"]:
        visibility = "unlisted"
    private = quoted is not None and quoted["visibility"] == "private"
    return "private" if private and visibility in {"public", "unlisted"} else visibility


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/user.rb (preferred_posting_language)
def default_language(user: Row) -> str:
    """Return the language of the statuses of a user for which none was chosen."""
    return known_language(user["default_language"]) or known_language(user["locale"]) or "en"


def _quote_policy(draft: Draft, author: Row, visibility: str) -> str:
    if visibility not in {"public", "unlisted"}:
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
    columns = poll_columns(poll, now)
    poll_id = store.insert("polls", {"status_id": status_id, "account_id": account_id, "created_at": now, **columns})
    write_options(store, poll_id, poll)


def poll_columns(poll: PollDraft, now: int) -> dict[str, Any]:
    """Return the columns of a poll that its author chooses."""
    return {
        "expires_at": None if poll.expires_in is None else now + poll.expires_in * 1000,
        "multiple": bool(poll.multiple),
        "hide_totals": poll.hide_totals,
    }


def write_options(store: Store, poll_id: int, poll: PollDraft) -> None:
    """Write the options of a poll that has none."""
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
