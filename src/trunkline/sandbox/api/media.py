"""`/api/v1/media` and `/api/v2/media`: uploading, describing and deleting attachments."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.owned import own_row
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import Problem, blank, too_long, validation_failed
from trunkline.sandbox.media.files import (
    File,
    blurhash_of,
    check_upload,
    dimensions,
    encode_image,
    media_type,
    open_image,
    process,
    save_file,
    save_processed,
)
from trunkline.sandbox.media.kinds import DESCRIPTION_LIMIT
from trunkline.sandbox.media.work import media_work_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

_THUMBNAILS = "media_attachments/thumbnails"


async def _upload(request: Request, *, wait: bool) -> Response:
    params = await params_of(request)
    store = store_of(request)
    data = await _file(params)
    content_type = check_upload(data)
    thumbnail = await _thumbnail(request, params)
    media_id = _insert(store, viewer_of(request).account_id, content_type, params, thumbnail)
    work = media_work_of(request)
    finish = partial(_finish, store, media_id, data, content_type)
    if wait or (content_type.startswith("image/") and not work.polls):
        await _work_now(request, media_id, finish)
        return _shown(request, media_id)
    work.start(media_id, finish)
    return _shown(request, media_id, unfinished=202)


async def _file(params: Params) -> bytes:
    upload = params.upload("file")
    if upload is None:
        raise validation_failed([blank("file")])
    return await upload.read()


@dataclass(frozen=True, slots=True)
class _Thumbnail:
    """A preview that the client chose."""

    file: File
    blurhash: str
    size: dict[str, Any]


async def _thumbnail(request: Request, params: Params) -> _Thumbnail | None:
    upload = params.upload("thumbnail")
    if upload is None:
        return None
    data = await upload.read()
    if not check_upload(data).startswith("image/"):
        raise validation_failed([Problem("thumbnail", "ERR_INVALID", "content type is invalid")])
    return await media_work_of(request).run(partial(_read_thumbnail, data))


def _read_thumbnail(data: bytes) -> _Thumbnail:
    with open_image(data) as image:
        return _Thumbnail(encode_image(image, "image/jpeg"), blurhash_of(image), dimensions(image))


def _insert(store: Store, account_id: int, content_type: str, params: Params, thumbnail: _Thumbnail | None) -> int:
    media_id = store.new_id()
    description = _description(params)
    with store.transaction():
        store.insert(
            "media_attachments",
            {
                "id": media_id,
                "account_id": account_id,
                "type": media_type(content_type),
                "processing": "in_progress",
                "description": description,
                "created_at": store.now(),
            },
        )
        store.update("media_attachments", media_id, _focus_and_thumbnail(store, media_id, {}, params, thumbnail))
    return media_id


def _description(params: Params) -> str | None:
    description = params.filled("description")
    if description is None:
        return None
    if len(description) > DESCRIPTION_LIMIT:
        raise validation_failed([too_long("description", DESCRIPTION_LIMIT)])
    return description.strip()


def _focus_and_thumbnail(
    store: Store, media_id: int, meta: dict[str, Any], params: Params, thumbnail: _Thumbnail | None
) -> dict[str, Any]:
    """Return the columns that the client's focus and thumbnail change; store the thumbnail."""
    changes: dict[str, Any] = {}
    if thumbnail is not None:
        path = save_file(store, _THUMBNAILS, media_id, "original", thumbnail.file)
        changes |= {"preview_path": path, "blurhash": thumbnail.blurhash}
        meta = {**meta, "small": thumbnail.size}
    focus = params.filled("focus")
    if focus is not None:
        meta = {**meta, "focus": _focus(focus)}
    return {**changes, "meta": json.dumps(meta)} if meta else changes


def _focus(text: str) -> dict[str, float]:
    """Parse `"-0.5,0.3"` into coordinates."""
    x, _, y = text.partition(",")
    return {"x": _number(x), "y": _number(y)}


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if isfinite(number) else 0.0


def _finish(store: Store, media_id: int, data: bytes, content_type: str) -> None:
    """Process an upload. A broken file is marked as failed, which the client learns when it polls."""
    try:
        result = process(data, content_type)
    except ApiError:
        store.update("media_attachments", media_id, {"processing": "failed"})
        raise
    save_processed(store, media_id, result)


async def _work_now(request: Request, media_id: int, finish: Callable[[], None]) -> None:
    """Process an upload before answering; delete the row if the file is broken."""
    try:
        await media_work_of(request).run(finish)
    except ApiError:
        store_of(request).execute("DELETE FROM media_attachments WHERE id = ?", (media_id,))
        raise


def _shown(request: Request, media_id: int, *, unfinished: int = 206) -> Response:
    """Answer with the attachment, with `unfinished` as HTTP status while it is being processed."""
    row = require_row(store_of(request), "SELECT * FROM media_attachments WHERE id = ?", (media_id,))
    status = 200 if row["processing"] == "complete" else unfinished
    return answer(serializer_of(request).media([row])[0], status)


@requires("write:media")
async def _create(request: Request) -> Response:
    return await _upload(request, wait=True)


@requires("write:media")
async def _create_v2(request: Request) -> Response:
    return await _upload(request, wait=False)


def _own(request: Request) -> Row:
    """Return the viewer's attachment named in the path, if no status uses it yet; otherwise 404."""
    return require_row(
        store_of(request),
        "SELECT * FROM media_attachments WHERE id = ? AND account_id = ? AND status_id IS NULL",
        (path_id(request), viewer_of(request).account_id),
    )


def _refuse_failed(row: Row) -> None:
    if row["processing"] == "failed":
        raise ApiError(422, "Error processing thumbnail for uploaded media")


@requires("write:media")
async def _show(request: Request) -> Response:
    await media_work_of(request).poll(path_id(request))
    row = _own(request)
    _refuse_failed(row)
    return _shown(request, row["id"])


@requires("write:media")
async def _update(request: Request) -> Response:
    row = _own(request)
    _refuse_failed(row)
    params = await params_of(request)
    store = store_of(request)
    thumbnail = await _thumbnail(request, params)
    meta = json.loads(row["meta"] or "{}")
    with store.transaction():
        if params.has("description"):
            store.update("media_attachments", row["id"], {"description": _description(params)})
        changes = _focus_and_thumbnail(store, row["id"], meta, params, thumbnail)
        store.update("media_attachments", row["id"], changes)
    return _shown(request, row["id"])


@requires("write:media")
async def _delete(request: Request) -> Response:
    store, row = store_of(request), own_row(request, "media_attachments")
    if row["status_id"] is not None:
        raise ApiError(422, "Media attachment is currently used by a status")
    with store.transaction():
        for path in (row["path"], row["preview_path"]):
            store.execute("DELETE FROM files WHERE path = ?", (path,))
        store.execute("DELETE FROM media_attachments WHERE id = ?", (row["id"],))
    return empty()


routes = [
    Route("/api/v1/media", _create, methods=["POST"]),
    Route("/api/v2/media", _create_v2, methods=["POST"]),
    Route("/api/v1/media/{id}", _show, methods=["GET"]),
    Route("/api/v1/media/{id}", _update, methods=["PUT"]),
    Route("/api/v1/media/{id}", _delete, methods=["DELETE"]),
]
