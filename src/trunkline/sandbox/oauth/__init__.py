"""OAuth 2: app registration, authorization page, tokens, and the documents that describe them.

This package may import `live` (revoked tokens end their streams), `serializers`, `rules`, `http` and `store`.
"""

from trunkline.sandbox.oauth import apps, authorize, inspection, login, metadata, tokens, userinfo

routes = [
    *apps.routes,
    *login.routes,
    *authorize.routes,
    *tokens.routes,
    *inspection.routes,
    *userinfo.routes,
    *metadata.routes,
]
