"""The commands conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.references import find_id
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import Conversation

_PAGE = 40
_CONVERSATION = Subject("CONVERSATION", lambda session, given: find_id(session, given, "conversation"), str)


@command(
    {
        "trunkline conversations list": "the newest private conversations",
        "trunkline conversations list --json | jq -r 'select(.unread) | .id'": "ids of the unread ones",
    },
    name="list",
)
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List private conversations with their newest posts, the newest first.

    A number stands for the newest post where a post is meant: `trunkline thread %2`, `trunkline post --reply-to %2`.
    """
    first = session.client.conversations(limit=listing.page(_PAGE))
    listing.print(session, _CONVERSATIONS, session.client.iterate(first))


@command({"trunkline conversations read %1 %2": "the first two of the last listing"})
@on_each(_CONVERSATION, "Marked the conversation {} as read.")
def read(session: Session, conversation: str) -> Conversation:
    """Mark each CONVERSATION as read: a number of the last listing, or an id; - reads them."""
    return session.client.conversations_read(conversation)


@command({"trunkline conversations unread %1": "the first of the last listing"})
@on_each(_CONVERSATION, "Marked the conversation {} as unread.")
def unread(session: Session, conversation: str) -> Conversation:
    """Mark each CONVERSATION as unread: a number of the last listing, or an id; - reads them. Needs Mastodon 4.2."""
    return session.client.conversations_unread(conversation)


@command({"trunkline conversations remove %1 --yes": "the first of the last listing, without a question"})
@on_each(
    _CONVERSATION,
    "Removed the conversation {} from your list; its posts stay.",
    ask="Remove from your list of conversations: {}?",
)
def remove(session: Session, conversation: str) -> None:
    """Remove each CONVERSATION from your list: a number, or an id; - reads them. Its posts stay."""
    session.client.conversations_delete(conversation)


def _text(conversation: Conversation, view: View) -> Text:
    from trunkline.cli.output.statuses import account_line, behind_line, status_text
    from trunkline.cli.output.terminal import lines

    head = styled(("unread ", "yellow")) if conversation.unread else styled("")
    for number, account in enumerate(conversation.accounts):
        head += styled(", ") + account_line(account) if number else account_line(account)
    if not conversation.accounts:
        head += styled(("only you", "dim"))
    last = conversation.last_status
    return lines((head, behind_line(status_text(last, view)) if last else None))


def _ids(conversation: Conversation) -> Mapping[str, str]:
    ids = {"conversation": conversation.id}
    if conversation.last_status:
        ids["status"] = conversation.last_status.id
    if conversation.accounts:
        ids["account"] = conversation.accounts[0].id
    return ids


_CONVERSATIONS = Kind(_text, _ids, lambda one: {"accounts": [person.acct for person in one.accounts]}, apart=True)
