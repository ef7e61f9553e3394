"""Arguments that Mastodon ignores do not pretend: an error where versions are checked, otherwise a warning."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from tests.client.flows import client_state, json_answer, play

from trunkline import Mastodon, MastodonVersionError, MastodonWarning
from trunkline.endpoints.grouped_notifications import GroupedNotifications
from trunkline.endpoints.lists import Lists
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.relationships import Relationships
from trunkline.endpoints.timelines import Timelines
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.request import Flow
from trunkline.protocol.software import software_of
from trunkline.sandbox import Sandbox

G, T = GroupedNotifications, Timelines
PAGE = json_answer([])
OTHER = software_of({"version": "2.7.2 (compatible; Pleroma 2.5.0)"})


def flows() -> list[tuple[str, Flow[Any], Any]]:
    return [
        (
            "account_id of grouped_notifications",
            G.grouped_notifications.flow(NO_CLIENT, account_id="1"),
            json_answer({}),
        ),
        (
            "account_id of unread_grouped_notifications_count",
            G.unread_grouped_notifications_count.flow(NO_CLIENT, account_id="1"),
            json_answer({"count": 0}),
        ),
        ("min_id of blocks", Relationships.blocks.flow(NO_CLIENT, min_id="1"), PAGE),
        ("min_id of list_accounts", Lists.list_accounts.flow(NO_CLIENT, "7", min_id="1"), PAGE),
        ("only_media and remote of timeline_home", T.timeline_home.flow(NO_CLIENT, only_media=True, remote=True), PAGE),
        ("local of timeline_list", T.timeline_list.flow(NO_CLIENT, "7", local=True), PAGE),
        ("only_media of timeline", T.timeline.flow(NO_CLIENT, "home", only_media=True), PAGE),
    ]


NAMES = [what for what, _, _ in flows()]


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_they_warn(place: int) -> None:
    what, flow, answer = flows()[place]
    with pytest.warns(MastodonWarning, match=f"Mastodon ignores {what}: the answer is as without"):
        play(flow, client_state(), answer)


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_they_are_errors_where_versions_are_checked(place: int) -> None:
    what, flow, _ = flows()[place]
    with pytest.raises(MastodonVersionError, match=rf"Mastodon 4\.7\.3 ignores {what}; leave it out"):
        play(flow, client_state(version_check_mode="created"))


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
@pytest.mark.parametrize("mode", ["none", "created"])
def test_other_software_may_read_them(place: int, mode: str) -> None:
    _, flow, answer = flows()[place]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        play(flow, client_state(software=OTHER, version_check_mode=mode), answer)


def test_what_is_read_does_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        play(Notifications.notifications.flow(NO_CLIENT, account_id="1", min_id="2"), client_state(), PAGE)
        play(T.timeline_home.flow(NO_CLIENT, local=True, min_id="2"), client_state(), PAGE)
        play(Relationships.blocks.flow(NO_CLIENT, max_id="2"), client_state(), PAGE)


def test_the_warning_names_the_line_of_the_call() -> None:
    with Sandbox(size=0) as sandbox:
        client = Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)
        with pytest.warns(MastodonWarning) as caught:
            client.blocks(min_id="1")
        client.close()
    assert [one.filename for one in caught] == [__file__]
