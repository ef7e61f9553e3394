"""Permission of a server for programs to read it: its robots.txt, and the X-Robots-Tag of its responses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from trunkline.errors import MastodonAPIError, MastodonError, MastodonServerError
from trunkline.pipeline.catalogue import TABLES, Resource
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.consent.robots import Robots, tag_refuses
from trunkline.pipeline.crawling.server import Server
from trunkline.pipeline.options import SourceOptions
from trunkline.protocol.request import Request

FRESH = timedelta(days=1)
"""Age up to which a robots.txt is taken to be unchanged."""


class Unwelcome(MastodonError):
    """The server forbids programs to read this."""


async def welcomed(server: Server, table: Resource, options: SourceOptions, consent: Consent) -> Server:
    """Return the server with the checks that reading *table* needs.

    Reading what the token's owner is shown, such as the home timeline, is no crawling and not subject to robots.txt.

    Raises:
        Unwelcome: the robots.txt forbids it.
    """
    crawled = table.crawls is not None and (table.subjects != "accounts" or bool(options.accounts))
    if crawled and consent.respects("robots") and not (await _allowed_paths(server))[table.crawls]:
        raise Unwelcome(f"The robots.txt of {server.instance} forbids {table.crawls}.")
    if table.whose == "others" and consent.respects("x_robots_tag"):
        return server.checked(_check_tag)
    return server


def _check_tag(headers: Mapping[str, str]) -> None:
    if tag_refuses(headers):
        raise Unwelcome(f"The server answers with X-Robots-Tag: {headers['x-robots-tag']}.")


async def _allowed_paths(server: Server) -> dict[str | None, bool]:
    """Return the paths of resources with True if robots.txt allows them; it is requested once a day."""
    known, now = server.facts.get("robots"), datetime.now(UTC)
    if known and now - datetime.fromisoformat(known["at"]) < FRESH:
        return dict(known["allows"])
    try:
        answer = await server.response(Request("GET", "/robots.txt", str))
        robots = Robots.of_answer(answer.status, answer.body.decode("utf-8", "replace"))
    except MastodonServerError:
        raise  # unreachable (RFC 9309, section 2.3.1.4): nothing may be read, and the server counts as failed
    except MastodonAPIError as error:
        robots = Robots.of_answer(error.status)
    allows: dict[str | None, bool] = {
        table.crawls: robots.allows(table.crawls) for table in TABLES.values() if table.crawls
    }
    server.facts["robots"] = {"at": now.isoformat(), "allows": allows}
    return allows
