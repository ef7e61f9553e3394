"""Translation of statuses, by a translator that only marks them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import base_of, path_id, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.lookup import require_visible_status
from trunkline.sandbox.rules.posting import author_of
from trunkline.sandbox.rules.translation import check_translatable, target_language, translation_pairs
from trunkline.sandbox.serializers.translations import translation


@requires("read:statuses")
async def translate(request: Request) -> Response:
    """POST /api/v1/statuses/:id/translate: into `lang`, by default the user's language."""
    params, store, viewer_id = await params_of(request), store_of(request), viewer_of(request).account_id
    status = require_visible_status(store, path_id(request), viewer_id)
    target = target_language(author_of(store, viewer_id)["locale"], params.text("lang"))
    check_translatable(store, status, target)
    return answer(translation(store, base_of(request), status, target))


async def translation_languages(request: Request) -> Response:
    """GET /api/v1/instance/translation_languages."""
    return answer(translation_pairs(store_of(request)))


routes = [
    Route("/api/v1/statuses/{id}/translate", translate, methods=["POST"]),
    Route("/api/v1/instance/translation_languages", translation_languages, methods=["GET"]),
]
