"""Sending posts: uploads, threads, and what is kept when sending fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from trunkline.cli.exits import PARTLY, CommandFailure, exit_code_of
from trunkline.cli.output.terminal import is_terminal, one_line, say, say_json
from trunkline.cli.output.view import local_time
from trunkline.cli.posting.draft_folder import DraftFolder, KeptDraft
from trunkline.cli.posting.limits import ServerLimits
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.cli.session.logins import active
from trunkline.cli.session.open_session import Session
from trunkline.errors import MastodonError, MastodonIncompletePostError, MastodonUnprocessableError

if TYPE_CHECKING:
    from trunkline.entities import ScheduledStatus, Status


def publish(session: Session, draft: KeptDraft, *, as_json: bool) -> None:
    """Send all that is left of a draft, and print the address of each post; what cannot be sent is kept.

    Args:
        session: the open session.
        draft: the draft, which is deleted when all is sent.
        as_json: print the posts as JSON.

    Raises:
        CommandFailure: something was not sent. It says what is posted, and how to go on.
    """
    folder, posted = DraftFolder(session), list[Any]()
    try:
        while draft.post.texts:
            status = _sent(session, draft)
            _print_posted(status, as_json=as_json)
            posted.append(status)
            draft = draft._replace(post=draft.post.after(status.id), key=uuid4().hex)
    except (MastodonError, OSError, KeyboardInterrupt) as error:
        if isinstance(error, MastodonIncompletePostError):
            posted.append(error.posted)
            draft = draft._replace(post=draft.post.after(str(error.posted_id)), key=uuid4().hex)
        raise _unfinished(session, draft, posted, error) from error
    folder.delete(draft)
    if draft.post.at and any("scheduled_at" not in status for status in posted):
        raise CommandFailure(
            f"{session.host} does not schedule: the post is there already. To take it back: trunkline delete "
            f"{one_line(str(posted[0].id))}",
            PARTLY,
        )


def publish_new(session: Session, post: UnsentPost, limits: ServerLimits, *, keep: bool, as_json: bool) -> None:
    """Send a post, or go on with an equal one whose sending has failed.

    Args:
        session: the open session.
        post: the post.
        limits: the limits of the server.
        keep: keep also what exceeds the limits, as a draft.
        as_json: print the posts as JSON.
    """
    folder = DraftFolder(session)
    begun = folder.begun(post)
    with kept_if_refused(session, post) if keep else nullcontext():
        limits.require(post)
    if begun:
        say(f"Going on with draft {begun.number}.", error=True)
    publish(session, begun or folder.new(post), as_json=as_json)


@contextmanager
def kept_if_refused(session: Session, post: UnsentPost) -> Iterator[None]:
    """Keep a post that was written in the editor, as a draft, if what is done with it fails."""
    try:
        yield
    except (MastodonError, OSError, CommandFailure) as error:
        folder = DraftFolder(session)
        draft = folder.keep(folder.begun(post) or folder.new(post))
        code = error.exit_code if isinstance(error, CommandFailure) else exit_code_of(error)
        advice = f"The text is kept: trunkline drafts edit {draft.number}{account_option_of(session)}"
        raise CommandFailure(f"{one_line(str(error))} {advice}", code) from error


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
    # A cast, since settings are kept as text, and its type has one overload for each result.
    send = cast("Callable[..., Status | ScheduledStatus]", session.client.status_post)
    return send(
        post.texts[0],
        in_reply_to_id=post.reply_to,
        media_ids=attached or None,
        sensitive=_is_sensitive(session, post),
        visibility=post.visibility,
        spoiler_text=post.warning,
        language=post.language,
        idempotency_key=draft.key,
        content_type=post.content_type,
        scheduled_at=post.at,
        poll=post.poll,
        quoted_status_id=post.quote,
        quote_approval_policy=post.quote_policy,
        allowed_mentions=post.allowed,
    )


def _print_posted(status: Status | ScheduledStatus, *, as_json: bool) -> None:
    """Print the address of a post, or the time of a scheduled one."""
    if not status.get("id"):
        raise CommandFailure("The server answered with something else than the post. Look if it is there.")
    at = status.get("scheduled_at")
    if as_json:
        say_json(status)
    elif isinstance(at, datetime):
        say(f"Scheduled for {local_time(at)}. See: trunkline scheduled show {one_line(status.id)}")
    else:
        say(_address(status))


def _is_sensitive(session: Session, post: UnsentPost) -> bool:
    """Return True if media are to be hidden: as was asked for, or else as the account is set."""
    if post.sensitive is not None or not post.media:
        return bool(post.sensitive)
    source = session.me.source
    return bool(source and source.sensitive)


def _unfinished(session: Session, draft: KeptDraft, posted: list[Any], error: BaseException) -> BaseException:
    """Keep what is left, and return the error to raise."""
    words = ["Interrupted." if isinstance(error, KeyboardInterrupt) else _unexpected(error) or one_line(str(error))]
    if posted and not isinstance(error, MastodonIncompletePostError):
        words.append(f"Posted before that: {', '.join(map(_address, posted))}.")
    if draft.post.texts:
        draft = DraftFolder(session).keep(draft)
        kept = "The rest is kept" if posted else "It is kept as a draft"
        words.append(f"{kept}. To send it: trunkline drafts post {draft.number}{account_option_of(session)}")
    if isinstance(error, KeyboardInterrupt):
        say(" ".join(words), error=True)
        return error
    return CommandFailure(" ".join(words), PARTLY if posted else exit_code_of(error))


def _unexpected(error: BaseException) -> str | None:
    """Name the accounts that a refused post would have mentioned, though they were not allowed."""
    if not isinstance(error, MastodonUnprocessableError) or error.response is None:
        return None
    try:  # https://docs.joinmastodon.org/methods/statuses/#422-unprocessable-entity
        names = [one_line(f"@{one['acct']}") for one in error.response.json()["unexpected_accounts"]]
    except (ValueError, KeyError, TypeError):
        return None
    return f"It would mention {', '.join(names)}. Allow them with --allow-mention, or change the text."


def _address(status: Any) -> str:
    return one_line(str(status.get("url") or status.get("uri") or status.get("id")))
