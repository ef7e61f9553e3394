"""Times in place of ids: sent as ids where the server writes times into them, otherwise read up to, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.client.conftest import Both
from tests.client.flows import client_state, json_answer
from trunkline import Id, MastodonIllegalArgumentError
from trunkline.answers.times import with_times
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.admin_accounts import AdminAccounts
from trunkline.endpoints.bookmarks import Bookmarks
from trunkline.endpoints.conversations import Conversations
from trunkline.endpoints.favourites import Favourites
from trunkline.endpoints.grouped_notifications import GroupedNotifications
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.relationships import Relationships
from trunkline.endpoints.search import Searches
from trunkline.endpoints.timelines import Timelines
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Request, Send, Sleep, send
from trunkline.protocol.software import Software
from trunkline.response import Response

START = datetime(2025, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TAKAHE_EPOCH = datetime(2022, 1, 1, tzinfo=UTC)

MASTODON = Software("mastodon", "4.7.0", "4.7.0")
TAKAHE = Software("takahe", "0.11.0", None)
UNKNOWN = Software("", "", None)


def takahe_at(when: datetime) -> str:
    return str(int((when - TAKAHE_EPOCH).total_seconds() * 1000) << 22)


def counted(when: datetime) -> str:
    return str(1000 + (when - START) // HOUR)


class Server:
    """A list of objects, one an hour, the newest first; it takes cursors for ids and sends no ``Link``."""

    def __init__(self, id_at: Callable[[datetime], str] = counted, count: int = 50, software: Any = UNKNOWN) -> None:
        self.state = client_state(software=software)
        self.items = [self.made(id_at(when), when) for when in (START + n * HOUR for n in reversed(range(count)))]
        self.asked: list[dict[str, str]] = []

    def made(self, id: str, when: datetime) -> dict[str, Any]:
        return {"id": id, "created_at": when.isoformat()}

    def read(self, flow: Request[Any] | Flow[Any]) -> Any:
        """Perform a request as a client does."""
        steps = expand(with_times(send(flow) if isinstance(flow, Request) else flow, self.state), self.state)
        value: Any = None
        while True:
            try:
                step: Any = steps.send(value)
            except StopIteration as end:
                return end.value
            assert not isinstance(step, Sleep)
            value = self.answer(step.request.url) if isinstance(step, Send) else 1_800_000_000.0

    def answer(self, url: str) -> Response:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(query)
        items, size = self.items, int(query.get("limit", 20))
        if "max_id" in query:
            items = [item for item in items if Id(item["id"]) < query["max_id"]]
        if "since_id" in query:
            items = [item for item in items if Id(item["id"]) > query["since_id"]]
        if "min_id" in query:
            items = [item for item in items if Id(item["id"]) > query["min_id"]][-size:]
        return json_answer(items[:size])


def hours(page: Any) -> list[int]:
    return [(item["created_at"] - START) // HOUR for item in page]


NOON = START + 12 * HOUR

LAYOUTS = [
    (MASTODON, Id.at),
    (Software("glitch-soc", "4.7.0+glitch", "4.7.0+glitch"), Id.at),
    (Software("pleroma", "2.9.0", None), Id.flake_at),
    (Software("akkoma", "3.15.0", None), Id.flake_at),
    (Software("gotosocial", "0.20.0", None), Id.ulid_at),
    (Software("hollo", "0.6.20", None), Id.uuid7_at),
]


@pytest.mark.parametrize(("software", "id_at"), LAYOUTS, ids=[software.name for software, _ in LAYOUTS])
def test_an_id_of_the_layout_is_sent(software: Software, id_at: Callable[[datetime], Id]) -> None:
    server = Server(id_at, software=software)
    assert hours(server.read(Timelines.timeline_home.request(max_id=NOON, limit=3))) == [11, 10, 9]
    assert hours(server.read(Timelines.timeline_home.request(min_id=NOON, limit=3))) == [15, 14, 13]
    assert server.asked[0] == {"max_id": id_at(NOON), "limit": "3"}


@pytest.mark.parametrize(
    ("id_at", "software"),
    [(takahe_at, TAKAHE), (counted, Software("pixelfed", "0.12", None)), (counted, UNKNOWN), (takahe_at, UNKNOWN)],
)
def test_other_lists_are_read_up_to_the_time(id_at: Callable[[datetime], str], software: Software) -> None:
    server = Server(id_at, software=software)
    older = server.read(Timelines.timeline_home.request(max_id=NOON, limit=10))
    assert hours(older)[0] == 11
    assert hours(older) == sorted(hours(older), reverse=True)
    newer = server.read(Timelines.timeline_home.request(min_id=NOON, limit=10))
    assert hours(newer) == list(range(21, 11, -1))
    newest = server.read(Timelines.timeline_home.request(since_id=NOON + 30 * HOUR, limit=10))
    assert hours(newest) == list(range(49, 41, -1))
    assert newest.next is None
    between = server.read(Timelines.timeline_home.request(min_id=NOON, max_id=NOON + 5 * HOUR, limit=10))
    assert hours(between) == [16, 15, 14, 13, 12]
    assert all(
        Id(query["max_id"]).sort_key <= Id(server.items[0]["id"]).sort_key
        for query in server.asked
        if "max_id" in query
    )


def test_nothing_is_lost_or_repeated_on_the_pages_around() -> None:
    server = Server(takahe_at, software=TAKAHE)
    page = server.read(Timelines.timeline_home.request(max_id=NOON, limit=10))
    following = server.read(page.next)
    assert hours(page) + hours(following) == list(range(11, -1, -1))
    before = server.read(page.previous)
    assert hours(before)[-1] == 12
    page = server.read(Timelines.timeline_home.request(min_id=NOON, limit=10))
    assert hours(server.read(page.previous)) == list(range(31, 21, -1))


def test_ids_that_prove_their_layout_are_gone_by() -> None:
    """The name is not known, and there is no NodeInfo; one page shows that the ids hold the times of their objects."""
    server = Server(Id.ulid_at, count=200)
    page = server.read(Timelines.timeline_home.request(max_id=NOON, limit=5))
    assert hours(page) == [11, 10, 9, 8, 7]
    assert len(server.asked) == 2
    assert server.asked[1]["max_id"] == Id.ulid_at(NOON)


def test_a_server_that_only_says_it_is_mastodon() -> None:
    """Its numbers are of another layout: what comes for a snowflake is not of that time."""
    server, when = Server(takahe_at, count=150, software=MASTODON), START + 100 * HOUR
    assert hours(server.read(Timelines.timeline_home.request(max_id=when, limit=10)))[0] == 99
    assert hours(server.read(Timelines.timeline_home.request(min_id=when, limit=10))) == list(range(109, 99, -1))


def test_an_empty_page_of_mastodon_costs_one_look_at_its_ids() -> None:
    server = Server(Id.at, count=500, software=MASTODON)
    assert server.read(Timelines.timeline_home.request(max_id=START)) == []
    assert len(server.asked) == 2


def test_single_objects_out_of_order_end_nothing() -> None:
    server = Server(count=50)
    stray = {"id": "2000", "created_at": (START - 1000 * HOUR).isoformat()}
    server.items.insert(3, stray)
    page = server.read(Timelines.timeline_home.request(max_id=NOON, limit=10))
    assert [item["id"] for item in page][:2] == ["2000", "1011"]


def test_notifications_of_mastodon_are_read_up_to_the_time() -> None:
    server = Server(software=MASTODON)
    request: Request[Any] = Notifications.notifications.request(max_id=NOON, limit=20)
    assert hours(server.read(request))[0] == 11
    assert [query.get("max_id") for query in server.asked] == [None, "1030", "1010"][: len(server.asked)]
    request = Notifications.notifications.request(min_id=NOON, limit=20)
    assert hours(server.read(request)) == list(range(31, 11, -1))


def test_groups_of_notifications_too() -> None:
    class Grouping(Server):
        def answer(self, url: str) -> Response:
            groups = super().answer(url).json()
            target = (
                f"https://m.example/api/v2/notifications?{urlencode({'max_id': groups[-1]['id']})}" if groups else ""
            )
            keyed = [
                {"group_key": one["id"], "latest_page_notification_at": one["created_at"], "sample_account_ids": []}
                for one in groups
            ]
            body = {"accounts": [], "statuses": [], "notification_groups": keyed}
            return json_answer(body, link=f'<{target}>; rel="next"') if target else json_answer(body)

    server = Grouping(software=MASTODON)
    found = server.read(GroupedNotifications.grouped_notifications.request(max_id=NOON, limit=10))
    assert found.notification_groups[0].group_key == "1011"


def test_conversations_go_by_their_last_status() -> None:
    class Talks(Server):
        def made(self, id: str, when: datetime) -> dict[str, Any]:
            return {"id": id, "last_status": {"id": id, "created_at": when.isoformat()}}

    server = Talks(Id.at, software=MASTODON)
    page = server.read(Conversations.conversations.request(max_id=NOON, limit=5))
    assert server.asked == [{"max_id": Id.at(NOON), "limit": "5"}]
    assert page[0].last_status.created_at == NOON - HOUR


@pytest.mark.parametrize(
    "call",
    [
        lambda when: Favourites.favourites.request(max_id=when),
        lambda when: Bookmarks.bookmarks.request(since_id=when),
        lambda when: Accounts.account_followers.request("1", min_id=when),
        lambda when: Relationships.blocks.request(max_id=when),
    ],
)
def test_lists_that_go_by_hidden_numbers_refuse_times(call: Callable[[datetime], Any]) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=r"not by time.*fetch_next"):
        call(NOON)


def test_lists_whose_objects_say_no_time_refuse_them() -> None:
    server = Server()
    for item in server.items:
        del item["created_at"]
    with pytest.raises(MastodonIllegalArgumentError, match="say no time"):
        server.read(Timelines.timeline_home.request(max_id=NOON))


def test_what_cannot_be_walked_needs_ids_with_times() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="takahe writes no times into ids"):
        Server(software=TAKAHE).read(AdminAccounts.admin_accounts_v2.request(max_id=NOON))
    with pytest.raises(MastodonIllegalArgumentError, match="this server writes no times into ids"):
        Server().read(Searches.search_v2.request("x", max_id=NOON))
    server = Server(Id.at, software=MASTODON)
    assert server.read(AdminAccounts.admin_accounts_v2.request(max_id=NOON, limit=1))[0].id == Id.at(NOON - HOUR)


def test_times_and_ids_together_are_refused_where_pages_are_read() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="times alone, or ids alone"):
        Server().read(Timelines.timeline_home.request(max_id=NOON, min_id="5"))


def test_the_way_to_a_time_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.answers.times._MOST_PAGES", 3)
    with pytest.raises(MastodonIllegalArgumentError, match=r"3 pages do not lead back to 2025-01-01T12"):
        Server().read(Timelines.timeline_home.request(max_id=NOON, limit=5))


def test_a_list_that_ends_before_the_time() -> None:
    server = Server(count=0)
    assert server.read(Timelines.timeline_home.request(max_id=NOON)) == []
    server = Server(count=30)
    assert server.read(Timelines.timeline_home.request(max_id=START - HOUR, limit=20)) == []
    assert hours(server.read(Timelines.timeline_home.request(min_id=START - HOUR, limit=20))) == list(range(19, -1, -1))


def test_both_clients(alice: Both) -> None:
    for call in (alice.notifications, alice.timeline_home):
        newest = call(limit=10)
        when = newest[4].created_at
        expected = [one.id for one in newest if one.created_at < when]
        assert expected
        assert [one.id for one in call(max_id=when, limit=10)][: len(expected)] == expected
        later = call(min_id=newest[-1].created_at, limit=5)
        assert [one.id for one in later] == [one.id for one in newest][-5:]
