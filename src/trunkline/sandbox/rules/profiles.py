"""Changing a profile: validation, columns and images."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sized
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from trunkline.sandbox.http.errors import bad_request
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, inclusion_problems, invalid_record, refuse, too_long
from trunkline.sandbox.media.containers import read_stream_info
from trunkline.sandbox.media.ffmpeg import StreamFile, has_ffmpeg
from trunkline.sandbox.media.files import check_headers, save_file, size_problems, type_problems
from trunkline.sandbox.media.images import encode_image, open_image
from trunkline.sandbox.media.kinds import PICTURE_SIZE_LIMIT, PICTURE_TYPES, File, recognise
from trunkline.sandbox.rules.content import field_html, note_html
from trunkline.sandbox.rules.domains import is_domain
from trunkline.sandbox.rules.drafts import QUOTE_POLICIES
from trunkline.sandbox.rules.limits import (
    MAX_ATTRIBUTION_DOMAINS,
    MAX_DISPLAY_NAME,
    MAX_FIELD_CHARACTERS,
    MAX_NOTE,
    MAX_PICTURE_DESCRIPTION,
    MAX_PROFILE_FIELDS,
)
from trunkline.sandbox.rules.relations import accept_request
from trunkline.sandbox.rules.text import clean, strip
from trunkline.sandbox.store.database import Store
from trunkline.text.length import status_length

PICTURES = ("avatar", "header")
_DESCRIPTIONS = tuple(f"{name}_description" for name in PICTURES)
_SIZES = {"avatar": (400, 400), "header": (1500, 500)}
_TEXTS = ("display_name", "note", *_DESCRIPTIONS)
_FLAGS = ("locked", "indexable", "show_media", "show_media_replies", "show_featured")
_FLAGS_OR_NULL = ("discoverable", "hide_collections")
_DEFAULT_PRIVACIES = ("public", "unlisted", "private")


@dataclass(frozen=True, slots=True)
class ProfilePicture:
    """An avatar or a header that was sent. Without data the present one is taken away."""

    data: bytes | None


def check_profile(params: Params, pictures: dict[str, ProfilePicture] | None = None) -> None:
    """Validate texts, fields, pictures and enumerations.

    Raises:
        ApiError: the profile is invalid.
    """
    _refuse_null(params)
    fields = _fields(params)
    source = params.child("source") or Params()
    refuse(
        [
            *_picture_problems(params, pictures or {}),
            *_length_problems("display_name", params.text("display_name") or "", MAX_DISPLAY_NAME),
            *_note_problems(params.text("note") or ""),
            *_field_problems(fields),
            *_domain_problems(_attribution_domains(params)),
            *inclusion_problems("default_privacy", source.filled("privacy"), _DEFAULT_PRIVACIES),
            *inclusion_problems("default_quote_policy", source.filled("quote_policy"), QUOTE_POLICIES),
        ],
        details=True,
    )


def _refuse_null(params: Params) -> None:
    """Refuse null for what must not be null, and a boolean for a text."""
    texts = [params.get(name, "") for name in _TEXTS]
    flags = [params.get(name, False) for name in _FLAGS]
    if any(value is None or isinstance(value, bool) for value in texts) or any(value in (None, "") for value in flags):
        raise invalid_record()


def _length_problems(name: str, value: Sized, limit: int) -> list[Problem]:
    return [] if len(value) <= limit else [too_long(name, limit)]


def _note_problems(note: str) -> list[Problem]:
    return [] if status_length(clean(note)) <= MAX_NOTE else [too_long("note", MAX_NOTE)]


def _picture_problems(params: Params, pictures: dict[str, ProfilePicture]) -> list[Problem]:
    problems = []
    for name, picture in pictures.items():
        if picture.data is not None:
            problems += type_problems(name, recognise(picture.data), PICTURE_TYPES)
            problems += size_problems(name, picture.data, PICTURE_SIZE_LIMIT)
    for name in _DESCRIPTIONS:
        problems += _length_problems(name, params.text(name) or "", MAX_PICTURE_DESCRIPTION)
    return problems


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/empty_profile_field_names_validator.rb
def _field_problems(fields: list[dict[str, Any]]) -> list[Problem]:
    problems = _length_problems("fields", fields, MAX_PROFILE_FIELDS)
    if any(not one["name"] for one in fields):
        missing = "ERR_FIELDS_WITH_VALUES_MISSING_LABELS"
        problems.append(Problem("fields", missing, "contains values with missing labels"))
    return problems


def _domain_problems(domains: list[str] | None) -> list[Problem]:
    code, name = "ERR_INVALID_DOMAIN_ON_LINE", "attribution_domains"
    problems = [
        Problem(name, code, f"{domain} is not a valid domain name") for domain in domains or () if not is_domain(domain)
    ]
    return problems + _length_problems(name, domains or (), MAX_ATTRIBUTION_DOMAINS)


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/account/attribution_domains.rb
def _attribution_domains(params: Params) -> list[str] | None:
    """Return the domains that may name the account as an author, `None` if no list was sent."""
    sent = params.maybe_texts("attribution_domains")
    if sent is None:
        return None
    bare = (strip(one).removeprefix("http://").removeprefix("https://").removeprefix("*.") for one in sent)
    return list(dict.fromkeys(domain for domain in bare if domain))


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/account/field.rb
def _fields(params: Params) -> list[dict[str, Any]]:
    sent = [{key: _field_text(one, key) for key in ("name", "value")} for one in params.children("fields_attributes")]
    return [{**one, "verified_at": None} for one in sent if any(one.values())]


def _field_text(field: Params, key: str) -> str:
    """Return a text of a field, cut off where it is too long."""
    return strip(clean(field.text(key) or ""))[:MAX_FIELD_CHARACTERS]


def profile_changes(store: Store, domain: str, params: Params) -> dict[str, Any]:
    """Return the columns of `accounts` that the parameters change, without images.

    Args:
        store: the database, in which mentioned people are looked up.
        domain: the server's own domain.
        params: parameters that `check_profile` accepted.
    """
    changes: dict[str, Any] = {}
    if params.has_scalar("display_name"):
        changes["display_name"] = strip(clean(params.text("display_name") or ""))
    if params.has_scalar("note"):
        note = strip(clean(params.text("note") or ""))
        changes |= {"note": note, "note_html": note_html(store, note, domain)}
    if isinstance(params.get("fields_attributes"), list | dict):
        fields = _fields(params)
        shown = [{**one, "value": field_html(store, one["value"], domain)} for one in fields]
        changes |= {"fields": json.dumps(fields), "fields_html": json.dumps(shown)}
    domains = _attribution_domains(params)
    if domains is not None:
        changes["attribution_domains"] = json.dumps(domains)
    changes |= {name: params.flag(name) for name in (*_FLAGS, "bot") if params.has_scalar(name)}
    changes |= {name: params.maybe_flag(name) for name in _FLAGS_OR_NULL if params.has_scalar(name)}
    changes |= {name: params.text(name) for name in _DESCRIPTIONS if params.has_scalar(name)}
    return changes


def preference_changes(source: Params) -> dict[str, Any]:
    """Return the columns of `users` that the parameters below `source` change."""
    changes: dict[str, Any] = {}
    if source.filled("privacy"):
        changes["default_privacy"] = source.text("privacy")
    if source.maybe_flag("sensitive") is not None:
        changes["default_sensitive"] = source.flag("sensitive")
    if source.text("language") is not None:
        changes["default_language"] = source.text("language")
    if source.filled("quote_policy"):
        changes["default_quote_policy"] = source.text("quote_policy")
    return changes


async def read_pictures(params: Params) -> dict[str, ProfilePicture]:
    """Return the avatar and the header that were sent, as uploads or `data:` URLs. Null takes one away.

    Raises:
        ApiError: a text is sent that is no such URL.
    """
    pictures: dict[str, ProfilePicture] = {}
    for name in PICTURES:
        upload = params.upload(name)
        if upload is not None:
            pictures[name] = ProfilePicture(await upload.read())
        elif params.filled(name) is not None:
            pictures[name] = ProfilePicture(_data_url(params.text(name) or ""))
        elif params.has(name) and params[name] is None:
            pictures[name] = ProfilePicture(None)
    return pictures


def _data_url(text: str) -> bytes:
    head, _, data = text.partition(",")
    if not head.startswith("data:"):
        raise bad_request()
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        return b""


@dataclass(frozen=True, slots=True)
class FittedPicture:
    """An avatar or a header in its final size; `still` is its first frame if it moves."""

    file: File
    still: File | None = None


def fit_picture(name: str, data: bytes) -> FittedPicture:
    """Return the image in Mastodon's size for an avatar or a header. Slow: call it in a thread.

    Raises:
        ApiError: it is too large or broken.
    """
    content_type = str(recognise(data))
    check_headers(data, content_type)
    with open_image(data) as image:
        fitted = ImageOps.fit(image.convert("RGBA"), _SIZES[name])
        if content_type != "image/gif":
            return FittedPicture(encode_image(fitted, content_type))
        return FittedPicture(_fit_animation(name, data, fitted), encode_image(fitted, "image/png"))


def _fit_animation(name: str, data: bytes, fitted: Image.Image) -> File:
    """Return a GIF in its final size. Without ffmpeg, one that moves keeps its own size."""
    if not read_stream_info(data, "image/gif").duration:
        return encode_image(fitted, "image/gif")
    if not has_ffmpeg():
        return File(data, "image/gif")
    with StreamFile(data, "image/gif") as file:
        return File(file.to_gif(*_SIZES[name]), "image/gif")


def save_picture(store: Store, account_id: int, name: str, picture: FittedPicture | None) -> dict[str, Any]:
    """Store an avatar or a header, or none, and return the columns of `accounts` that change."""
    if picture is None:
        return {f"{name}_path": None, f"{name}_static_path": None}
    folder = f"accounts/{name}s"
    path = still = save_file(store, folder, account_id, "original", picture.file)
    if picture.still is not None:
        still = save_file(store, folder, account_id, "static", picture.still)
    return {f"{name}_path": path, f"{name}_static_path": still}


def change_profile(store: Store, account_id: int, changes: dict[str, Any], preferences: dict[str, Any]) -> None:
    """Write the changes; run it inside a transaction. Unlocking the account accepts its follow requests."""
    store.update("accounts", account_id, changes)
    for column, value in preferences.items():
        store.execute(f"UPDATE users SET {column} = ? WHERE account_id = ?", (value, account_id))
    if changes.get("locked") is False:
        for request in store.rows("SELECT * FROM follow_requests WHERE target_account_id = ?", (account_id,)):
            accept_request(store, request)
