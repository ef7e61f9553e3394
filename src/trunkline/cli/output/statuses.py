"""Statuses and accounts as styled text.

Only what we write begins a line: what others have written is indented, and their names are on one line, so that no text
looks like the next status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from trunkline.cli.output.attachments import card_text, media_text, poll_text
from trunkline.cli.output.content import content_of
from trunkline.cli.output.terminal import json_line, lines, one_line, styled
from trunkline.cli.output.view import View, mark
from trunkline.text import html_to_text

if TYPE_CHECKING:
    from trunkline.entities import Account, Status
    from trunkline.entities.quotes import ShallowQuote
    from trunkline.entities.statuses import Quote


def account_line(account: Account) -> Text:
    """Return the display name and address of an account."""
    name, address = one_line(str(account.display_name or account.username)), one_line(str(account.acct))
    return styled((name, "bold"), (f" @{address}", "cyan"))


def status_text(status: Status, view: View | None = None) -> Text:
    """Return author, time, visibility, text, attachments and counts of a status.

    Args:
        status: the status; one that cannot be shown is returned as JSON.
        view: how to show it.
    """
    try:
        return _status_text(status, view or View())
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


def behind_line(text: Text) -> Text:
    """Put *text* behind a vertical line, as the words of somebody else."""
    return Text("\n").join(styled((f"{mark('line')} ", "dim")) + line for line in text.split("\n"))


def _status_text(status: Status, view: View) -> Text:
    shown = status.reblog or status
    return lines(
        (
            styled((f"{mark('boost')} @{one_line(status.account.acct)} boosted", "dim")) if status.reblog else None,
            account_line(shown.account) + styled((_headline(shown, view), "dim")),
            *_body(shown, view),
            indented(styled((_counts(shown), "dim"))),
        )
    )


def _headline(status: Status, view: View) -> str:
    edited = f"edited {view.time(status.edited_at)}" if status.edited_at else ""
    parts = (view.time(status.created_at), status.visibility, edited)
    return "".join(f"{mark('between')}{one_line(str(part))}" for part in parts if part)


def _body(status: Status, view: View) -> tuple[Text | None, ...]:
    """Return the text and what belongs to it; below a content warning only if hidden texts are shown."""
    warning = one_line(status.spoiler_text or "")
    heading = indented(styled((warning, "yellow"))) if warning else None
    if warning and not view.sensitive:
        return heading, indented(styled((_hidden(status), "dim")))
    return (
        heading,
        html_lines(content_of(status)),
        indented(media_text(status)),
        indented(poll_text(status.poll, view)) if status.poll else None,
        indented(card_text(status.card)) if status.card and not status.media_attachments else None,
        indented(_quote(status.quote, view)) if status.quote else None,
    )


def _hidden(status: Status) -> str:
    also = [
        f"{len(status.media_attachments)} media" if status.media_attachments else "",
        "a poll" if status.poll else "",
    ]
    return f"[hidden: the text{''.join(f', {one}' for one in also if one)}; --show-sensitive shows it]"


def _quote(quote: Quote | ShallowQuote, view: View) -> Text:
    quoted = getattr(quote, "quoted_status", None)
    if quoted is not None:
        return behind_line(_status_text(quoted, view))
    named = getattr(quote, "quoted_status_id", None)
    return behind_line(
        styled((f"quotes {one_line(str(named))}" if named else f"quote: {one_line(quote.state)}", "dim"))
    )


def _counts(status: Status) -> str:
    done = [word for word, is_done in _deeds(status) if is_done]
    counts = (
        f"{mark('reply')} {status.replies_count}",
        f"{mark('boost')} {status.reblogs_count}",
        f"{mark('favourite')} {status.favourites_count}",
        status.id,
    )
    return "  ".join(map(one_line, map(str, (*counts, *([f"({', '.join(done)})"] if done else [])))))


def _deeds(status: Status) -> tuple[tuple[str, bool | None], ...]:
    return (
        ("boosted", status.reblogged),
        ("favourite", status.favourited),
        ("bookmarked", status.bookmarked),
        ("pinned", status.pinned),
        ("muted", status.muted),
    )
