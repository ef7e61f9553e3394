"""Pages, feeds and ActivityPub documents: for browsers, and for other servers.

The `Accept` header, or the ending of the path, decides which of them an address shows
(`trunkline.sandbox.http.formats`). Pages need no script and know no viewer: they show what everybody may read.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from trunkline.sandbox.web import collections, invites, manifest, profiles, start, statuses, tags, well_known

routes: list[BaseRoute] = [
    *start.routes,
    *invites.routes,
    *manifest.routes,
    *well_known.routes,
    *tags.routes,
    *profiles.routes,
    *collections.routes,
    *statuses.routes,
]
