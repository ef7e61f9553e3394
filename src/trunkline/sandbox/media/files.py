"""Processing of uploads: type, metadata and preview at once, the original in its final form later; and storing them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from functools import partial
from typing import Any

from PIL import Image

from trunkline.sandbox.http.validation import Problem, refuse
from trunkline.sandbox.media.containers import read_stream_info
from trunkline.sandbox.media.images import check_pixels, dimensions, open_image, stored_image
from trunkline.sandbox.media.kinds import (
    IMAGE_SIZE_LIMIT,
    IMAGE_TYPES,
    SUPPORTED_TYPES,
    VIDEO_SIZE_LIMIT,
    VIDEO_TYPES,
    File,
    recognise,
)
from trunkline.sandbox.media.processed import Converted, Preview, Processed
from trunkline.sandbox.media.sizes import image_size
from trunkline.sandbox.media.streams import check_video, process_animation, process_sound, process_video
from trunkline.sandbox.store.database import Store

_MEGABYTE = 1024 * 1024


def check_upload(data: bytes) -> str:
    """Return the MIME type of an upload. Its headers are read, and nothing is decoded.

    Raises:
        ApiError: the file is of an unknown kind, or is or claims to be too large.
    """
    content_type = recognise(data)
    refuse(type_problems("file", content_type, SUPPORTED_TYPES))
    limit = IMAGE_SIZE_LIMIT if content_type in IMAGE_TYPES else VIDEO_SIZE_LIMIT
    refuse(size_problems("file", data, limit))
    check_headers(data, str(content_type))
    return str(content_type)


def check_headers(data: bytes, content_type: str) -> None:
    """Check what the headers of a file claim.

    Raises:
        ApiError: they claim more than is accepted.
    """
    if content_type in IMAGE_TYPES:
        check_pixels(*image_size(data, content_type), content_type)
    else:
        facts = read_stream_info(data, content_type)
        check_video(facts.width, facts.height, facts.frame_rate)


def type_problems(attribute: str, content_type: str | None, accepted: Collection[str]) -> list[Problem]:
    """Check that a file is of an accepted type."""
    if content_type in accepted:
        return []
    return [
        Problem(f"{attribute}_content_type", "ERR_INVALID", "is invalid"),
        Problem(attribute, "ERR_IS INVALID", "is invalid"),
    ]


def size_problems(attribute: str, data: bytes, limit: int) -> list[Problem]:
    """Check that a file has at most `limit` bytes."""
    if len(data) <= limit:
        return []
    size = f"must be less than {limit // _MEGABYTE} MB"
    return [
        Problem(attribute, f"ERR_{size.upper()}", size),
        Problem(f"{attribute}_file_size", f"ERR_{size.upper()}", size),
    ]


def process(data: bytes, content_type: str, name: str = "") -> Processed:
    """Process an upload that `check_upload` accepted. Slow: call it in a thread.

    Raises:
        ApiError: it cannot be read.
    """
    if content_type in IMAGE_TYPES:
        with open_image(data) as image:
            return _process_image(data, content_type, name, image)
    return process_video(data, content_type) if content_type in VIDEO_TYPES else process_sound(data, content_type)


def _process_image(data: bytes, content_type: str, name: str, image: Image.Image) -> Processed:
    is_gif = content_type == "image/gif"
    if is_gif and read_stream_info(data, content_type).duration:
        return process_animation(data, image)
    original = stored_image(data, content_type, image, name)
    with open_image(original.data) as final:
        preview = Preview.of(final, "image/png" if is_gif else original.content_type, name)
        return Processed("image", dimensions(final), preview, partial(Converted, original))


def save_file(store: Store, folder: str, row_id: int, style: str, file: File) -> str:
    """Store `file` below /system and return its path."""
    digits = f"{row_id:018d}"
    parts = "/".join(digits[start : start + 3] for start in range(0, len(digits), 3))
    name = hashlib.sha256(file.data).hexdigest()[:16]  # the same in each run, and nobody guesses it
    path = f"/system/{folder}/{parts}/{style}/{name}.{file.extension}"
    store.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, file.content_type, file.data))
    return path


def save_converted(store: Store, media_id: int, converted: Converted) -> None:
    """Store the original of the attachment `media_id`, which is ready then."""
    with store.transaction():
        row = store.row("SELECT meta FROM media_attachments WHERE id = ?", (media_id,))
        if row is None:
            return
        meta: dict[str, Any] = json.loads(row["meta"] or "{}")
        changes = {
            "processing": "complete",
            "path": save_file(store, "media_attachments/files", media_id, "original", converted.file),
            "meta": json.dumps(meta | {"original": meta.get("original", {}) | converted.facts}),
        }
        store.update("media_attachments", media_id, changes)
