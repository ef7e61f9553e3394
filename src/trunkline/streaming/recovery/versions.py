"""Versions of a status: whether it was edited, or changed without that. No I/O.

Mastodon sends ``status.update`` also for changes that leave ``edited_at`` as it is: a quote that is accepted or
revoked, a change of who may quote, new votes in a poll of another server
(https://github.com/mastodon/mastodon/blob/main/app/services/activitypub/process_status_update_service.rb).
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

from trunkline.entities import Status

_MARK = "#"
"""Between the time of the last edit and the sum of what may change without one."""

_SEEN_BY_ONE = frozenset({"blocked_account", "blocked_domain", "muted_account"})
"""States of a quote that streams of many readers give as ``accepted``."""


def edit_of(status: Status) -> str | None:
    """Return the time of the last edit as the server writes it."""
    edited: Any = dict.get(status, "edited_at")
    return edited if isinstance(edited, str) else None


def version_of(status: Status) -> str:
    """Return the version of a status as text for a cursor: its last edit, and a sum of its quote and quote policy."""
    shown = _quoting(status)
    return (edit_of(status) or "") + (f"{_MARK}{crc32(repr(shown).encode()):08x}" if any(shown) else "")


def is_same(version: str, other: str) -> bool:
    """Return True if two versions of a status are the same; older cursors, for example, know of edits alone."""
    edit, _, shown = version.partition(_MARK)
    other_edit, _, other_shown = other.partition(_MARK)
    return edit == other_edit and (shown == other_shown or not shown or not other_shown)


def last_edit(version: str) -> str:
    """Return the time of the last edit in a version, empty without one."""
    return version.partition(_MARK)[0]


def shown_by(status: Status) -> tuple[str, int]:
    """Return what tells an event about a status from another one: its version, and its poll."""
    poll: Any = dict.get(status, "poll")
    told = [poll.get(name) for name in ("votes_count", "voters_count", "expired")] if isinstance(poll, dict) else []
    return version_of(status), crc32(repr(told).encode())


def _quoting(status: Status) -> tuple[Any, ...]:
    quote, policy = _part(status, "quote"), _part(status, "quote_approval")
    state = quote.get("state")
    shown = "accepted" if isinstance(state, str) and state in _SEEN_BY_ONE else state
    return shown, policy.get("automatic"), policy.get("manual")


def _part(status: Status, name: str) -> dict[str, Any]:
    found: Any = dict.get(status, name)
    return found if isinstance(found, dict) else {}
