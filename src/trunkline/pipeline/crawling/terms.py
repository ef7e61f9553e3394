"""Description of a server, with the terms under which it was read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from trunkline.endpoints.instance import Instances
from trunkline.errors import MastodonAPIError
from trunkline.pipeline.crawling.memory import fingerprint
from trunkline.pipeline.crawling.reading import Batch, Batches, Reading
from trunkline.pipeline.crawling.server import FRESH, Row, Server
from trunkline.protocol.request import Request

_TEXTS: dict[str, Request[Any]] = {
    "terms_of_service": Instances.instance_terms_of_service.request(),
    "privacy_policy": Instances.instance_privacy_policy.request(),
}


async def described(reading: Reading) -> Batches:
    """Read the server's description with its rules, and once a day its terms of service and privacy policy."""
    server = reading.server
    row = await server.one(Instances.instance_v2.request())
    known, now = server.facts.get("described"), datetime.now(UTC)
    seen = {"as": fingerprint(row), "at": now.isoformat()}
    if known and known["as"] == seen["as"] and now - datetime.fromisoformat(known["at"]) < FRESH:
        return
    yield reading.changed([{**row, **(await _texts(server))}])
    yield Batch([], partial(server.facts.__setitem__, "described", seen))


async def _texts(server: Server) -> dict[str, Row | None]:
    texts: dict[str, Row | None] = {}
    for name, request in _TEXTS.items():
        try:
            texts[name] = await server.one(request)
        except MastodonAPIError:  # none was written, or the server is older than this
            texts[name] = None
    return texts
