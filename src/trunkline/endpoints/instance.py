"""The server: what it is, what it allows, whom it knows."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 (the parameter of that name is Mastodon's)

from trunkline.entities import (
    Activity,
    DomainBlock,
    ExtendedDescription,
    Instance,
    InstanceHealth,
    InstanceV2,
    Nodeinfo,
    PrivacyPolicy,
    Rule,
    SupportedLocale,
    TermsOfService,
)
from trunkline.errors import MastodonServerError
from trunkline.ids import segment
from trunkline.protocol.discovery import NODEINFO_2_0, find_nodeinfo, newest_instance
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class Instances:
    """Calls that ask the server about itself. None of them needs a token on servers that are open to the public."""

    @endpoint()
    def instance(self) -> Flow[InstanceV2 | Instance]:
        """What the server says of itself, in the newest form that it knows.

        Returns:
            An `InstanceV2`, or an `Instance` from servers older than Mastodon 4.0.
        """
        return (yield from newest_instance(InstanceV2, Instance))

    @endpoint(since="4.0.0", changed="4.6.0")
    def instance_v2(self) -> Request[InstanceV2]:
        """What the server says of itself: name, rules, limits, contact, languages."""
        return Request("GET", "/api/v2/instance", InstanceV2)

    @endpoint(since="1.1.0", changed="4.0.0", deprecated="use instance or instance_v2")
    def instance_v1(self) -> Request[Instance]:
        """What the server says of itself, in the form from before Mastodon 4.0."""
        return Request("GET", "/api/v1/instance", Instance)

    @endpoint(since="2.1.2", changed="3.0.0")
    def instance_peers(self) -> Request[list[str]]:
        """The domains of all servers that this one has heard of; tens of thousands on a large server."""
        return Request("GET", "/api/v1/instance/peers", list[str])

    @endpoint()
    def peers_search(self, q: str) -> Request[list[str]]:
        """Servers that this one knows, by the beginning of their domain.

        Args:
            q: what the domain begins with.
        """
        return Request("GET", "/api/v1/peers/search", list[str], {"q": q})

    @endpoint(since="2.1.2", changed="3.0.0")
    def instance_activity(self) -> Request[list[Activity]]:
        """Posts, logins and sign-ups of each of the last twelve weeks, the current one first."""
        return Request("GET", "/api/v1/instance/activity", list[Activity])

    @endpoint(since="3.4.0")
    def instance_rules(self) -> Request[list[Rule]]:
        """The rules of the server, in the order in which it shows them."""
        return Request("GET", "/api/v1/instance/rules", list[Rule])

    @endpoint(since="4.0.0")
    def instance_domain_blocks(self) -> Request[list[DomainBlock]]:
        """The servers that this one limits or blocks, if it says so in public (or to its own people, with a token)."""
        return Request("GET", "/api/v1/instance/domain_blocks", list[DomainBlock])

    @endpoint(since="4.0.0")
    def instance_extended_description(self) -> Request[ExtendedDescription]:
        """The long description that the server shows on its "about" page."""
        return Request("GET", "/api/v1/instance/extended_description", ExtendedDescription)

    @endpoint(since="4.0.0")
    def instance_privacy_policy(self) -> Request[PrivacyPolicy]:
        """The server's privacy policy."""
        return Request("GET", "/api/v1/instance/privacy_policy", PrivacyPolicy)

    @endpoint(since="4.4.0")
    def instance_terms_of_service(self, date: Date | str | None = None) -> Request[TermsOfService]:
        """The server's terms of service.

        Args:
            date: the day on which the wanted terms came into force, as a date or ``"YYYY-MM-DD"``; those that hold
                now unless given.

        Raises:
            MastodonNotFoundError: the server has none, or none of that day.
        """
        path = "/api/v1/instance/terms_of_service"
        if date is not None:
            path += f"/{date:%Y-%m-%d}" if isinstance(date, Date) else f"/{segment(date)}"
        return Request("GET", path, TermsOfService)

    @endpoint(since="4.2.0")
    def instance_translation_languages(self) -> Request[dict[str, list[str]]]:
        """Between which languages the server translates.

        Returns:
            By language of a post (ISO 639 code): the languages that it can be translated into. Empty where the server
            does not translate.
        """
        return Request("GET", "/api/v1/instance/translation_languages", dict[str, list[str]])

    @endpoint()
    def instance_languages(self) -> Request[list[SupportedLocale]]:
        """The languages that one can post in."""
        return Request("GET", "/api/v1/instance/languages", list[SupportedLocale])

    @endpoint(since="3.0.0")
    def instance_health(self) -> Flow[bool]:
        """Whether the server says that it is well.

        Returns:
            ``False`` also where it answers with a server error. That it cannot be reached is an error.
        """
        try:
            answer = yield from send(Request("GET", "/health", InstanceHealth))
        except MastodonServerError:
            return False
        return answer.status == "OK"

    @endpoint(since="3.0.0")
    def instance_nodeinfo(self, schema: str = NODEINFO_2_0) -> Flow[Nodeinfo]:
        """What the server says of itself in NodeInfo, which servers of other software answer too.

        Args:
            schema: the URL that names the wanted version of the format.

        Raises:
            MastodonVersionError: the server does not answer in that version.
        """
        return (yield from find_nodeinfo(schema, Nodeinfo))
