"""`/api/v1/accounts/update_credentials` and `/api/v1/profile`: the viewer's own profile."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import domain_of, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.media.work import media_work_of
from trunkline.sandbox.rules.lookup import require_account
from trunkline.sandbox.rules.profiles import (
    FittedPicture,
    change_profile,
    check_profile,
    fit_picture,
    preference_changes,
    profile_changes,
    read_pictures,
    save_picture,
)
from trunkline.sandbox.serializers.accounts import AccountBatch, profile
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import serialize_featured_tags


async def _change(request: Request, *, preferences: bool) -> None:
    """Change the profile and, below `source`, preferences."""
    params = await params_of(request)
    store, account_id = store_of(request), viewer_of(request).account_id
    pictures = await read_pictures(params)
    check_profile(params, pictures)
    fitted: dict[str, FittedPicture | None] = dict.fromkeys(pictures)
    for name, picture in pictures.items():
        if picture.data is not None:
            fitted[name] = await media_work_of(request).run(partial(fit_picture, name, picture.data))
    with store.transaction():
        changes = profile_changes(store, domain_of(request), params)
        for name, file in fitted.items():
            changes |= save_picture(store, account_id, name, file)
        source = (params.child("source") if preferences else None) or Params()
        change_profile(store, account_id, changes, preference_changes(source))


def _credentials(request: Request) -> Response:
    return answer(serializer_of(request).credential_account(viewer_of(request).account_id))


@requires("write:accounts")
async def update_credentials(request: Request) -> Response:
    """PATCH /api/v1/accounts/update_credentials."""
    await _change(request, preferences=True)
    return _credentials(request)


@requires("profile", "read:accounts")
async def show(request: Request) -> Response:
    """GET /api/v1/profile."""
    return _profile(request)


@requires("write:accounts")
async def update(request: Request) -> Response:
    """PATCH /api/v1/profile."""
    await _change(request, preferences=False)
    return _profile(request)


def _profile(request: Request) -> Response:
    serializer = serializer_of(request)
    account = require_account(serializer.store, viewer_of(request).account_id)
    accounts = AccountBatch(serializer.store, serializer.base, account["id"], [account["id"]])
    tags = serialize_featured_tags(serializer, account)
    return answer(profile(accounts, account["id"], tags))


@requires("write:accounts")
async def delete_avatar(request: Request) -> Response:
    """DELETE /api/v1/profile/avatar."""
    return _without(request, "avatar")


@requires("write:accounts")
async def delete_header(request: Request) -> Response:
    """DELETE /api/v1/profile/header."""
    return _without(request, "header")


def _without(request: Request, name: str) -> Response:
    store, account_id = store_of(request), viewer_of(request).account_id
    store.update("accounts", account_id, save_picture(store, account_id, name, None))
    return _credentials(request)


routes = [
    Route("/api/v1/accounts/update_credentials", update_credentials, methods=["PATCH"]),
    Route("/api/v1/profile", show, methods=["GET"]),
    Route("/api/v1/profile", update, methods=["PATCH", "PUT"]),
    Route("/api/v1/profile/avatar", delete_avatar, methods=["DELETE"]),
    Route("/api/v1/profile/header", delete_header, methods=["DELETE"]),
]
