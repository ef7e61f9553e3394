"""The serializer of a request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request

from trunkline.sandbox.http.auth import viewer_id_of
from trunkline.sandbox.http.context import base_of, store_of
from trunkline.sandbox.serializers.accounts import AccountBatch, credential_account, muted_accounts
from trunkline.sandbox.serializers.collections import collections
from trunkline.sandbox.serializers.common import Json
from trunkline.sandbox.serializers.edits import status_edits
from trunkline.sandbox.serializers.media import media_attachment
from trunkline.sandbox.serializers.moderation import account_warnings, reports
from trunkline.sandbox.serializers.polls import PollBatch
from trunkline.sandbox.serializers.relationships import relationships
from trunkline.sandbox.serializers.statuses import StatusBatch
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso, iso_or_none

_MEDIA_OF_SCHEDULED = """
SELECT * FROM media_attachments WHERE scheduled_status_id IN (SELECT value FROM json_each(?)) ORDER BY position, id
"""


class Serializer:
    """Builds entities for one viewer (`None`: anonymous) with URLs below the address `base`."""

    def __init__(self, store: Store, base: str, viewer_id: int | None = None) -> None:
        self.store = store
        self.base = base
        self.viewer_id = viewer_id

    def statuses(self, ids: Iterable[int], *, listed: bool = True) -> list[Json]:
        """Build the Status entities in the order of `ids`; unknown ids are left out. `listed` as in `StatusBatch`."""
        wanted = list(ids)
        batch = StatusBatch(self.store, self.base, self.viewer_id, wanted, listed=listed)
        return [batch.get(status_id) for status_id in wanted if status_id in batch.rows]

    def status(self, status_id: int, *, source: bool = False) -> Json:
        """Build the Status entity; with `source`, with `text` instead of `content`."""
        batch = StatusBatch(self.store, self.base, self.viewer_id, [status_id], listed=False)
        return batch.get(status_id, source=source)

    def accounts(self, ids: Iterable[int]) -> list[Json]:
        """Build the Account entities in the order of `ids`; unknown ids are left out."""
        wanted = list(ids)
        batch = AccountBatch(self.store, self.base, self.viewer_id, wanted)
        return [batch.get(account_id) for account_id in wanted if account_id in batch.rows]

    def account(self, account_id: int) -> Json:
        """Build the Account entity."""
        return AccountBatch(self.store, self.base, self.viewer_id, [account_id]).get(account_id)

    def credential_account(self, account_id: int) -> Json:
        """Build the CredentialAccount entity."""
        return credential_account(self.store, self.base, account_id)

    def muted_accounts(self, mutes: Sequence[Row]) -> list[Json]:
        """Build the MutedAccount entities for rows of `mutes`."""
        ids = [row["target_account_id"] for row in mutes]
        return muted_accounts(AccountBatch(self.store, self.base, self.viewer_id, ids), mutes)

    def relationships(self, ids: Iterable[int]) -> list[Json]:
        """Build the Relationship entities of the viewer to `ids`, in the order of the accounts' age; needs a viewer."""
        if self.viewer_id is None:
            raise LookupError("a relationship has a viewer")
        return relationships(self.store, self.viewer_id, ids)

    def media(self, rows: Iterable[Row]) -> list[Json]:
        """Build the MediaAttachment entities for rows of `media_attachments`."""
        return [media_attachment(row, self.base) for row in rows]

    def polls(self, ids: Iterable[int]) -> list[Json]:
        """Build the Poll entities in the order of `ids`; unknown ids are left out."""
        wanted = list(ids)
        batch = PollBatch(self.store, self.base, self.viewer_id, wanted)
        return [batch.get(poll_id) for poll_id in wanted if poll_id in batch.rows]

    def poll(self, poll_id: int) -> Json:
        """Build the Poll entity."""
        return PollBatch(self.store, self.base, self.viewer_id, [poll_id]).get(poll_id)

    def status_edits(self, rows: Sequence[Row | Mapping[str, Any]], domain: str) -> list[Json]:
        """Build the StatusEdit entities for rows of `status_edits`; `domain` is the server's own."""
        return status_edits(self.store, self.base, domain, self.viewer_id, rows)

    def scheduled_statuses(self, rows: Sequence[Row]) -> list[Json]:
        """Build the ScheduledStatus entities for rows of `scheduled_statuses`."""
        media: dict[int, list[Json]] = {row["id"]: [] for row in rows}
        for row in self.store.rows(_MEDIA_OF_SCHEDULED, (id_list(media),)):
            media[row["scheduled_status_id"]].append(media_attachment(row, self.base))
        return [
            {
                "id": str(row["id"]),
                "scheduled_at": iso_or_none(row["scheduled_at"]),
                "params": json.loads(row["params"]),
                "media_attachments": media[row["id"]],
            }
            for row in rows
        ]

    def notifications(self, rows: Sequence[Row]) -> list[Json]:
        """Build the Notification entities for rows of `notifications`."""
        accounts = AccountBatch(self.store, self.base, self.viewer_id, {row["from_account_id"] for row in rows})
        status_ids = {row["status_id"] for row in rows if row["status_id"] is not None}
        statuses = StatusBatch(self.store, self.base, self.viewer_id, status_ids)
        shown = [_notification(row, accounts, statuses) for row in rows]
        for notification, row in zip(shown, rows, strict=True):
            notification.update(self.subject_of(row))
        return shown

    def subject_of(self, notification: Row) -> Json:
        """Return the report, warning or collection of a notification under its attribute name; else nothing."""
        if notification["report_id"] is not None:
            rows = self.store.rows("SELECT * FROM reports WHERE id = ?", (notification["report_id"],))
            return {"report": reports(self.store, self.base, self.viewer_id, rows)[0]}
        if notification["warning_id"] is not None:
            rows = self.store.rows("SELECT * FROM account_warnings WHERE id = ?", (notification["warning_id"],))
            return {"moderation_warning": account_warnings(self.store, self.base, rows)[0]}
        if notification["collection_id"] is not None:
            rows = self.store.rows("SELECT * FROM collections WHERE id = ?", (notification["collection_id"],))
            return {"collection": collections(self.store, self.base, self.viewer_id, rows)[0]}
        return {}

    def conversations(self, rows: Sequence[Row]) -> list[Json]:
        """Build the Conversation entities for rows of `account_conversations`."""
        people = {
            row["id"]: [int(value) for value in json.loads(row["participants"])] or [row["account_id"]] for row in rows
        }
        everybody = {account_id for ids in people.values() for account_id in ids}
        accounts = AccountBatch(self.store, self.base, self.viewer_id, everybody)
        last_ids = {row["last_status_id"] for row in rows if row["last_status_id"] is not None}
        statuses = StatusBatch(self.store, self.base, self.viewer_id, last_ids)
        return [
            {
                "id": str(row["id"]),
                "unread": bool(row["unread"]),
                "accounts": [accounts.get(one) for one in people[row["id"]] if one in accounts.rows],
                "last_status": statuses.get(row["last_status_id"]) if row["last_status_id"] else None,
            }
            for row in rows
        ]


def serializer_of(request: Request) -> Serializer:
    """Return the serializer for the viewer of `request`."""
    return Serializer(store_of(request), base_of(request), viewer_id_of(request))


def _notification(row: Row, accounts: AccountBatch, statuses: StatusBatch) -> Json:
    shown: Json = {
        "id": str(row["id"]),
        "type": row["type"],
        "created_at": iso(row["created_at"]),
        "group_key": row["group_key"],
    }
    if row["filtered"]:
        shown["filtered"] = True
    shown["account"] = accounts.get(row["from_account_id"])
    if row["status_id"] is not None:
        shown["status"] = statuses.get(row["status_id"])
    return shown
