"""Where the sandbox differs from the API's catalogue and from the client, each time with the reason."""

from __future__ import annotations

WEB_PAGE = "a web page of Mastodon, not of the API"
FILE = "a file that entities link to"
RAILS_UPDATE = "Rails routes PUT and PATCH to the same action; the catalogue lists one of them"

ROUTES_BEYOND: dict[str, str] = {
    "DELETE /api/web/push_subscriptions/{token}": "what push messages name as Unsubscribe-URL",
    "DELETE /oauth/authorize": WEB_PAGE,
    "GET /.well-known/nodeinfo": "NodeInfo is a protocol of its own",
    "DELETE /auth/sign_out": WEB_PAGE,
    "GET /auth/confirmation": WEB_PAGE,
    "GET /auth/sign_in": WEB_PAGE,
    "GET /letter_opener": WEB_PAGE,
    "GET /oauth/token/info": "an endpoint of Doorkeeper that Mastodon does not document",
    "POST /auth/sign_out": WEB_PAGE,
    "POST /oauth/introspect": "an endpoint of Doorkeeper that Mastodon does not document",
    "GET /avatars/{path}": FILE,
    "GET /emoji/{path}": FILE,
    "GET /headers/{path}": FILE,
    "GET /metrics": "for monitoring, of the streaming server",
    "GET /nodeinfo/2.0": "NodeInfo is a protocol of its own",
    "GET /oauth/authorize/native": WEB_PAGE,
    "GET /packs/{path}": FILE,
    "GET /robots.txt": "for crawlers",
    "GET /system/{path}": FILE,
    "PATCH /api/v1/push/subscription": RAILS_UPDATE,
    "PATCH /api/v1/scheduled_statuses/{id}": RAILS_UPDATE,
    "PATCH /api/v1/statuses/{id}": RAILS_UPDATE,
    "PATCH /api/v1/statuses/{id}/interaction_policy": RAILS_UPDATE,
    "POST /auth/sign_in": WEB_PAGE,
    "POST /oauth/authorize": WEB_PAGE,
    "PUT /api/v1/admin/tags/{id}": RAILS_UPDATE,
    "PUT /api/v1/collections/{id}": RAILS_UPDATE,
    "PUT /api/v1_alpha/collections/{id}": RAILS_UPDATE,
    "PUT /api/v1/notifications/policy": RAILS_UPDATE,
    "PUT /api/v1/profile": RAILS_UPDATE,
    "PUT /api/v2/notifications/policy": RAILS_UPDATE,
}
"""Routes of the sandbox that are no endpoints of the catalogue."""

ENDPOINTS_LACKING: dict[str, str] = {}
"""Endpoints of the catalogue that the sandbox does not have."""

THROTTLES_OF_CLASSES: dict[str, tuple[str, ...]] = {
    "default": ("per_token_api", "unauthenticated_api"),
    "paging": ("authenticated_paging", "unauthenticated_paging"),
    "media": ("api_media",),
    "delete": ("api_delete",),
    "app_registration": ("oauth_application_registrations/ip",),
    "sign_up": ("api_sign_up",),
    "email_confirmation": ("email_confirmations/email",),
    "statuses": ("statuses",),
    "follows": ("follows",),
    "reports": ("reports",),
}
"""The throttles of the sandbox by the class of requests in the client."""

THROTTLES_BEYOND: dict[str, str] = {
    "authenticated_api": "1500 requests by all tokens of an account; a client knows only its own 300",
    "email_confirmations/ip": "wider than the limit of the account",
    "login_attempts/ip": WEB_PAGE,
}
"""Throttles of the sandbox that the client does not count."""

ACTIONS_BEYOND: dict[str, str] = {
    "mark_statuses_as_sensitive": "taken in the web interface only",
    "delete_statuses": "taken in the web interface only",
}
"""Warnings that no call of the API gives."""

SEEDED_COLUMNS: dict[str, str] = {
    "statuses.visibility": "Visibility",
    "statuses.quote_approval_policy": "QuotePolicy",
    "quotes.state": "QuoteState",
    "media_attachments.type": "MediaType",
    "notifications.type": "NotificationType",
    "preview_cards.type": "CardType",
    "users.expand_media": "ExpandMedia",
    "lists.replies_policy": "RepliesPolicy",
    "server_domain_blocks.severity": "AdminDomainBlockSeverity",
}
"""Columns of the seeded database, and the literal of the client that has their values."""
