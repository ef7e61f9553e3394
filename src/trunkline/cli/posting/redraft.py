"""The command redraft."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.confirmation import require_askable, require_yes, yes_option
from trunkline.cli.listing import json_option
from trunkline.cli.posting.limits import limits_of
from trunkline.cli.posting.options import editor_option, language_option, sensitive_option, warning_option
from trunkline.cli.posting.polls import same_poll
from trunkline.cli.posting.publishing import kept_if_refused, publish_new
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.posting.writing import given_text, require_terminal, written
from trunkline.cli.posts import post_name
from trunkline.cli.references import find_own_post
from trunkline.cli.replies import VISIBILITIES
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Status


@command(
    {
        "trunkline redraft %3": "write the text again in the editor",
        "trunkline redraft %3 --text 'Hello, world' --yes": "give the new text",
        "trunkline redraft %3 --visibility unlisted": "what an edit cannot change",
    }
)
@click.argument("post", metavar="POST")
@click.option("--text", help="The new text; - reads standard input.")
@click.option("--visibility", type=click.Choice(VISIBILITIES), help="Who can see it; as before by default.")
@warning_option
@sensitive_option
@language_option
@editor_option
@yes_option
@json_option
@with_session()
def redraft(
    session: Session,
    post: str,
    text: str | None,
    in_editor: bool,
    yes: bool,
    as_json: bool,
    **settings: Any,
) -> None:
    """Delete an own post, and post it again with changes. Its boosts, favourites and answers are lost.

    Media, poll, and what it answers or quotes stay. The post is deleted when the new text is written; if the new post
    cannot be sent, it is kept: see trunkline drafts.
    """
    require_askable(yes)
    text = given_text(text) if text == "-" else text
    changed = {name: value for name, value in settings.items() if value is not None}
    if text is None and not (changed or in_editor):
        require_terminal()
        in_editor = True
    status, limits = find_own_post(session, post), limits_of(session.client)
    source = session.client.status_source(status)
    unsent = _again(status, source.text if text is None else text)._replace(
        **{"warning": source.spoiler_text or None, **changed}
    )
    if in_editor:
        text = written(session, unsent, f"The server allows {limits.characters} characters.")
        unsent = unsent._replace(texts=[text])
    with kept_if_refused(session, unsent) if in_editor else nullcontext():
        limits.require(unsent)
        require_yes(yes, f"Delete this post, and post it again? {post_name(status)}")
        session.client.status_delete(status)
    publish_new(session, unsent, limits, keep=True, as_json=as_json)


def _again(status: Status, text: str) -> UnsentPost:
    """Return a post like one that is there."""
    media = [UnsentMedium(None, medium.id, medium.description) for medium in status.media_attachments]
    return UnsentPost(
        [text],
        media,
        same_poll(status),
        visibility=status.visibility,
        language=status.language,
        sensitive=status.sensitive,
        reply_to=status.in_reply_to_id,
        quote=quoted_id(status),
        quote_policy=_quote_policy(status),
    )


def quoted_id(status: Status) -> str | None:
    """Return the id of the post that a post quotes; ``None`` if there is none, or none that is shown."""
    quoted = getattr(status.quote, "quoted_status", None)
    found: str | None = quoted.id if quoted is not None else getattr(status.quote, "quoted_status_id", None)
    return found


def _quote_policy(status: Status) -> str | None:
    """Return the policy that a post was sent with, as far as the server tells it."""
    if not status.quote_approval:
        return None
    automatic = status.quote_approval.automatic
    return next((group for group in ("public", "followers") if group in automatic), "nobody")
