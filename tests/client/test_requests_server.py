"""The server itself: instance, NodeInfo, emojis, announcements, directory, embedding, invitations, background work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline import Mastodon
from trunkline.answers.page import Page
from trunkline.endpoints.announcements import Announcements
from trunkline.endpoints.async_refreshes import AsyncRefreshes
from trunkline.endpoints.custom_emojis import CustomEmojis
from trunkline.endpoints.directory import Directory
from trunkline.endpoints.donation_campaigns import DonationCampaigns
from trunkline.endpoints.instance import Instances
from trunkline.endpoints.invites import Invites
from trunkline.endpoints.oembed import OEmbeds
from trunkline.entities import (
    Account,
    Activity,
    Announcement,
    AsyncRefresh,
    CustomEmoji,
    DomainBlock,
    ExtendedDescription,
    Instance,
    InstanceV2,
    Invite,
    Nodeinfo,
    NodeinfoLinks,
    OEmbed,
    PrivacyPolicy,
    Rule,
    SupportedLocale,
    TermsOfService,
    WrappedAsyncRefresh,
)
from trunkline.errors import MastodonMalformedResponseError, MastodonVersionError, error_for, malformed
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.discovery import newest_instance
from trunkline.response import Response

N, A = Instances, Announcements
V1, INSTANCE = "/api/v1", "/api/v1/instance"

# fmt: off
CASES = [
    Case(N.instance_v2, (), {}, "GET", "/api/v2/instance", InstanceV2),
    Case(N.instance_v1, (), {}, "GET", INSTANCE, Instance),
    Case(N.instance_peers, (), {}, "GET", f"{INSTANCE}/peers", list[str]),
    Case(N.peers_search, ("exam",), {}, "GET", f"{V1}/peers/search", list[str], "q=exam"),
    Case(N.instance_activity, (), {}, "GET", f"{INSTANCE}/activity", list[Activity]),
    Case(N.instance_rules, (), {}, "GET", f"{INSTANCE}/rules", list[Rule]),
    Case(N.instance_domain_blocks, (), {}, "GET", f"{INSTANCE}/domain_blocks", list[DomainBlock]),
    Case(N.instance_extended_description, (), {}, "GET", f"{INSTANCE}/extended_description", ExtendedDescription),
    Case(N.instance_privacy_policy, (), {}, "GET", f"{INSTANCE}/privacy_policy", PrivacyPolicy),
    Case(N.instance_terms_of_service, (), {}, "GET", f"{INSTANCE}/terms_of_service", TermsOfService),
    Case(N.instance_terms_of_service, (date(2025, 5, 2),), {}, "GET", f"{INSTANCE}/terms_of_service/2025-05-02",
         TermsOfService),
    Case(N.instance_terms_of_service, ("2025-05-02",), {}, "GET", f"{INSTANCE}/terms_of_service/2025-05-02",
         TermsOfService),
    Case(N.instance_translation_languages, (), {}, "GET", f"{INSTANCE}/translation_languages", dict[str, list[str]]),
    Case(N.instance_languages, (), {}, "GET", f"{INSTANCE}/languages", list[SupportedLocale]),
    Case(CustomEmojis.custom_emojis, (), {}, "GET", f"{V1}/custom_emojis", list[CustomEmoji]),
    Case(A.announcements, (), {}, "GET", f"{V1}/announcements", list[Announcement]),
    Case(A.announcement_dismiss, (5,), {}, "POST", f"{V1}/announcements/5/dismiss"),
    Case(A.announcement_reaction_create, (5, "blobcat"), {}, "PUT", f"{V1}/announcements/5/reactions/blobcat"),
    Case(A.announcement_reaction_create, (5, "🎉"), {}, "PUT", f"{V1}/announcements/5/reactions/%F0%9F%8E%89"),
    Case(A.announcement_reaction_delete, (5, "a/b"), {}, "DELETE", f"{V1}/announcements/5/reactions/a%2Fb"),
    Case(Directory.directory, (), {}, "GET", f"{V1}/directory", Page[Account], pagination="offset"),
    Case(Directory.directory, (20, 10, "new", True), {}, "GET", f"{V1}/directory", Page[Account],
         "offset=20&limit=10&order=new&local=1", pagination="offset"),
    Case(OEmbeds.oembed, ("https://example.org/@a/1", 300, 200), {}, "GET", "/api/oembed", OEmbed,
         "url=https://example.org/@a/1&maxwidth=300&maxheight=200"),
    Case(Invites.invite, ("a?b",), {}, "GET", "/invite/a%3Fb", Invite),
]
# fmt: on


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def failure(status: int) -> Any:
    return error_for("GET", "/", Response(status, "", {}, b""))


def test_instance_in_its_newest_form() -> None:
    steps, result = finish(Instances.instance.flow(NO_CLIENT), [InstanceV2({"version": "4.6.2"})])
    assert [(s.path, s.result, s.facts) for s in steps] == [("/api/v2/instance", InstanceV2, Instances.instance.facts)]
    assert result.version == "4.6.2"


def test_version_of_an_old_server() -> None:
    steps, result = finish(newest_instance(InstanceV2, Instance), [failure(404), Instance({"version": "3.5.3"})])
    assert [(s.path, s.result, s.facts) for s in steps][1:] == [("/api/v1/instance", Instance, None)]
    assert result.version == "3.5.3"


@pytest.mark.parametrize(
    ("answer", "healthy"),
    [("OK", True), ("down", False), (failure(503), False)],
)
def test_health(answer: Any, healthy: bool) -> None:
    steps, result = finish(Instances.instance_health.flow(NO_CLIENT), [answer])
    assert (steps[0].method, steps[0].path) == ("GET", "/health")
    assert result is healthy


LINKS = NodeinfoLinks(
    {
        "links": [
            {
                "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                "href": "https://elsewhere.example/nodeinfo/2.0",
            }
        ]
    }
)


SOME_CLIENT = Mastodon(api_base_url="https://m.example")


def test_nodeinfo_stays_on_the_server_and_takes_no_token_along() -> None:
    flow = Instances.instance_nodeinfo.flow(SOME_CLIENT)
    steps, result = finish(flow, [LINKS, Nodeinfo({"version": "2.0"})])
    assert [(s.path, s.result, s.anonymous) for s in steps] == [
        ("/.well-known/nodeinfo", dict[str, Any], True),
        ("/nodeinfo/2.0", Nodeinfo, True),
    ]
    assert result.version == "2.0"


def test_nodeinfo_of_an_unknown_version() -> None:
    with pytest.raises(MastodonVersionError, match=r"no NodeInfo of/tomorrow; it has http://nodeinfo.*2\.0"):
        finish(Instances.instance_nodeinfo.flow(SOME_CLIENT, "of/tomorrow"), [LINKS])


def test_async_refresh_status() -> None:
    answer = WrappedAsyncRefresh({"async_refresh": {"id": "x=", "status": "running"}})
    work = AsyncRefresh({"id": "x="})
    steps, result = finish(AsyncRefreshes.get_async_refresh_status.flow(NO_CLIENT, work), [answer])
    assert (steps[0].method, steps[0].path) == ("GET", "/api/v1_alpha/async_refreshes/x%3D")
    assert (type(result), result.status) == (AsyncRefresh, "running")


def test_donation_campaign() -> None:
    campaign = {"id": "spring", "banner_message": "Give!"}
    steps, result = finish(DonationCampaigns.donation_campaigns.flow(NO_CLIENT), [campaign])
    assert (steps[0].path, result) == ("/api/v1/donation_campaigns", campaign)


def unreadable(status: int) -> MastodonMalformedResponseError:
    return malformed("GET", "/", Response(status, "", {}, b""), "Expected JSON, got an empty answer")


def test_no_donation_campaign() -> None:
    assert finish(DonationCampaigns.donation_campaigns.flow(NO_CLIENT), [unreadable(204)])[1] is None


def test_unreadable_donation_campaign() -> None:
    with pytest.raises(MastodonMalformedResponseError):
        finish(DonationCampaigns.donation_campaigns.flow(NO_CLIENT), [unreadable(200)])
