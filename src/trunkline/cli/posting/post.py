"""The command post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import say
from trunkline.cli.posting.draft_folder import DraftFolder
from trunkline.cli.posting.limits import ServerLimits, limits_of
from trunkline.cli.posting.options import (
    content_type_option,
    dry_run_option,
    editor_option,
    language_option,
    media_options,
    poll_options,
    quote_policy_option,
    sensitive_option,
    warning_option,
)
from trunkline.cli.posting.preview import print_unsent
from trunkline.cli.posting.publishing import account_option_of, publish_new
from trunkline.cli.posting.times import MOMENT
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.posting.writing import given_text, nothing_written, written
from trunkline.cli.references import find_account, find_post
from trunkline.cli.replies import VISIBILITIES, reply_to
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline post 'Hello, world'": "post a text",
        "trunkline post": "write the text in the editor",
        "trunkline post 'My cat' --media cat.jpg --alt 'A grey cat on a sofa'": "with a picture and its description",
        "trunkline post --reply-to %3 'I agree'": "answer the third post of the last listing",
        "trunkline post --quote %3 'Worth reading'": "quote it",
        "trunkline post 'Ask @bob for tea' --allow-mention bob": "refused if it mentions anybody else",
        "trunkline post 'Tea?' --poll Yes --poll No --poll-expires 6h": "with a poll",
        "trunkline post 'Good morning' --at 'tomorrow 8:00'": "later",
        "cat essay.txt | trunkline post --thread -": "a long text as a thread",
        "fortune | trunkline post - --visibility unlisted": "post what comes in a pipe",
    }
)
@click.argument("text", required=False)
@media_options
@click.option("--media-id", "media_ids", multiple=True, metavar="ID", help="A medium of: trunkline media upload.")
@poll_options
@click.option("--visibility", type=click.Choice(VISIBILITIES), help="Who can see it; the account's setting by default.")
@warning_option
@sensitive_option
@language_option
@click.option("--reply-to", "answered", metavar="POST", help="The post to answer: id, address or number.")
@click.option("--quote", "quoted", metavar="POST", help="The post to quote: id, address or number.")
@quote_policy_option
@content_type_option
@click.option(
    "--allow-mention",
    "allowed",
    multiple=True,
    metavar="ACCOUNT",
    shell_complete=complete_accounts,
    help="Post only if it mentions nobody but this account, which may be repeated; '' for nobody at all.",
)
@click.option("--at", type=MOMENT, metavar="TIME", help="Post it later: 2026-12-24T18:00, 18:00, tomorrow 9:00, +2h.")
@click.option("--thread", is_flag=True, help="Divide a text that is too long into posts that answer each other.")
@editor_option
@click.option("--draft", "keep", is_flag=True, help="Keep it as a draft, and post nothing.")
@dry_run_option
@json_option
@with_session()
def post(
    session: Session,
    text: str | None,
    media: list[UnsentMedium],
    media_ids: tuple[str, ...],
    poll: dict[str, Any] | None,
    answered: str | None,
    quoted: str | None,
    allowed: tuple[str, ...],
    at: datetime | None,
    thread: bool,
    in_editor: bool,
    keep: bool,
    dry_run: bool,
    as_json: bool,
    **settings: Any,
) -> None:
    """Post TEXT, or standard input with -, or what is written in the editor, and print the address of the post.

    A reply mentions the people of the post that it answers, and takes its language, its content warning, and its
    visibility if that is narrower than the account's. What cannot be sent is kept: see trunkline drafts. The same
    command again goes on from there, and posts nothing twice.
    """
    text = given_text(text)
    media += [UnsentMedium(None, one) for one in media_ids]
    in_editor = in_editor or (text is None and not media)
    _require_sense(text, media, poll, at, thread=thread, in_editor=in_editor)
    unsent = UnsentPost([], media, poll, at.isoformat(timespec="seconds") if at else None, **settings)
    if allowed:
        unsent = unsent._replace(allowed=[find_account(session, one).id for one in allowed if one])
    unsent, mentions = _in_context(session, unsent, answered, quoted)
    limits = limits_of(session.client)
    text = _written(session, text, mentions, unsent, limits) if in_editor else mentions(text or "")
    unsent = unsent._replace(texts=limits.split(text, unsent.warning) if thread else [text])
    if dry_run:
        limits.require(unsent)
        print_unsent(unsent, limits, as_json=as_json)
        say(f"Nothing was sent. Without --dry-run, {session.label} would post this.", error=True)
    elif keep:
        drafts = DraftFolder(session)
        draft = drafts.keep(drafts.begun(unsent) or drafts.new(unsent))
        say(f"Kept. To post it: trunkline drafts post {draft.number}{account_option_of(session)}")
    else:
        publish_new(session, unsent, limits, keep=in_editor, as_json=as_json)


def _require_sense(
    text: str | None,
    media: list[UnsentMedium],
    poll: dict[str, Any] | None,
    at: datetime | None,
    *,
    thread: bool,
    in_editor: bool,
) -> None:
    """Refuse what no server would take, before it is asked anything."""
    if not (text or media or in_editor):
        raise click.UsageError("There is nothing to post: give TEXT, or pipe it in, or attach --media.")
    if media and poll:  # https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
        raise click.UsageError("A post has media or a poll, not both.")
    if thread and at:
        raise click.UsageError("A thread cannot be scheduled: its posts answer posts that are not there yet.")


def _in_context(
    session: Session, unsent: UnsentPost, answered: str | None, quoted: str | None
) -> tuple[UnsentPost, Callable[[str], str]]:
    """Return the post with what it answers and quotes, and a function that adds the mentions to its text."""
    if quoted:
        unsent = unsent._replace(quote=find_post(session, quoted).id)
    if not answered:
        return unsent, lambda text: text
    reply = reply_to(session, find_post(session, answered), unsent.visibility)
    unsent = unsent._replace(
        reply_to=reply.to,
        visibility=reply.visibility,
        warning=reply.warning if unsent.warning is None else unsent.warning,
        language=unsent.language or reply.language,
    )
    return unsent, reply.with_mentions


def _written(
    session: Session, text: str | None, mentions: Callable[[str], str], unsent: UnsentPost, limits: ServerLimits
) -> str:
    """Return the text that was written in the editor, which shows the mentions, the limit, and what is answered."""
    answers = f" It answers {unsent.reply_to}." if unsent.reply_to else ""
    begun = unsent._replace(texts=[mentions(text or "")])
    found = written(session, begun, f"The server allows {limits.characters} characters.{answers}")
    if not text and found == mentions("").strip():
        raise nothing_written()
    return found
