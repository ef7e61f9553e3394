"""Sending posts: uploads, threads, and what is kept when sending fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from trunkline.cli.exits import PARTLY, CommandFailure, exit_code_of
from trunkline.cli.output.terminal import is_terminal, one_line, say, say_json
from trunkline.cli.posting.draft_folder import DraftFolder, KeptDraft
from trunkline.cli.posting.limits import ServerLimits
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.session.logins import active
from trunkline.cli.session.open_session import Session
from trunkline.errors import MastodonError, MastodonIncompletePostError

if TYPE_CHECKING:
    from trunkline.entities import ScheduledStatus, Status


def publish(session: Session, draft: KeptDraft) -> list[Status | ScheduledStatus]:
    """Send all that is left of a draft; what cannot be sent is kept.

    Returns:
        The posts, in order.

    Raises:
        CommandFailure: something was not sent. It says what is posted, and how to go on.
    """
    folder, posted = DraftFolder(session), list[Any]()
    try:
        while draft.post.texts:
            status = _sent(session, draft)
            posted.append(status)
            draft = draft._replace(post=draft.post.after(status.id), key=uuid4().hex)
    except (MastodonError, OSError, KeyboardInterrupt) as error:
        if isinstance(error, MastodonIncompletePostError):
            posted.append(error.posted)
            draft = draft._replace(post=draft.post.after(str(error.posted_id)), key=uuid4().hex)
        raise _unfinished(session, draft, posted, error) from error
    folder.delete(draft)
    return posted


def publish_new(session: Session, post: UnsentPost, limits: ServerLimits, *, keep: bool) -> list[Any]:
    """Send a post, or go on with an equal one whose sending has failed.

    Args:
        session: the open session.
        post: the post.
        limits: the limits of the server.
        keep: keep also what exceeds the limits, as a draft.
    """
    folder = DraftFolder(session)
    draft = folder.begun(post) or folder.new(post)
    try:
        limits.require(post)
    except CommandFailure as error:
        if not keep:
            raise
        folder.keep(draft)
        advice = f"It is kept as a draft: trunkline drafts edit {draft.number}{account_option_of(session)}"
        raise CommandFailure(f"{error} {advice}", error.exit_code) from error
    return publish(session, draft)


def print_posted(posted: Sequence[Status | ScheduledStatus], *, as_json: bool) -> None:
    """Print the addresses of posts, and the times of scheduled ones.

    Raises:
        CommandFailure: the server has answered with something else.
    """
    for status in posted:
        if as_json:
            say_json(status)
        elif status.get("scheduled_at") is not None:
            planned = cast("ScheduledStatus", status)
            at = f"{planned.scheduled_at.astimezone():%Y-%m-%d %H:%M}" if planned.scheduled_at else "no time"
            say(one_line(f"Scheduled for {at}. See: trunkline scheduled show {planned.id}"))
        else:
            say(_address(status))


def uploaded(session: Session, medium: UnsentMedium) -> Any:
    """Upload a medium unless it is there already, and return it, or its id."""
    if medium.file is None:
        return medium.id
    if is_terminal():
        say(f"Uploading {medium.name}", error=True)
    return session.client.media_post(
        medium.file,
        description=medium.description,
        focus=medium.focus,
        thumbnail=medium.thumbnail,
        synchronous=True,
    )


def account_option_of(session: Session) -> str:
    """Return the option that chooses the account of the session, for commands to type; empty if none is needed."""
    login = session.login
    return "" if login is None or login == active() else f" --as {login.label}"


def _sent(session: Session, draft: KeptDraft) -> Status | ScheduledStatus:
    post = draft.post
    attached = [uploaded(session, medium) for medium in post.media]
    status: Status | ScheduledStatus = session.client.status_post(
        post.texts[0],
        in_reply_to_id=post.reply_to,
        media_ids=attached or None,
        sensitive=_is_sensitive(session, post),
        visibility=cast("Any", post.visibility),
        spoiler_text=post.warning,
        language=post.language,
        idempotency_key=draft.key,
        scheduled_at=post.at,
        poll=post.poll,
        quoted_status_id=post.quote,
        quote_approval_policy=cast("Any", post.quote_policy),
    )
    return status


def _is_sensitive(session: Session, post: UnsentPost) -> bool:
    """Return True if media are to be hidden: as was asked for, or else as the account is set."""
    if post.sensitive is not None or not post.media:
        return bool(post.sensitive)
    source = session.me.source
    return bool(source and source.sensitive)


def _unfinished(session: Session, draft: KeptDraft, posted: list[Any], error: BaseException) -> BaseException:
    """Keep what is left, and return the error to raise."""
    words = ["Interrupted." if isinstance(error, KeyboardInterrupt) else one_line(str(error))]
    if posted and not isinstance(error, MastodonIncompletePostError):
        words.append(f"Posted before that: {', '.join(map(_address, posted))}.")
    if draft.post.texts:
        DraftFolder(session).keep(draft)
        kept = "The rest is kept" if posted else "It is kept as a draft"
        words.append(f"{kept}. To send it: trunkline drafts post {draft.number}{account_option_of(session)}")
    if isinstance(error, KeyboardInterrupt):
        say(" ".join(words), error=True)
        return error
    return CommandFailure(" ".join(words), PARTLY if posted else exit_code_of(error))


def _address(status: Any) -> str:
    address = status.get("url") or status.get("uri") or status.get("id")
    if not address:
        raise CommandFailure("The server answered with something else than the post. Look if it is there.")
    return one_line(str(address))
