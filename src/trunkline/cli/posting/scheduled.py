"""Commands for posts that the server publishes later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.listing import Kind, Printing, json_option, listing_options
from trunkline.cli.output.terminal import one_line, say, say_json, styled
from trunkline.cli.output.view import View
from trunkline.cli.posting.preview import unsent_text
from trunkline.cli.posting.times import MOMENT
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.references import expanded, find_scheduled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import ScheduledStatus

_PAGE = 40


@command({"trunkline scheduled list": "the next 20", "trunkline scheduled list --json": "for programs"}, "list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the posts that the server will publish, with numbers for the other commands."""
    first = session.client.scheduled_statuses(limit=listing.page(_PAGE))
    listing.print(session, SCHEDULED, session.client.iterate(first))


@command({"trunkline scheduled show %1": "the first of the last listing"})
@click.argument("posts", nargs=-1, required=True, metavar="ID...")
@json_option
@with_session()
def show(session: Session, posts: tuple[str, ...], as_json: bool) -> None:
    """Show scheduled posts, each named by id or number; - reads them from standard input."""
    found: list[ScheduledStatus] = []
    code = for_each(posts, lambda reference: found.append(find_scheduled(session, reference)))
    Printing(len(found), as_json, pager=True, view=View(), numbered=False).print(session, SCHEDULED, found)
    click.get_current_context().exit(code)


@command(
    {
        "trunkline scheduled edit %1 --at 'tomorrow 9:00'": "the first of the last listing",
        "trunkline scheduled edit 17 --at +2h": "by its id",
    }
)
@click.argument("posts", nargs=-1, required=True, metavar="ID...")
@click.option(
    "--at",
    type=MOMENT,
    required=True,
    metavar="TIME",
    help="The new time, 5 minutes ahead at least: 2026-12-24T18:00, 18:00, tomorrow 9:00, +2h.",
)
@json_option
@with_session()
def edit(session: Session, posts: tuple[str, ...], at: datetime, as_json: bool) -> None:
    """Publish posts at another time. For another text, cancel them and post again."""

    def act(reference: str) -> None:
        moved = session.client.scheduled_status_update(find_scheduled(session, reference), at)
        say_json(moved) if as_json else say(f"{one_line(moved.id)} will be published at {at:%Y-%m-%d %H:%M}.")

    click.get_current_context().exit(for_each(posts, act))


@command({"trunkline scheduled cancel %1": "the first of the last listing"})
@click.argument("posts", nargs=-1, required=True, metavar="ID...")
@yes_option
@with_session()
def cancel(session: Session, posts: tuple[str, ...], yes: bool) -> None:
    """Cancel scheduled posts: they are deleted, and never published."""
    references = expanded(posts)
    require_yes(yes, f"Cancel {one_line(', '.join(references))}?")

    def act(reference: str) -> None:
        found = find_scheduled(session, reference)
        session.client.scheduled_status_delete(found)
        say(f"Cancelled {one_line(found.id)}.")

    click.get_current_context().exit(for_each(references, act))


def _text(scheduled: ScheduledStatus, view: View) -> Text:
    return styled((f"{one_line(scheduled.id)} ", "bold")) + unsent_text(_unsent(scheduled))


def _unsent(scheduled: ScheduledStatus) -> UnsentPost:
    params, at = scheduled.params, scheduled.scheduled_at
    poll = params.poll
    return UnsentPost(
        [params.text or ""],
        [UnsentMedium(None, medium.id, medium.description) for medium in scheduled.media_attachments or ()],
        {"multiple": False, "hide_totals": False, **poll} if poll else None,
        at.isoformat() if at else None,
        params.visibility,
        params.spoiler_text or None,
        params.language,
        params.sensitive in (True, "1", "true"),
        params.in_reply_to_id,
        params.quoted_status_id,
        params.quote_approval_policy,
    )


SCHEDULED = Kind(_text, lambda scheduled: {"scheduled": scheduled.id}, apart=True)
"""Scheduled posts."""
