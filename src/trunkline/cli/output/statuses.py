"""Statuses and accounts as styled text."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from trunkline.cli.output.terminal import lines, styled
from trunkline.entities import Account, MediaAttachment, Poll, PollOption, Status
from trunkline.text import html_to_text


def moment(time: datetime) -> str:
    """Format a time in the local time zone."""
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


def account_line(account: Account) -> Text:
    """Return the display name and address of an account."""
    return styled((account.display_name or account.username, "bold"), (f" @{account.acct}", "cyan"))


def status_text(status: Status) -> Text:
    """Return author, time, text, attachments, poll and counts of a status."""
    shown = status.reblog or status
    return lines(
        (
            styled((f"↻ @{status.account.acct} boosted", "dim")) if status.reblog else None,
            account_line(shown.account) + styled((f" · {moment(shown.created_at)}", "dim")),
            styled((shown.spoiler_text or "", "yellow")),
            styled(html_to_text(shown.content)),
            *(_medium(medium) for medium in shown.media_attachments or ()),
            _poll(shown.poll) if shown.poll else None,
            styled((_counts(shown), "dim")),
        )
    )


def _medium(medium: MediaAttachment) -> Text:
    return styled(("▣ ", "magenta"), (medium.description or f"{medium.type} without a description", "italic"))


def _poll(poll: Poll) -> Text:
    return lines(styled(("○ ", "magenta"), option.title, (_votes(option), "dim")) for option in poll.options)


def _votes(option: PollOption) -> str:
    return "" if option.votes_count is None else f"  {option.votes_count}"


def _counts(status: Status) -> str:
    return f"↩ {status.replies_count}  ↻ {status.reblogs_count}  ★ {status.favourites_count}  {status.id}"
