"""`/api/v1/admin` and `/api/v2/admin`: the endpoints for moderators.

May import what `sandbox.api` may; `moderation` has the rules.
"""

from trunkline.sandbox.api.admin import (
    account_actions,
    accounts,
    domain_allows,
    domain_blocks,
    email_blocks,
    ip_blocks,
    measures,
    publishers,
    reports,
    tags,
    trends,
)

routes = [
    *accounts.routes,
    *account_actions.routes,
    *reports.routes,
    *domain_allows.routes,
    *domain_blocks.routes,
    *email_blocks.routes,
    *ip_blocks.routes,
    *tags.routes,
    *trends.routes,
    *publishers.routes,
    *measures.routes,
]
