"""The commands announcements list, dismiss, react and unreact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import lines, one_line, say, styled
from trunkline.cli.output.view import View, mark
from trunkline.cli.references import numbered
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Announcement, Reaction


def _find(session: Session, reference: str) -> Announcement:
    wanted = numbered(session, reference, "announcement") or reference
    found = next((one for one in session.client.announcements() if one.id == wanted), None)
    if found is None:
        raise CommandFailure(f"There is no announcement {reference}. See: trunkline announcements list", NOT_FOUND)
    return found


def _text(announcement: Announcement, view: View) -> Text:
    from trunkline.cli.output.statuses import html_lines, indented

    moments = (announcement.starts_at, announcement.ends_at)
    form = "%Y-%m-%d" if announcement.all_day else "%Y-%m-%d %H:%M"
    event = " to ".join(f"{one.astimezone():{form}}" for one in moments if one)
    published = view.time(announcement.published_at) if announcement.published_at else ""
    head = mark("between").join(filter(None, (published, event and f"event {event}")))
    reactions = "  ".join(map(_reaction, announcement.reactions or ()))
    return lines(
        (
            styled((head, "bold"), (f"  {one_line(announcement.id)}", "dim")),
            html_lines(announcement.content or ""),
            indented(styled((reactions, "dim"))),
        )
    )


def _reaction(one: Reaction) -> str:
    return f"{one_line(one.name)} {one.count}{'*' if one.me else ''}"


_ANNOUNCEMENT = Subject("ANNOUNCEMENT", _find, lambda one: f"announcement {one.id}")
_ANNOUNCEMENTS = Kind(_text, lambda one: {"announcement": one.id}, apart=True)
_announcement = click.argument("announcement", metavar="ANNOUNCEMENT")
_emoji = click.argument("emoji")


@command({"trunkline announcements list": "and then: trunkline announcements dismiss %1"})
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the announcements of the server that you have not dismissed; a star marks your own reactions."""
    listing.print(session, _ANNOUNCEMENTS, session.client.announcements())


@command({"trunkline announcements dismiss %1": "the first of the list"})
@on_each(_ANNOUNCEMENT, "The {} is dismissed.")
def dismiss(session: Session, announcement: Announcement) -> None:
    """Dismiss announcements: they are not listed again."""
    session.client.announcement_dismiss(announcement)


@command(
    {"trunkline announcements react %1 🎉": "an emoji", "trunkline announcements react %1 blobcat": "of the server"}
)
@_announcement
@_emoji
@with_session()
def react(session: Session, announcement: str, emoji: str) -> None:
    """React to ANNOUNCEMENT with EMOJI: one of Unicode, or the name of one of the server."""
    session.client.announcement_reaction_create(_find(session, announcement), emoji.strip(":"))
    say(f"You have reacted with {one_line(emoji)}.")


@command({"trunkline announcements unreact %1 🎉": "take it back"})
@_announcement
@_emoji
@with_session()
def unreact(session: Session, announcement: str, emoji: str) -> None:
    """Take your reaction EMOJI to ANNOUNCEMENT back."""
    session.client.announcement_reaction_delete(_find(session, announcement), emoji.strip(":"))
    say(f"You have taken {one_line(emoji)} back.")
