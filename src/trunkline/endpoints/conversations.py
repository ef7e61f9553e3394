"""Endpoints for conversations: direct statuses by participants."""

from __future__ import annotations

from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import Conversation
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Conversations:
    """Listing conversations and marking them as read."""

    @endpoint(since="2.6.0", changed="3.3.0", scopes="read:statuses")
    def conversations(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Conversation]]:
        """Return your conversations, the one with the newest status first.

        Cursors are ids of the last statuses, not of conversations: continue with the page's own ``next``.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page.
            since_id: from an earlier page.
            limit: conversations a page, 20 unless given, at most 40.
        """
        params = cursors(max_id, min_id, since_id, limit, "both")
        return paged("/api/v1/conversations", Conversation, params, usual="/api/v1/conversations/")

    @endpoint(since="2.6.0", scopes="write:conversations")
    def conversations_read(self, id: IdLike) -> Request[Conversation]:
        """Mark a conversation as read.

        Args:
            id: the conversation.
        """
        return Request("POST", f"{_path(id)}/read", Conversation)

    @endpoint(since="4.2.0", scopes="write:conversations")
    def conversations_unread(self, id: IdLike) -> Request[Conversation]:
        """Mark a conversation as unread.

        Args:
            id: the conversation.
        """
        return Request("POST", f"{_path(id)}/unread", Conversation)

    @endpoint(since="2.6.0", scopes="write:conversations")
    def conversations_delete(self, id: IdLike) -> Request[None]:
        """Remove a conversation from your list; its statuses stay.

        Args:
            id: the conversation.
        """
        return Request("DELETE", _path(id), NoneType)


def _path(id: IdLike) -> str:
    return f"/api/v1/conversations/{segment(id)}"
