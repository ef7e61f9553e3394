"""Account, CredentialAccount, MutedAccount, Profile."""

from __future__ import annotations

import json
from collections.abc import Iterable

from trunkline.sandbox.rules.accounts import account_uri, account_url, acct
from trunkline.sandbox.rules.visibility import DEFAULT_VISIBILITY
from trunkline.sandbox.serializers.common import Emojis, Json, address, with_base
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.sandbox.store.times import iso, iso_day, iso_or_none, start_of_day

_ACCOUNTS = """
SELECT a.*, r.id AS role_id, r.name AS role_name, r.color AS role_color
FROM accounts a
LEFT JOIN users u ON u.account_id = a.id
LEFT JOIN roles r ON r.id = u.role_id AND r.highlighted
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_FOLLOWED = """
SELECT target_account_id FROM follows
WHERE account_id = ? AND target_account_id IN (SELECT value FROM json_each(?))
"""
_USER = f"""
SELECT u.*, {DEFAULT_VISIBILITY} AS default_visibility,
       r.id AS role_id, r.name AS role_name, r.color AS role_color, r.permissions, r.highlighted,
       r.collection_limit,
       (SELECT count(*) FROM follow_requests f WHERE f.target_account_id = u.account_id) AS requests
FROM users u JOIN roles r ON r.id = u.role_id JOIN accounts a ON a.id = u.account_id WHERE u.account_id = ?
"""
_ADMINISTRATOR = 1
_EVERYBODYS_PERMISSIONS = 1 << 16  # to invite people
_ALL_PERMISSIONS = (1 << 23) - 1
MISSING_AVATAR = "/avatars/original/missing.png"
MISSING_HEADER = "/headers/original/missing.png"


# Source: https://github.com/mastodon/mastodon/blob/main/app/serializers/rest/account_serializer.rb
class AccountBatch:
    """Accounts read with a fixed number of queries."""

    def __init__(self, store: Store, base: str, viewer_id: int | None, ids: Iterable[int]) -> None:
        self._store = store
        self._base = base
        self._viewer_id = viewer_id
        self.rows: dict[int, Row] = {}
        self._read(set(ids))
        self._read({row["moved_to_id"] for row in self.rows.values()} - {None} - self.rows.keys())
        self._followed = self._read_followed()
        self._emojis = Emojis(store, base)
        for row in self.rows.values():
            self._emojis.add(row["display_name"], row["note_html"], row["fields_html"])
        self._emojis.load()
        self._shown: dict[int, Json] = {}

    def _read(self, ids: set[int]) -> None:
        if ids:
            self.rows.update((row["id"], row) for row in self._store.rows(_ACCOUNTS, (id_list(ids),)))

    def _read_followed(self) -> set[int]:
        locked = [row["id"] for row in self.rows.values() if row["locked"] and row["discoverable"]]
        if self._viewer_id is None or not locked:
            return set()
        return set(self._store.column(_FOLLOWED, (self._viewer_id, id_list(locked))))

    def get(self, account_id: int) -> Json:
        """Build the Account entity."""
        shown = self._shown.get(account_id)
        if shown is None:
            row = self.rows[account_id]
            shown = self._account(row)
            if row["moved_to_id"] in self.rows and not row["suspended"]:
                shown["moved"] = self._account(self.rows[row["moved_to_id"]])
            self._shown[account_id] = shown
        return shown

    def _account(self, row: Row) -> Json:
        base = self._base
        gone = bool(row["suspended"])
        avatar = address(base, (not gone and row["avatar_path"]) or MISSING_AVATAR)
        header = address(base, (not gone and row["header_path"]) or MISSING_HEADER)
        shown: Json = {
            "id": str(row["id"]),
            "username": row["username"],
            "acct": acct(row),
            "display_name": "" if gone else row["display_name"],
            "locked": not gone and bool(row["locked"]),
            "bot": not gone and bool(row["bot"]),
            "discoverable": None
            if row["discoverable"] is None and not gone
            else not gone and bool(row["discoverable"]),
            "indexable": not gone and bool(row["indexable"]),
            "group": bool(row["is_group"]),
            "created_at": iso(start_of_day(row["created_at"])),
            "note": "" if gone else with_base(base, row["note_html"]),
            "url": account_url(row, base),
            "uri": account_uri(row, base),
            "avatar": avatar,
            "avatar_static": address(base, (not gone and row["avatar_static_path"]) or avatar),
            "avatar_description": row["avatar_description"],
            "header": header,
            "header_static": address(base, (not gone and row["header_static_path"]) or header),
            "header_description": row["header_description"],
            "followers_count": row["followers_count"],
            "following_count": row["following_count"],
            "statuses_count": row["statuses_count"],
            "last_status_at": None if row["last_status_at"] is None else iso_day(row["last_status_at"]),
            "hide_collections": None if row["hide_collections"] is None else bool(row["hide_collections"]),
            "show_media": bool(row["show_media"]),
            "show_media_replies": bool(row["show_media_replies"]),
            "show_featured": bool(row["show_featured"]),
        }
        self._add_conditional(shown, row)
        shown["feature_approval"] = self._feature_approval(row)
        shown["emojis"] = self._emojis.used_in(row["domain"], row["display_name"], row["note_html"], row["fields_html"])
        if row["domain"] is None:
            shown["roles"] = _roles(row)
        shown["fields"] = [] if gone else fields(row["fields_html"], base)
        return shown

    def _add_conditional(self, shown: Json, row: Row) -> None:
        if row["domain"] is None:
            shown["noindex"] = bool(row["noindex"])
        for column in ("suspended", "limited", "memorial"):
            if row[column]:
                shown[column] = True

    def _feature_approval(self, row: Row) -> Json:
        if not row["discoverable"]:
            return {"automatic": [], "manual": [], "current_user": "denied"}
        allowed = self._viewer_id is not None and (
            not row["locked"] or row["id"] == self._viewer_id or row["id"] in self._followed
        )
        return {
            "automatic": ["followers" if row["locked"] else "public"],
            "manual": [],
            "current_user": "automatic" if allowed else "denied",
        }


def credential_account(store: Store, base: str, account_id: int) -> Json:
    """Build the CredentialAccount entity: the viewer's own account with private data."""
    accounts = AccountBatch(store, base, account_id, [account_id])
    row = accounts.rows[account_id]
    user = store.row(_USER, (account_id,))
    if user is None:
        raise LookupError(f"account {account_id} is not of this server")
    source = {
        "privacy": user["default_visibility"],
        "sensitive": bool(user["default_sensitive"]),
        "language": user["default_language"],
        "note": row["note"],
        "fields": json.loads(row["fields"]),
        "follow_requests_count": user["requests"],
        "hide_collections": None if row["hide_collections"] is None else bool(row["hide_collections"]),
        "discoverable": None if row["discoverable"] is None else bool(row["discoverable"]),
        "indexable": bool(row["indexable"]),
        "attribution_domains": json.loads(row["attribution_domains"]),
        "quote_policy": user["default_quote_policy"],
    }
    return {**accounts.get(account_id), "source": source, "role": role(user)}


def role(row: Row) -> Json:
    """Build the Role entity for a row with the columns of `roles`, three of which begin with `role_`."""
    return {
        "id": str(row["role_id"]),
        "name": row["role_name"],
        "permissions": str(_computed(row["permissions"])),
        "color": row["role_color"],
        "highlighted": bool(row["highlighted"]),
        "collection_limit": row["collection_limit"],
    }


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/user_role.rb (computed_permissions)
def _computed(permissions: int) -> int:
    """Return the permissions of a role together with those of everybody; administrators have all."""
    return _ALL_PERMISSIONS if permissions & _ADMINISTRATOR else permissions | _EVERYBODYS_PERMISSIONS


def muted_accounts(accounts: AccountBatch, mutes: Iterable[Row]) -> list[Json]:
    """Build the MutedAccount entities for rows of `mutes`."""
    return [
        {
            **accounts.get(mute["target_account_id"]),
            "mute_expires_at": iso_or_none(mute["expires_at"]),
        }
        for mute in mutes
    ]


def profile(accounts: AccountBatch, account_id: int, featured_tags: list[Json]) -> Json:
    """Build the Profile entity: the viewer's own profile in its editable form."""
    row = accounts.rows[account_id]
    shown = accounts.get(account_id)
    same = (
        "id", "display_name", "avatar_description", "header_description", "locked", "bot", "hide_collections",
        "discoverable", "indexable", "show_media", "show_media_replies", "show_featured",
    )  # fmt: skip
    return {
        **{key: shown[key] for key in same},
        "note": row["note"],
        "fields": json.loads(row["fields"]),
        "formatted_note": shown["note"],
        "formatted_fields": shown["fields"],
        "avatar": shown["avatar"] if row["avatar_path"] else None,
        "avatar_static": shown["avatar_static"] if row["avatar_path"] else None,
        "header": shown["header"] if row["header_path"] else None,
        "header_static": shown["header_static"] if row["header_path"] else None,
        "attribution_domains": json.loads(row["attribution_domains"]),
        "featured_tags": featured_tags,
    }


def fields(stored: str, base: str) -> list[Json]:
    """Build the fields of a profile with HTML values."""
    if stored == "[]":
        return []
    return [{**field, "value": with_base(base, field["value"])} for field in json.loads(stored)]


def _roles(row: Row) -> list[Json]:
    if row["role_id"] is None:
        return []
    return [{"id": str(row["role_id"]), "name": row["role_name"], "color": row["role_color"]}]
