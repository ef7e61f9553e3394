"""Endpoints that describe the server."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the parameter of that name is Mastodon's)

from trunkline.entities import (
    Activity,
    DomainBlock,
    ExtendedDescription,
    Instance,
    InstanceV2,
    Nodeinfo,
    PrivacyPolicy,
    Rule,
    SupportedLocale,
    TermsOfService,
)
from trunkline.errors import MastodonServerError
from trunkline.ids import segment
from trunkline.protocol.client import Client
from trunkline.protocol.discovery import NODEINFO, NODEINFO_2_0, find_nodeinfo, newest_instance
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class Instances(Client):
    """Description, rules and statistics of the server. No call needs a token on public servers."""

    @endpoint()
    def instance(self) -> Flow[InstanceV2 | Instance]:
        """Return the description of the server, in the newest version it supports.

        Returns:
            An `InstanceV2`, or an `Instance` from servers older than Mastodon 4.0.
        """
        return (yield from newest_instance(InstanceV2, Instance))

    @endpoint(since="4.0.0", changed="4.6.0")
    def instance_v2(self) -> Request[InstanceV2]:
        """Return the description of the server: name, rules, limits, contact, languages."""
        return Request("GET", "/api/v2/instance", InstanceV2, usual="/api/v2/instance/")

    @endpoint(since="1.1.0", changed="4.0.0", deprecated="use instance or instance_v2")
    def instance_v1(self) -> Request[Instance]:
        """Return the description of the server, API version 1."""
        return Request("GET", "/api/v1/instance", Instance, usual="/api/v1/instance/")

    @endpoint(since="2.1.2", changed="3.0.0")
    def instance_peers(self) -> Request[list[str]]:
        """Return the domains of all known servers; tens of thousands on a large server."""
        return Request("GET", "/api/v1/instance/peers", list[str])

    @endpoint()
    def peers_search(self, q: str) -> Request[list[str]]:
        """Return the known servers whose domains begin with a text.

        Args:
            q: the beginning of the domain; an empty text finds nothing.
        """
        return Request("GET", "/api/v1/peers/search", list[str], {"q": q})

    @endpoint(since="2.1.2", changed="3.0.0")
    def instance_activity(self) -> Request[list[Activity]]:
        """Return statuses, logins and sign-ups of the last 12 weeks, the current one first."""
        return Request("GET", "/api/v1/instance/activity", list[Activity])

    @endpoint(since="3.4.0")
    def instance_rules(self) -> Request[list[Rule]]:
        """Return the rules of the server, in its own order."""
        return Request("GET", "/api/v1/instance/rules", list[Rule])

    @endpoint(since="4.0.0")
    def instance_domain_blocks(self) -> Request[list[DomainBlock]]:
        """Return the limited and blocked servers, if published (or shown to members, with a token)."""
        return Request("GET", "/api/v1/instance/domain_blocks", list[DomainBlock])

    @endpoint(since="4.0.0")
    def instance_extended_description(self) -> Request[ExtendedDescription]:
        """Return the long description of the server."""
        return Request("GET", "/api/v1/instance/extended_description", ExtendedDescription)

    @endpoint(since="4.0.0")
    def instance_privacy_policy(self) -> Request[PrivacyPolicy]:
        """Return the privacy policy of the server."""
        return Request("GET", "/api/v1/instance/privacy_policy", PrivacyPolicy)

    @endpoint(since="4.4.0")
    def instance_terms_of_service(self, date: Date | str | None = None) -> Request[TermsOfService]:
        """Return the terms of service of the server.

        Args:
            date: the date on which the terms take effect, as a date or ``"YYYY-MM-DD"``; the current
                terms unless given.

        Raises:
            MastodonNotFoundError: the server has no terms, or none of that date.
        """
        path = "/api/v1/instance/terms_of_service"
        if date is not None:
            path += f"/{date:%Y-%m-%d}" if isinstance(date, Date) else f"/{segment(date)}"
        return Request("GET", path, TermsOfService)

    @endpoint(since="4.2.0")
    def instance_translation_languages(self) -> Request[dict[str, list[str]]]:
        """Return the languages between which the server translates.

        Returns:
            Target languages by the language of a status (ISO 639 codes). Empty if the server
            does not translate.
        """
        return Request("GET", "/api/v1/instance/translation_languages", dict[str, list[str]])

    @endpoint()
    def instance_languages(self) -> Request[list[SupportedLocale]]:
        """Return the languages supported for statuses."""
        return Request("GET", "/api/v1/instance/languages", list[SupportedLocale])

    @endpoint(since="3.0.0")
    def instance_health(self) -> Flow[bool]:
        """Return True if the server reports that it is healthy.

        Returns:
            False if the response is a server error too. A network error is raised.
        """
        try:
            answer = yield from send(Request("GET", "/health", str))
        except MastodonServerError:
            return False
        return answer.strip() == "OK"

    @endpoint(since="3.0.0")
    def instance_nodeinfo(self, schema: str = NODEINFO_2_0) -> Flow[Nodeinfo]:
        """Return the NodeInfo document of the server, of whatever software.

        Args:
            schema: the URL that identifies the version of the format. Where a server lacks the default one, the newest
                that it has is read.

        Raises:
            MastodonVersionError: the server does not offer that version.
        """
        schemas = [schema, *NODEINFO] if schema == NODEINFO_2_0 else [schema]
        return (yield from find_nodeinfo(self.state.base_url, schemas, Nodeinfo))
