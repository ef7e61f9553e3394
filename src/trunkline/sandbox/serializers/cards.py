"""PreviewCard."""

from __future__ import annotations

from trunkline.sandbox.serializers.accounts import AccountBatch
from trunkline.sandbox.serializers.common import Json, address_or_none
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.store.times import iso_or_none


def preview_card(row: Row, base: str, accounts: AccountBatch) -> Json:
    """Build the PreviewCard entity."""
    return {
        "url": row["url"],
        "title": row["title"],
        "description": row["description"],
        "language": row["language"],
        "type": row["type"],
        "author_name": row["author_name"],
        "author_url": row["author_url"],
        "provider_name": row["provider_name"],
        "provider_url": row["provider_url"],
        "html": row["html"],
        "width": row["width"],
        "height": row["height"],
        "image": address_or_none(base, row["image_path"]),
        "image_description": row["image_description"],
        "embed_url": row["embed_url"],
        "blurhash": row["blurhash"],
        "published_at": iso_or_none(row["published_at"]),
        "missing_attribution": False,
        "authors": _authors(row, accounts),
    }


def _authors(row: Row, accounts: AccountBatch) -> list[Json]:
    if row["author_account_id"] is None and not row["author_name"]:
        return []
    known = row["author_account_id"] in accounts.rows
    return [
        {
            "name": row["author_name"],
            "url": row["author_url"],
            "account": accounts.get(row["author_account_id"]) if known else None,
        }
    ]
