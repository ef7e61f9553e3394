"""OAuth 2: apps, the authorize page, tokens, and the documents that describe the server."""

from trunkline.sandbox.oauth import apps, authorize, login, metadata, tokens, userinfo

routes = [
    *apps.routes,
    *login.routes,
    *authorize.routes,
    *tokens.routes,
    *userinfo.routes,
    *metadata.routes,
]
