"""The command edit."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.exits import CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.posting.limits import limits_of
from trunkline.cli.posting.media_changes import MediaChanges
from trunkline.cli.posting.options import (
    FOCUS,
    content_type_option,
    editor_option,
    language_option,
    quote_policy_option,
    sensitive_option,
    warning_option,
)
from trunkline.cli.posting.polls import kept_poll
from trunkline.cli.posting.publishing import kept_if_refused, uploaded
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.posting.writing import given_text, require_terminal, written
from trunkline.cli.references import find_own_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Status

_NUMBER = click.IntRange(1)


@command(
    {
        "trunkline edit %3": "in the editor",
        "trunkline edit %3 --text 'Hello, world'": "give the new text",
        "trunkline edit %3 --alt 1 'A grey cat on a sofa'": "describe the first picture",
        "trunkline edit %3 --media cat.jpg --alt 2 'The same cat'": "add a second one",
        "trunkline edit %3 --quote-policy nobody": "decide who may quote it",
    }
)
@click.argument("post", metavar="POST")
@click.option("--text", help="The new text; - reads standard input.")
@warning_option
@sensitive_option
@language_option
@quote_policy_option
@content_type_option
@click.option(
    "--media",
    "-m",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    help="A file to add; may be repeated.",
)
@click.option("--remove-media", "removed", multiple=True, type=_NUMBER, metavar="NUMBER", help="A medium to remove.")
@click.option(
    "--alt",
    "-a",
    "alts",
    multiple=True,
    type=(_NUMBER, str),
    metavar="NUMBER TEXT",
    help="The description of a medium; those that are added are counted after the others.",
)
@click.option(
    "--focus",
    "focuses",
    multiple=True,
    type=(_NUMBER, FOCUS),
    metavar="NUMBER X,Y",
    help="The point of a medium to keep when it is cropped.",
)
@editor_option
@json_option
@with_session()
def edit(
    session: Session,
    post: str,
    text: str | None,
    files: tuple[str, ...],
    removed: tuple[int, ...],
    alts: tuple[tuple[int, str], ...],
    focuses: tuple[tuple[int, tuple[float, float]], ...],
    in_editor: bool,
    as_json: bool,
    **settings: Any,
) -> None:
    """Edit an own post: in the editor, or by options. What is not changed stays: text, warning, media, poll, quote."""
    text = given_text(text) if text == "-" else text
    media = MediaChanges(files, removed, dict(alts), dict(focuses))
    changed = {name: value for name, value in settings.items() if value is not None}
    if text is None and not (changed or any(media) or in_editor):
        require_terminal()
        in_editor = True
    status = find_own_post(session, post)
    media.require_numbers(len(status.media_attachments))
    if changed.keys() == {"quote_policy"} and text is None and not (any(media) or in_editor):
        edited = session.client.status_update_quote_approval_policy(status, settings["quote_policy"])
    else:
        edited = _edited(session, status, text, media, changed, in_editor=in_editor)
    say_json(edited) if as_json else say(one_line(edited.url or edited.uri))


def _edited(
    session: Session, status: Status, text: str | None, media: MediaChanges, changed: dict[str, Any], *, in_editor: bool
) -> Status:
    source, limits, poll = session.client.status_source(status), limits_of(session.client), kept_poll(status)
    warning = changed.get("warning", source.spoiler_text)
    present = status.media_attachments
    kept, added = media.kept(present), media.added(len(present))
    attached = [*(UnsentMedium(None, one.id) for one in kept), *added]
    new = UnsentPost([source.text if text is None else text], attached, warning=warning)
    if in_editor:
        new = new._replace(texts=[written(session, new, f"The server allows {limits.characters} characters.")])
        if new.texts == [source.text.strip()] and not (changed or any(media)):
            raise CommandFailure("Nothing has changed, and nothing is sent.")
    with kept_if_refused(session, new) if in_editor else nullcontext():
        limits.require(new)
        return session.client.status_update(
            status,
            new.texts[0],
            spoiler_text=warning,
            sensitive=changed.get("sensitive", status.sensitive),
            language=changed.get("language", status.language),
            media_ids=[*kept, *(uploaded(session, medium) for medium in added)],
            media_attributes=media.attributes(present) or None,
            poll=poll,
            quote_approval_policy=changed.get("quote_policy"),
            content_type=changed.get("content_type", source.get("content_type")),
        )
