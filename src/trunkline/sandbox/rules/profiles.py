"""Changing a profile: validation, columns and images."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sized
from typing import Any

from PIL import ImageOps

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, inclusion_problems, refuse, too_long, validation_failed
from trunkline.sandbox.media.files import File, check_upload, encode_image, open_image, save_file
from trunkline.sandbox.media.kinds import IMAGE_TYPES
from trunkline.sandbox.rules.drafts import QUOTE_POLICIES, VISIBILITIES
from trunkline.sandbox.rules.limits import MAX_DISPLAY_NAME, MAX_FIELD_CHARACTERS, MAX_NOTE, MAX_PROFILE_FIELDS
from trunkline.sandbox.rules.relations import accept_request
from trunkline.sandbox.rules.text import clean, format_field, format_text
from trunkline.sandbox.store.database import Store
from trunkline.text.length import status_length

_FLAGS = (
    "locked", "bot", "discoverable", "hide_collections", "indexable", "show_media", "show_media_replies",
    "show_featured",
)  # fmt: skip
_DESCRIPTIONS = ("avatar_description", "header_description")
_SIZES = {"avatar": (400, 400), "header": (1500, 500)}


def check_profile(params: Params) -> None:
    """Validate texts, fields and enumerations.

    Raises:
        ApiError: the profile is invalid.
    """
    fields = _fields(params)
    source = params.child("source") or Params()
    refuse(
        [
            *_length_problems("display_name", params.text("display_name") or "", MAX_DISPLAY_NAME),
            *_note_problems(params.text("note") or ""),
            *_field_problems(fields),
            *inclusion_problems("default_privacy", source.filled("privacy"), VISIBILITIES),
            *inclusion_problems("default_quote_policy", source.filled("quote_policy"), QUOTE_POLICIES),
        ],
        details=True,
    )


def _length_problems(name: str, value: Sized, limit: int) -> list[Problem]:
    return [] if len(value) <= limit else [too_long(name, limit)]


def _note_problems(note: str) -> list[Problem]:
    if status_length(clean(note)) <= MAX_NOTE:
        return []
    return [Problem("note", "ERR_TOO_LONG", f"character limit of {MAX_NOTE} exceeded")]


def _field_problems(fields: list[dict[str, Any]]) -> list[Problem]:
    problems = _length_problems("fields", fields, MAX_PROFILE_FIELDS)
    if not problems and any(max(len(one["name"]), len(one["value"])) > MAX_FIELD_CHARACTERS for one in fields):
        return [Problem("fields", "ERR_INVALID", f"must be at most {MAX_FIELD_CHARACTERS} characters long")]
    return problems


def _fields(params: Params) -> list[dict[str, Any]]:
    sent = [
        {"name": clean(one.text("name") or "").strip(), "value": clean(one.text("value") or "").strip()}
        for one in params.children("fields_attributes")
    ]
    return [{**one, "verified_at": None} for one in sent if one["name"] or one["value"]]


def profile_changes(params: Params) -> dict[str, Any]:
    """Return the columns of `accounts` that the parameters change, without images."""
    changes: dict[str, Any] = {}
    if params.has("display_name"):
        changes["display_name"] = clean(params.text("display_name") or "").strip()
    if params.has("note"):
        note = clean(params.text("note") or "").strip()
        changes |= {"note": note, "note_html": format_text(note)}
    if params.has("fields_attributes"):
        fields = _fields(params)
        shown = [{**one, "name": one["name"], "value": format_field(one["value"])} for one in fields]
        changes |= {"fields": json.dumps(fields), "fields_html": json.dumps(shown)}
    if params.has("attribution_domains"):
        changes["attribution_domains"] = json.dumps([one.strip() for one in params.texts("attribution_domains") if one])
    for name in _FLAGS:
        if params.maybe_flag(name) is not None:
            changes[name] = params.flag(name)
    for name in _DESCRIPTIONS:
        if params.has(name):
            changes[name] = params.text(name) or ""
    return changes


def preference_changes(source: Params) -> dict[str, Any]:
    """Return the columns of `users` that the parameters below `source` change."""
    changes: dict[str, Any] = {}
    if source.filled("privacy"):
        changes["default_privacy"] = source.text("privacy")
    if source.maybe_flag("sensitive") is not None:
        changes["default_sensitive"] = source.flag("sensitive")
    if source.has("language"):
        changes["default_language"] = source.filled("language")
    if source.filled("quote_policy"):
        changes["default_quote_policy"] = source.text("quote_policy")
    return changes


async def read_picture(params: Params, name: str) -> bytes | None:
    """Return the bytes of `avatar` or `header`, from an upload or a `data:` URL."""
    upload = params.upload(name)
    if upload is not None:
        return await upload.read()
    text = params.filled(name)
    if text is None:
        return None
    head, _, data = text.partition(",")
    try:
        return base64.b64decode(data, validate=True) if head.startswith("data:") else b""
    except binascii.Error:
        return b""


def fit_picture(name: str, data: bytes) -> File:
    """Return the image in Mastodon's size for an avatar or a header. Slow: call it in a thread."""
    content_type = check_upload(data)
    if content_type not in IMAGE_TYPES:
        raise validation_failed([Problem(name, "ERR_INVALID", "content type is invalid")], details=True)
    with open_image(data) as image:
        return encode_image(ImageOps.fit(image.convert("RGBA"), _SIZES[name]), content_type)


def save_picture(store: Store, account_id: int, name: str, file: File) -> dict[str, Any]:
    """Store an avatar or a header and return the columns of `accounts` that change."""
    path = save_file(store, f"accounts/{name}s", account_id, "original", file)
    return {f"{name}_path": path, f"{name}_static_path": path}


def change_profile(store: Store, account_id: int, changes: dict[str, Any], preferences: dict[str, Any]) -> None:
    """Write the changes; run it inside a transaction. Unlocking the account accepts its follow requests."""
    store.update("accounts", account_id, changes)
    for column, value in preferences.items():
        store.execute(f"UPDATE users SET {column} = ? WHERE account_id = ?", (value, account_id))
    if changes.get("locked") is False:
        for request in store.rows("SELECT * FROM follow_requests WHERE target_account_id = ?", (account_id,)):
            accept_request(store, request)
