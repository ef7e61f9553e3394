"""Bulk insertion of rows."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.store.database import Store

Row = tuple[Any, ...]

# Columns that the seed fills, in the order of the values passed to `Rows.add`.
COLUMNS: dict[str, str] = {
    "accounts": "id, username, domain, display_name, note, note_html, fields, fields_html, url, uri, avatar_path,"
    " avatar_static_path, header_path, header_static_path, locked, bot, discoverable, indexable, noindex, suspended,"
    " limited, trendable, created_at",
    "users": "account_id, email, password_hash, locale, role_id, default_language, created_at",
    "user_ips": "account_id, ip, used_at",
    "invites": "code, account_id",
    "apps": "id, name, website, redirect_uris, scopes, client_id, client_secret, created_at",
    "follows": "account_id, target_account_id, notify, created_at",
    "follow_requests": "account_id, target_account_id, created_at",
    "blocks": "account_id, target_account_id, created_at",
    "mutes": "account_id, target_account_id, hide_notifications, created_at",
    "domain_blocks": "account_id, domain, created_at",
    "account_notes": "account_id, target_account_id, comment",
    "endorsements": "account_id, target_account_id, created_at",
    "statuses": "id, account_id, local, uri, url, text, content, spoiler_text, sensitive, visibility, language,"
    " in_reply_to_id, in_reply_to_account_id, reblog_of_id, conversation_id, application_id, has_media,"
    " quote_approval_policy, created_at, edited_at",
    "status_edits": "status_id, account_id, text, content, spoiler_text, sensitive, media, poll_options, created_at",
    "mentions": "status_id, account_id",
    "tags": "id, name, display_name, created_at",
    "statuses_tags": "tag_id, status_id, account_id",
    "favourites": "account_id, status_id, created_at",
    "bookmarks": "account_id, status_id, created_at",
    "status_pins": "account_id, status_id, created_at",
    "conversation_mutes": "account_id, conversation_id",
    "quotes": "id, status_id, account_id, quoted_status_id, quoted_account_id, state, created_at",
    "polls": "id, status_id, account_id, expires_at, multiple, hide_totals, expiry_notified, created_at",
    "poll_options": "poll_id, position, title",
    "poll_votes": "poll_id, account_id, choice, created_at",
    "preview_cards": "id, url, title, description, type, language, author_name, author_url, author_account_id,"
    " provider_name, provider_url, html, width, height, image_path, image_description, embed_url, blurhash,"
    " published_at, created_at",
    "preview_cards_statuses": "status_id, card_id",
    "scheduled_statuses": "account_id, scheduled_at, params",
    "media_attachments": "id, account_id, status_id, position, type, path, preview_path, remote_url, meta,"
    " description, blurhash, created_at",
    "files": "path, content_type, data",
    "custom_emojis": "shortcode, domain, path, static_path, category",
    "lists": "id, account_id, title, replies_policy, exclusive, created_at",
    "list_accounts": "list_id, account_id",
    "collections": "id, account_id, name, description, language, tag_id, sensitive, discoverable, created_at,"
    " updated_at",
    "collection_items": "id, collection_id, account_id, state, created_at",
    "featured_tags": "account_id, tag_id, name, created_at",
    "followed_tags": "account_id, tag_id, created_at",
    "notifications": "id, account_id, from_account_id, type, status_id, group_key, filtered, created_at",
    "notification_requests": "id, account_id, from_account_id, last_status_id, notifications_count, created_at,"
    " updated_at",
    "account_conversations": "id, account_id, conversation_id, participants, last_status_id, unread",
    "account_conversation_statuses": "account_conversation_id, status_id",
    "markers": "account_id, timeline, last_read_id, version, updated_at",
    "trend_reviews": "kind, subject_id, allowed, reviewed_at",
    "announcements": "id, text, content, published_at, updated_at",
    "announcement_reactions": "announcement_id, account_id, name",
    "rules": "position, text, hint, translations",
    "peers": "domain",
    "settings": "key, value",
    "server_domain_blocks": "domain, severity, public_comment, created_at",
}


class Rows:
    """Collected rows by table. Callers `flush` from time to time, which bounds the memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        self._inserts = {
            table: f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * (columns.count(',') + 1))})"
            for table, columns in COLUMNS.items()
        }

    def add(self, table: str, *values: Any) -> None:
        """Add one row: a value for each of the `COLUMNS` of the table."""
        self._rows[table].append(values)

    def flush(self) -> None:
        """Write all collected rows."""
        for table, rows in self._rows.items():
            if rows:
                self._store.executemany(self._inserts[table], rows)
                rows.clear()
