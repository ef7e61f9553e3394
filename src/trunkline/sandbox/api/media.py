"""`/api/v1/media` and `/api/v2/media`: uploading, describing and deleting attachments."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
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
from trunkline.sandbox.http.validation import Problem, blank, refuse
from trunkline.sandbox.media.attributes import described, description_problems, with_focus
from trunkline.sandbox.media.files import (
    check_headers,
    check_upload,
    process,
    save_converted,
    save_file,
    size_problems,
    type_problems,
)
from trunkline.sandbox.media.images import open_image
from trunkline.sandbox.media.kinds import IMAGE_SIZE_LIMIT, IMAGE_TYPES, recognise
from trunkline.sandbox.media.processed import Converted, Preview, Processed
from trunkline.sandbox.media.work import media_work_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

_THUMBNAILS = "media_attachments/thumbnails"


async def _upload(request: Request, *, wait: bool) -> Response:
    params, store, work = await params_of(request), store_of(request), media_work_of(request)
    upload = params.upload("file")
    thumbnail = await _thumbnail(request, params)
    if upload is None:
        refuse([blank("file"), *_thumbnail_problems(thumbnail, None)])
    data, name = (b"", "") if upload is None else (await upload.read(), upload.filename or "")
    content_type = check_upload(data)
    processed = await work.run(partial(process, data, content_type, name))
    refuse([*description_problems(params), *_thumbnail_problems(thumbnail, processed.type)])
    media_id = _insert(store, viewer_of(request).account_id, processed, params, thumbnail)
    finish = partial(_finish, store, media_id, processed.convert)
    if wait or (processed.type == "image" and not work.polls):
        await _work_now(request, media_id, finish)
        return _shown(request, media_id)
    work.start(media_id, finish)
    return _shown(request, media_id, unfinished=202)


async def _thumbnail(request: Request, params: Params) -> Preview | None:
    """Read a preview that the client chose."""
    upload = params.upload("thumbnail")
    if upload is None:
        return None
    data = await upload.read()
    content_type = recognise(data)
    refuse(
        [*type_problems("thumbnail", content_type, IMAGE_TYPES), *size_problems("thumbnail", data, IMAGE_SIZE_LIMIT)]
    )
    check_headers(data, str(content_type))
    return await media_work_of(request).run(partial(_read_thumbnail, data))


def _read_thumbnail(data: bytes) -> Preview:
    with open_image(data) as image:
        return Preview.with_colours(image, "image/jpeg")


def _thumbnail_problems(thumbnail: Preview | None, kind: str | None) -> list[Problem]:
    """Check that only sound, and video with sound, has a preview of the client's choice."""
    if thumbnail is None or kind in ("audio", "video"):
        return []
    return [Problem("thumbnail", "ERR_PRESENT", "must be blank")]


def _insert(store: Store, account_id: int, processed: Processed, params: Params, thumbnail: Preview | None) -> int:
    media_id = store.new_id()
    with store.transaction():
        store.insert(
            "media_attachments",
            {
                "id": media_id,
                "account_id": account_id,
                "type": processed.type,
                "processing": "in_progress",
                "description": params.text("description"),
                "created_at": store.now(),
            },
        )
        meta = with_focus({"original": processed.facts}, params)
        changes = _with_preview(store, media_id, meta, thumbnail or processed.preview)
        store.update("media_attachments", media_id, changes)
    return media_id


def _with_preview(store: Store, media_id: int, meta: dict[str, Any], preview: Preview | None) -> dict[str, Any]:
    """Store a preview and return the columns that change."""
    if preview is None:
        return {"meta": json.dumps(meta)}
    colours = {} if preview.colours is None else {"colors": preview.colours}
    folder, style = (_THUMBNAILS, "original") if colours else ("media_attachments/files", "small")
    path = save_file(store, folder, media_id, style, preview.file)
    meta = {**meta, **colours, "small": preview.size}
    return {"meta": json.dumps(meta), "preview_path": path, "blurhash": preview.blurhash}


def _finish(store: Store, media_id: int, convert: Callable[[], Converted]) -> None:
    """Convert an upload. If that fails, it is marked so, which the client learns when it polls."""
    try:
        converted = convert()
    except ApiError:
        store.update("media_attachments", media_id, {"processing": "failed"})
        raise
    save_converted(store, media_id, converted)


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
    params, store = await params_of(request), store_of(request)
    thumbnail = await _thumbnail(request, params)
    refuse([*description_problems(params), *_thumbnail_problems(thumbnail, row["type"])])
    meta = with_focus(json.loads(row["meta"] or "{}"), params)
    with store.transaction():
        changes = _with_preview(store, row["id"], meta, thumbnail)
        store.update("media_attachments", row["id"], changes | described(params))
    return _shown(request, row["id"])


@requires("write:media")
async def _delete(request: Request) -> Response:
    store, row = store_of(request), own_row(request, "media_attachments")
    if row["status_id"] is not None or row["scheduled_status_id"] is not None:
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
