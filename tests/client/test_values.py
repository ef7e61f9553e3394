"""Values that a server would take for others are refused before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from trunkline import Mastodon, MastodonIllegalArgumentError
from trunkline.endpoints.profile import Profiles
from trunkline.endpoints.statuses import Statuses
from trunkline.protocol.software import Software

S = Statuses


@pytest.mark.parametrize("visibility", ["nonsense", "", "publicly", "listed:1"])
@pytest.mark.parametrize(
    "call",
    [
        lambda value: S.status_post.request("Hi", visibility=value),
        lambda value: S.status_reblog.request("1", visibility=value),
    ],
)
def test_visibilities_that_no_server_has(call: Callable[[Any], Any], visibility: str) -> None:
    with pytest.raises(ValueError, match=r"visibility is .*; it must be one of public, unlisted, private, direct"):
        call(visibility)


@pytest.mark.parametrize(
    ("given", "sent"), [("Unlisted", "unlisted"), ("PRIVATE", "private"), ("local", "local"), ("list:7", "list:7")]
)
def test_visibilities_are_in_lower_case(given: Any, sent: str) -> None:
    assert S.status_post.request("Hi", visibility=given).form["visibility"] == sent


@pytest.mark.parametrize("policy", ["", "everybody"])
@pytest.mark.parametrize(
    "call",
    [
        lambda value: S.status_post.request("Hi", quote_approval_policy=value),
        lambda value: S.status_update.request("1", "Hi", quote_approval_policy=value),
        lambda value: S.status_update_quote_approval_policy.request("1", value),
    ],
)
def test_quote_policies_that_there_are_not(call: Callable[[Any], Any], policy: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="must be one of public, followers, nobody"):
        call(policy)


def posting(**changes: Any) -> Any:
    client = Mastodon(
        api_base_url="https://m.example", access_token="token", feature_set=changes.pop("features", "mainline")
    )
    client.state = replace(client.state, **changes)
    return next(S.status_post.flow(client, "Hi", quote_id="7"))


@pytest.mark.parametrize("software", [None, Software("mastodon", "4.5.0", "4.5.0")])
def test_a_quote_that_mastodon_would_ignore_is_refused(software: Software | None) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="pass quoted_status_id to Mastodon"):
        posting(software=software)


def test_a_quote_by_id_goes_to_servers_that_know_it() -> None:
    assert posting(features="fedibird").form["quote_id"] == "7"
    assert posting(software=Software("hollo", "0.6", None)).form["quote_id"] == "7"


def test_media_that_are_changed_stay_in_the_status() -> None:
    changes = [{"id": "2", "description": "cat"}]
    assert S.status_update.request("1", "Hi", media_attributes=changes).form["media_ids"] == ["2"]
    sent = S.status_update.request("1", "Hi", media_ids=["3", "2"], media_attributes=[*changes, {"id": "4"}]).form
    assert sent["media_ids"] == ["3", "2", "4"]
    assert S.status_update.request("1", "Hi").form["media_ids"] is None


def test_one_domain_is_a_list_of_one() -> None:
    form = Profiles.account_update_credentials.request(attribution_domains="example.org").form
    assert form["attribution_domains"] == ["example.org"]
