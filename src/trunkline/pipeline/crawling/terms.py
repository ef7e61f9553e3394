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
    row = await _description(server)
    known, now = server.facts.get("described"), datetime.now(UTC)
    seen = {"as": fingerprint(row), "at": now.isoformat()}
    if known and known["as"] == seen["as"] and now - datetime.fromisoformat(known["at"]) < FRESH:
        return
    yield reading.changed([{**row, **(await _texts(server))}])
    yield Batch([], partial(server.facts.__setitem__, "described", seen))


async def _description(server: Server) -> Row:
    """Return the server's description; an old form of it, where the server has no other, in the new one."""
    try:
        return await server.one(Instances.instance_v2.request())
    except MastodonAPIError as refusal:
        try:
            return _in_new_form(await server.one(Instances.instance_v1.request()))
        except MastodonAPIError:
            raise refusal from None


def _in_new_form(old: Row) -> Row:
    """Return the fields of ``/api/v1/instance`` where ``/api/v2/instance`` has them; others stay as they are.

    https://docs.joinmastodon.org/entities/V1_Instance/
    """
    moved = {"uri", "short_description", "email", "contact_account", "approval_required", "urls", "configuration"}
    own = {name: value for name, value in old.items() if name not in moved}
    settings, urls = old.get("configuration"), old.get("urls")
    return {
        **own,
        "domain": str(old.get("uri") or "").rpartition("//")[2].strip("/") or None,
        "description": old.get("short_description") or old.get("description"),
        "thumbnail": {"url": old.get("thumbnail")} if old.get("thumbnail") else None,
        "contact": {"email": old.get("email"), "account": old.get("contact_account")},
        "registrations": {"enabled": old.get("registrations"), "approval_required": old.get("approval_required")},
        "configuration": {
            **(settings if isinstance(settings, dict) else {}),
            "urls": {"streaming": urls.get("streaming_api")} if isinstance(urls, dict) else None,
        },
    }


async def _texts(server: Server) -> dict[str, Row | None]:
    texts: dict[str, Row | None] = {}
    for name, request in _TEXTS.items():
        try:
            texts[name] = await server.one(request)
        except MastodonAPIError:  # none was written, or the server is older than this
            texts[name] = None
    return texts
