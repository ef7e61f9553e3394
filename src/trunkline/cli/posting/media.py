"""Commands for media that are in no post yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, one_line, say, say_json, styled
from trunkline.cli.posting.limits import limits_of
from trunkline.cli.posting.options import FOCUS, media_of
from trunkline.cli.posting.publishing import uploaded
from trunkline.cli.references import expanded, find_medium
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import MediaAttachment

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command(
    {
        "trunkline media upload cat.jpg --alt 'A grey cat on a sofa'": "prints the id",
        "trunkline media upload cat.jpg --focus 0,0.5 --json": "choose the point to keep when it is cropped",
    }
)
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE...")
@click.option("--alt", "-a", "alts", multiple=True, help="The description (alt text) of the file in the same position.")
@click.option(
    "--focus", "focuses", multiple=True, type=FOCUS, metavar="X,Y", help="The point to keep when it is cropped."
)
@click.option("--thumbnail", "thumbnails", multiple=True, type=_FILE, help="The preview image of a sound or video.")
@json_option
@with_session()
def upload(
    session: Session,
    files: tuple[Path, ...],
    alts: tuple[str, ...],
    focuses: tuple[tuple[float, float] | None, ...],
    thumbnails: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Upload files, and print their ids, for post --media-id. The server deletes them if no post uses them."""
    media = {medium.file: medium for medium in media_of(files, alts, focuses, thumbnails)}
    limits = limits_of(session.client)
    problems = [problem for medium in media.values() for problem in limits.medium_problems(medium)]
    if problems:
        raise CommandFailure(" ".join(problems), USAGE)

    def act(file: str) -> None:
        found = uploaded(session, media[file])
        say_json(found) if as_json else say(one_line(found.id))

    click.get_current_context().exit(for_each([str(file) for file in media], act))


@command({"trunkline media show 113650000000000000": "address and description"})
@click.argument("media", nargs=-1, required=True, metavar="ID...")
@json_option
@with_session()
def show(session: Session, media: tuple[str, ...], as_json: bool) -> None:
    """Show media that are in no post yet."""
    click.get_current_context().exit(
        for_each(media, lambda reference: _print(find_medium(session, reference), as_json=as_json))
    )


@command(
    {
        "trunkline media edit 113650000000000000 --alt 'A grey cat on a sofa'": "describe it",
        "trunkline media edit 113650000000000000 --focus 0,0.5": "choose the point to keep when it is cropped",
    }
)
@click.argument("medium", metavar="ID")
@click.option("--alt", "-a", help="The description (alt text).")
@click.option("--focus", type=FOCUS, metavar="X,Y", help="The point to keep when it is cropped, each from -1 to 1.")
@click.option("--thumbnail", type=_FILE, help="The preview image of a sound or video.")
@json_option
@with_session()
def edit(
    session: Session,
    medium: str,
    alt: str | None,
    focus: tuple[float, float] | None,
    thumbnail: Path | None,
    as_json: bool,
) -> None:
    """Change a medium that is in no post yet. For others: trunkline edit POST --alt NUMBER TEXT"""
    if alt is None and focus is None and thumbnail is None:
        raise click.UsageError("There is nothing to change: give --alt, --focus or --thumbnail.")
    found = find_medium(session, medium)
    _print(session.client.media_update(found, alt, focus, thumbnail), as_json=as_json)


@command({"trunkline media delete 113650000000000000": "a medium that no post uses"})
@click.argument("media", nargs=-1, required=True, metavar="ID...")
@yes_option
@with_session()
def delete(session: Session, media: tuple[str, ...], yes: bool) -> None:
    """Delete media that are in no post yet."""
    references = expanded(media)
    require_yes(yes, f"Delete {one_line(', '.join(references))}?")

    def act(reference: str) -> None:
        found = find_medium(session, reference)
        session.client.media_delete(found)
        say(f"Deleted {one_line(found.id)}.")

    click.get_current_context().exit(for_each(references, act))


def _print(medium: MediaAttachment, *, as_json: bool) -> None:
    if as_json:
        say_json(medium)
        return
    from trunkline.cli.output.attachments import medium_text

    focus = medium.meta.focus if medium.meta else None
    point = f" at {focus.x:g},{focus.y:g}" if focus and focus.x is not None and focus.y is not None else ""
    console().print(
        styled((f"{one_line(medium.id)} ", "bold"), f"{one_line(medium.type)}{point}\n") + medium_text(medium)
    )
