"""Direct conversations of local accounts."""

from __future__ import annotations

import json

from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.tables import Rows


class ConversationWriter:
    """Collects direct posts by reader, thread and participants."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._known: dict[tuple[int, int, str], list[int]] = {}

    def record(self, post: Post) -> None:
        """Record a direct post for each local participant."""
        participants = [post.author, *post.mentioned]
        for reader in participants:
            if reader.local:
                others = sorted({person.id for person in participants} - {reader.id})
                key = (reader.id, post.conversation_id, json.dumps(others))
                entry = self._known.setdefault(key, [len(self._known) + 1, 0, 0])
                entry[1:] = post.id, int(reader is not post.author)
                self._rows.add("account_conversation_statuses", entry[0], post.id)

    def finish(self) -> None:
        """Write the conversations."""
        for (reader, thread, others), (number, last_status, unread) in self._known.items():
            self._rows.add("account_conversations", number, reader, thread, others, last_status, unread)
