"""Media, polls and previews of links as styled text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import View, mark

if TYPE_CHECKING:
    from trunkline.entities import MediaAttachment, Poll, PollOption, Status
    from trunkline.entities.cards import PreviewCard

_BAR = 20
_WIDEST_TITLE = 30


def media_text(status: Status) -> Text:
    """Return descriptions and addresses of the media of a status."""
    media = status.media_attachments or ()
    notice = styled(("media marked as sensitive:", "yellow")) if media and status.sensitive else None
    return lines((notice, *map(medium_text, media)))


def medium_text(medium: MediaAttachment) -> Text:
    """Return the description and the address of a medium."""
    description = one_line(medium.description or f"{medium.type} without a description")
    address = medium.url or medium.remote_url
    return lines(
        (
            styled((f"{mark('medium')} ", "magenta"), (description, "italic")),
            styled("  ", (one_line(address), "blue")) if address else None,
        )
    )


def poll_text(poll: Poll, view: View) -> Text:
    """Return the choices of a poll with their shares as bars, and its state."""
    width = min(max((cell_len(one_line(option.title)) for option in poll.options), default=0), _WIDEST_TITLE)
    total = poll.voters_count or poll.votes_count or sum(option.votes_count or 0 for option in poll.options)
    rows = (
        _option(option, number in (poll.own_votes or ()), width, total) for number, option in enumerate(poll.options)
    )
    return lines((*rows, styled((_poll_state(poll, view), "dim"))))


def _option(option: PollOption, is_own: bool, width: int, total: int) -> Text:
    title = one_line(option.title)
    text = styled((f"{mark('chosen' if is_own else 'option')} ", "magenta"), title)
    votes = option.votes_count
    if isinstance(votes, int):
        share = votes / total if total else 0
        bar = mark("bar") * min(round(share * _BAR), _BAR)
        text += styled(
            " " * max(width - cell_len(title), 0), f"  {share:4.0%} ", (bar, "magenta"), (f" {votes}", "dim")
        )
    return text


def _poll_state(poll: Poll, view: View) -> str:
    voters, votes = poll.voters_count, poll.votes_count
    end = f"{'ended' if poll.expired else 'ends'} {view.time(poll.expires_at)}" if poll.expires_at else ""
    count = _counted(voters, "person", "people") or _counted(votes, "vote", "votes")
    several = "several choices" if poll.multiple else ""
    voted = "you have voted" if poll.voted else ""
    return mark("between").join(one_line(part) for part in (count, several, end, voted) if part)


def _counted(number: int | None, one: str, several: str) -> str:
    return "" if number is None else f"{number} {one if number == 1 else several}"


def card_text(card: PreviewCard) -> Text:
    """Return the title, the site and the address of a preview."""
    title, site = one_line(card.title or card.url), one_line(card.provider_name or "")
    return lines(
        (
            styled((f"{mark('link')} ", "magenta"), title, (f"{mark('between')}{site}" if site else "", "dim")),
            styled("  ", (one_line(card.url), "blue")) if card.title else None,
        )
    )
