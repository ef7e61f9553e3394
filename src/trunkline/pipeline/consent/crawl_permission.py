"""Permission of a server for programs to read it: its robots.txt, and the X-Robots-Tag of its responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from trunkline.errors import MastodonAPIError, MastodonServerError
from trunkline.pipeline.catalogue import CATALOGUE, Resource
from trunkline.pipeline.consent import Consent, CrawlingForbidden
from trunkline.pipeline.consent.robots import Robots, tag_refuses
from trunkline.pipeline.crawling.server import FRESH, Server
from trunkline.pipeline.options import SourceOptions
from trunkline.protocol.request import Request


async def permitted(server: Server, resource: Resource, options: SourceOptions, consent: Consent) -> Server:
    """Check robots.txt for a resource, and return the server with a check of ``X-Robots-Tag``.

    What the server shows to the token's owner, such as the home timeline and the own posts, is read whatever these say:
    it is the owner's, and GoToSocial tells programs to keep away with each of its answers.

    Raises:
        CrawlingForbidden: the robots.txt forbids it.
    """
    crawled = resource.crawls is not None and not (
        resource.subjects == "accounts" and not await _others(server, options.subjects("accounts"))
    )
    if crawled and consent.respects("robots") and not (await _allowed_paths(server))[resource.crawls]:
        raise CrawlingForbidden(f"The robots.txt of {server.instance} forbids {resource.crawls}.")
    if crawled and resource.posts_of_others and consent.respects("x_robots_tag"):
        return server.checked(_check_tag)
    return server


async def parts_of(server: Server, resource: Resource, options: SourceOptions) -> list[SourceOptions]:
    """Return the options by which a resource is read: other people's accounts apart from that of the token.

    What a server forbids to read of others does not keep people from their own.
    """
    accounts = options.subjects("accounts") if resource.crawls and resource.subjects == "accounts" else ()
    others = await _others(server, accounts) if len(accounts) > 1 else set()
    own = [one for one in accounts if one not in others]
    if not own or not others:
        return [options]
    return [replace(options, accounts=own), replace(options, accounts=[one for one in accounts if one in others])]


async def _others(server: Server, accounts: Sequence[str]) -> set[str]:
    """Return the accounts among those that were asked for that are not that of the token."""
    if not accounts or server.anonymous:
        return {*accounts}
    try:
        others = {*accounts} - {await server.my_id()}
        own = (await server.my_name()).lower() if any("@" in account for account in others) else ""
    except MastodonServerError:
        raise
    except MastodonAPIError:  # the token may not ask
        return {*accounts}
    names = (own, f"{own}@{server.instance}")
    return {one for one in others if "@" not in one or one.removeprefix("@").lower() not in names}


def _check_tag(headers: Mapping[str, str]) -> None:
    if tag_refuses(headers):
        raise CrawlingForbidden(f"The server answers with X-Robots-Tag: {headers['x-robots-tag']}.")


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
        resource.crawls: robots.allows(resource.crawls) for resource in CATALOGUE.values() if resource.crawls
    }
    server.facts["robots"] = {"at": now.isoformat(), "allows": allows}
    return allows
