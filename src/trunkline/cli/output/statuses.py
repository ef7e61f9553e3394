"""Statuses and accounts as styled text.

Only what we write begins a line: what others have written is indented, and their names are on one line, so that no text
looks like the next status.
"""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from trunkline.cli.output.terminal import json_line, lines, one_line, styled
from trunkline.entities import Account, MediaAttachment, Poll, PollOption, Status
from trunkline.text import html_to_text


def moment(time: datetime) -> str:
    """Format a time in the local time zone."""
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


def account_line(account: Account) -> Text:
    """Return the display name and address of an account."""
    name, address = one_line(str(account.display_name or account.username)), one_line(str(account.acct))
    return styled((name, "bold"), (f" @{address}", "cyan"))


def status_text(status: Status) -> Text:
    """Return author, time, text, attachments, poll and counts of a status; as JSON if it cannot be shown like that."""
    try:
        return _status_text(status)
    except Exception:  # noqa: BLE001  (whatever is wrong with one status must not end a list or a stream)
        return styled(json_line(status))


def html_lines(html: str) -> Text:
    """Return HTML as indented lines; as it is if it cannot be read."""
    try:
        text = html_to_text(html)
    except Exception:  # noqa: BLE001  (as for a status)
        text = str(html)
    return indented(styled(text))


def indented(text: Text) -> Text:
    """Indent the lines of *text*."""
    return Text("\n").join(styled("  ") + line if line else line for line in text.split("\n")) if text else text


def _status_text(status: Status) -> Text:
    shown = status.reblog or status
    parts = (
        *(_medium(medium) for medium in shown.media_attachments or ()),
        _poll(shown.poll) if shown.poll else None,
        styled((_counts(shown), "dim")),
    )
    return lines(
        (
            styled((f"↻ @{one_line(status.account.acct)} boosted", "dim")) if status.reblog else None,
            account_line(shown.account) + styled((f" · {moment(shown.created_at)}", "dim")),
            indented(styled((one_line(shown.spoiler_text or ""), "yellow"))),
            html_lines(shown.content),
            indented(lines(parts)),
        )
    )


def _medium(medium: MediaAttachment) -> Text:
    description = one_line(medium.description or f"{medium.type} without a description")
    return styled(("▣ ", "magenta"), (description, "italic"))


def _poll(poll: Poll) -> Text:
    return lines(styled(("○ ", "magenta"), one_line(option.title), (_votes(option), "dim")) for option in poll.options)


def _votes(option: PollOption) -> str:
    return "" if option.votes_count is None else f"  {one_line(str(option.votes_count))}"


def _counts(status: Status) -> str:
    counts = (f"↩ {status.replies_count}", f"↻ {status.reblogs_count}", f"★ {status.favourites_count}", status.id)
    return "  ".join(map(one_line, map(str, counts)))
