"""StatusEdit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from trunkline.sandbox.rules.content import version_html
from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.common import Emojis, Json, with_base
from trunkline.sandbox.serializers.media import media_attachment
from trunkline.sandbox.serializers.statuses import StatusBatch
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso

_MEDIA = "SELECT * FROM media_attachments WHERE id IN (SELECT value FROM json_each(?))"


def status_edits(
    store: Store, base: str, domain: str, viewer_id: int | None, rows: Sequence[Row | Mapping[str, Any]]
) -> list[Json]:
    """Build the StatusEdit entities for rows of `status_edits`; `domain` is the server's own."""
    accounts = AccountBatch(store, base, viewer_id, {row["account_id"] for row in rows})
    emojis = Emojis(store, base)
    for row in rows:
        emojis.add(row["text"], row["spoiler_text"])
    emojis.load()
    media_ids = {media["id"] for row in rows for media in json.loads(row["media"])}
    media = {row["id"]: row for row in store.rows(_MEDIA, (id_list(media_ids),))} if media_ids else {}
    quotes = StatusBatch(store, base, viewer_id, {row["status_id"] for row in rows})
    contents = [_content(store, base, domain, row, accounts) for row in rows]
    return [
        _status_edit(row, base, accounts, emojis, media) | {"content": content} | quotes.quote_of(row["status_id"])
        for row, content in zip(rows, contents, strict=True)
    ]


def _content(store: Store, base: str, domain: str, row: Row | Mapping[str, Any], accounts: AccountBatch) -> str:
    """Return the HTML of one version; that of a local status is made anew from its text."""
    markup = row["content"]
    if accounts.rows[row["account_id"]]["domain"] is None:
        markup = version_html(store, row["status_id"], row["account_id"], row["text"], domain)
    return with_base(base, markup)


def _status_edit(
    row: Row | Mapping[str, Any], base: str, accounts: AccountBatch, emojis: Emojis, media: dict[int, Row]
) -> Json:
    domain = accounts.rows[row["account_id"]]["domain"]
    attachments = [
        {**media_attachment(media[item["id"]], base), "description": item["description"]}
        for item in json.loads(row["media"])
        if item["id"] in media
    ]
    shown: Json = {
        "spoiler_text": row["spoiler_text"],
        "sensitive": bool(row["sensitive"]),
        "created_at": iso(row["created_at"]),
    }
    if row["poll_options"] is not None:
        shown["poll"] = {"options": [{"title": title} for title in json.loads(row["poll_options"])]}
    shown["account"] = accounts.get(row["account_id"])
    shown["media_attachments"] = attachments
    shown["emojis"] = emojis.used_in(domain, row["text"], row["spoiler_text"])
    return shown
