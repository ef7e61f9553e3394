"""The clock of a sandbox: given, standing still, running, moved ahead, and what falls due on the way."""

import io
import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from starlette.routing import Route
from websockets.sync.client import connect

from trunkline import Mastodon
from trunkline.errors import MastodonRatelimitError
from trunkline.sandbox import Sandbox, web
from trunkline.sandbox.api.app import api_routes
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.timekeeper import Timekeeper
from trunkline.sandbox.rules.registration import add_local_account
from trunkline.sandbox.store.clock import MovableClock
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import to_ms

START = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = [START + timedelta(hours=number) for number in range(10)]


class Person:
    """A client of one account."""

    def __init__(self, sandbox: Sandbox, name: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token or sandbox.token_for(name)}"}
        self.http = httpx2.Client(base_url=sandbox.url, headers=headers, timeout=30)
        self.id = sandbox.accounts[name]

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.http.get(f"/api/{path}")
        assert answer.status_code == status, answer.text
        return answer.json()

    def post(self, path: str, **params: Any) -> Any:
        answer = self.http.post(f"/api/{path}", json=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def say(self, text: str, **params: Any) -> Any:
        return self.post("v1/statuses", status=text, **params)


@contextmanager
def people(sandbox: Sandbox, *names: str) -> Iterator[list[Person]]:
    made = [Person(sandbox, name) for name in names]
    try:
        yield made
    finally:
        for person in made:
            person.http.close()


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture(scope="module")
def community() -> Iterator[Sandbox]:
    """A community of which no test changes anything but the time."""
    with Sandbox(size=300, now=START) as running:
        yield running


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A new server at the beginning of 2026."""
    with Sandbox(size=0, now=START) as running:
        yield running


# -- giving the time -------------------------------------------------------------------------------------------------


def test_a_given_time_stands_still(sandbox: Sandbox) -> None:
    assert sandbox.clock.now() == START
    with people(sandbox, "alice") as [alice]:
        assert [alice.say(text)["created_at"] for text in "ab"] == [iso(START)] * 2
        first, second = alice.get("v1/timelines/home")
        assert (first["content"], second["content"]) == ("<p>b</p>", "<p>a</p>")
        dated = alice.http.get("/health").headers["date"]
    assert parsedate_to_datetime(dated) == START == sandbox.clock.now()


def test_it_runs_if_it_is_told_to() -> None:
    now = [HOURS[5]]
    clock = MovableClock(lambda: now[0], start=START)
    assert clock.now() == START
    now[0] += timedelta(minutes=7)
    assert clock.now() == START + timedelta(minutes=7)
    clock.move_to(HOURS[2])
    now[0] += timedelta(minutes=1)
    assert clock.now() == HOURS[2] + timedelta(minutes=1)
    with Sandbox(size=0, now=START, tick=True) as sandbox:
        assert START < sandbox.clock.now() < HOURS[1]


def test_without_one_it_is_the_real_time_and_can_be_moved() -> None:
    with Sandbox(size=0) as sandbox:
        before = datetime.now(UTC)
        sandbox.clock.advance(weeks=1)
        assert before + timedelta(weeks=1) <= sandbox.clock.now() <= datetime.now(UTC) + timedelta(weeks=1)


def test_a_clock_of_the_program_can_be_moved_too() -> None:
    time = [START]
    with Sandbox(size=0, clock=lambda: time[0]) as sandbox:
        sandbox.clock.advance(hours=1)
        assert sandbox.clock.now() == HOURS[1]
        time[0] = HOURS[1]
        assert sandbox.clock.now() == HOURS[2]


def test_times_of_other_zones_are_understood() -> None:
    zone = timezone(timedelta(hours=5))
    with Sandbox(size=0, now=START.astimezone(zone)) as sandbox:
        sandbox.clock.move_to(HOURS[1].astimezone(zone))
        assert sandbox.clock.now().isoformat() == "2026-01-01T01:00:00+00:00"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"now": datetime(2026, 1, 1)}, "no time zone; pass for example"),
        ({"now": datetime(1979, 12, 31, tzinfo=UTC)}, "years 1980 to 5999"),
        ({"now": datetime(6000, 1, 1, tzinfo=UTC)}, "years 1980 to 5999"),
        ({"now": START, "clock": lambda: START}, "either now or clock"),
        ({"clock": lambda: START, "process": True}, "use now=, or process=False"),
    ],
)
def test_options_that_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sandbox(size=0, **options)


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Sandbox(size=0, clock=lambda: datetime(2026, 1, 1)).start()


@pytest.mark.parametrize("now", [datetime(1980, 1, 1, tzinfo=UTC), datetime(5999, 12, 31, tzinfo=UTC)])
def test_the_earliest_and_the_latest_time(now: datetime) -> None:
    with Sandbox(size=60, now=now) as sandbox, people(sandbox, "alice") as [alice]:
        said = alice.say("Hello")
        assert (said["created_at"], alice.get("v1/timelines/home")[0]["id"]) == (iso(now), said["id"])


# -- moving ----------------------------------------------------------------------------------------------------------


def test_moving(sandbox: Sandbox) -> None:
    sandbox.clock.advance(hours=1)
    sandbox.clock.advance(timedelta(minutes=30), minutes=29, seconds=60)
    assert sandbox.clock.now() == HOURS[2]
    sandbox.clock.move_to(HOURS[3])
    sandbox.clock.move_to(HOURS[3])
    sandbox.clock.advance()
    assert sandbox.clock.now() == HOURS[3]


def test_time_goes_forward_only(sandbox: Sandbox) -> None:
    sandbox.clock.advance(hours=2)
    with pytest.raises(
        ValueError, match=r"shows 2026-01-01T02:00:00\+00:00 and goes forward only, not to 2026-01-01T01"
    ):
        sandbox.clock.move_to(HOURS[1])
    with pytest.raises(ValueError, match="forward only, not by -1"):
        sandbox.clock.advance(seconds=-1)
    with pytest.raises(ValueError, match="no time zone"):
        sandbox.clock.move_to(datetime(2027, 1, 1))
    with pytest.raises(ValueError, match="5999"):
        sandbox.clock.move_to(datetime(6000, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="5999"):
        sandbox.clock.advance(days=2_000_000)
    assert sandbox.clock.now() == HOURS[2]


def test_only_a_running_sandbox_has_a_clock() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        Sandbox(size=0).clock.now()


def test_a_file_of_a_later_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite"
    with Sandbox(size=0, path=path, now=START) as sandbox, people(sandbox, "alice") as [alice]:
        sandbox.clock.advance(hours=1)
        alice.say("Later")
    with pytest.raises(ValueError, match=r"statuses up to 2026-01-01T01:00:00.* pass a later time with now="):
        Sandbox(path=path, now=START).start()
    with Sandbox(path=path, now=HOURS[1]) as again, people(again, "alice") as [alice]:
        assert [alice.say("More")["content"], *(one["content"] for one in alice.get("v1/timelines/home"))] == [
            "<p>More</p>",
            "<p>More</p>",
            "<p>Later</p>",
        ]


# -- what falls due --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", [False, True], ids=["thread", "process"])
def test_everything_happens_at_its_time(process: bool) -> None:
    with (
        Sandbox(size=0, now=START, process=process) as sandbox,
        people(sandbox, "alice", "bob") as [alice, bob],
    ):
        poll = {"options": ["yes", "no"], "expires_in": 1_800}
        alice.post(f"v1/accounts/{bob.id}/mute", duration=5_400)
        alice.say("First", scheduled_at=iso(HOURS[1]), poll=poll)
        alice.say("Second", scheduled_at=iso(HOURS[2]))
        sandbox.clock.advance(minutes=59)
        assert alice.get(f"v1/accounts/{alice.id}/statuses") == []
        sandbox.clock.advance(hours=8)
        second, first = alice.get(f"v1/accounts/{alice.id}/statuses")
        assert (first["content"], first["created_at"]) == ("<p>First</p>", iso(HOURS[1]))
        assert (second["content"], second["created_at"]) == ("<p>Second</p>", iso(HOURS[2]))
        assert alice.get("v1/scheduled_statuses") == []
        assert (first["poll"]["expired"], first["poll"]["expires_at"]) == (True, "2026-01-01T01:30:00.000Z")
        [told] = alice.get("v1/notifications")
        assert (told["type"], told["created_at"]) == ("poll", "2026-01-01T01:30:00.000Z")
        assert alice.get(f"v1/accounts/relationships?id[]={bob.id}")[0]["muting"] is False
        assert sandbox.clock.now() == HOURS[8] + timedelta(minutes=59)


def test_moving_waits_for_the_work_that_the_server_has_begun() -> None:
    """The server posts by itself what is due; the program sees all of it when its call returns."""
    entered, go = threading.Event(), threading.Event()
    done: list[str] = []

    class SlowHub:
        """A hub that delivers when it is told to."""

        def publish(self, event: str, payload: str | None, channels: Iterable[str]) -> None:
            entered.set()
            assert go.wait(20)
            done.append("published")

        def has_listeners(self, channel: str) -> bool:
            return True

    clock = MovableClock(lambda: START)
    store = Store(clock=clock.now)
    account = add_local_account(store, "ann", "ann@mail.example")
    at = {"scheduled_at": to_ms(START), "params": '{"text": "Now"}'}
    store.insert("scheduled_statuses", {"account_id": account, **at})
    keeper = Timekeeper(clock, store, SlowHub(), ServerSite("http://mastodon.test", "mastodon.test"))

    def program() -> None:
        keeper.advance(60)
        done.append("moved")

    first, second = threading.Thread(target=keeper.run_due), threading.Thread(target=program)
    first.start()
    assert entered.wait(20)
    second.start()
    second.join(0.2)
    go.set()
    first.join()
    second.join()
    assert (done[0], done[-1]) == ("published", "moved")
    store.close()


def test_a_stream_gets_what_falls_due(sandbox: Sandbox) -> None:
    with people(sandbox, "alice") as [alice]:
        said = alice.say("#soon", scheduled_at=iso(HOURS[1]))
        assert said["params"]["text"] == "#soon"
        address = sandbox.url.replace("http", "ws") + "/api/v1/streaming?stream=hashtag&tag=soon"
        with connect(address, additional_headers={"Authorization": f"Bearer {sandbox.token_for('bob')}"}) as stream:
            assert stream.response is not None
            assert parsedate_to_datetime(stream.response.headers["date"]) == START
            assert sandbox.hub.wait_for_listener("hashtag:soon")
            sandbox.clock.advance(hours=3)
            event = json.loads(stream.recv(timeout=20))
        assert (event["event"], json.loads(event["payload"])["created_at"]) == ("update", iso(HOURS[1]))


def test_voters_are_told_that_a_poll_ended(sandbox: Sandbox) -> None:
    with people(sandbox, "alice", "bob") as [alice, bob]:
        poll = alice.say("Well?", poll={"options": ["yes", "no"], "expires_in": 600})["poll"]
        bob.post(f"v1/polls/{poll['id']}/votes", choices=[1])
        sandbox.clock.advance(minutes=9)
        assert bob.get("v1/notifications") == []
        assert bob.get(f"v1/polls/{poll['id']}")["expired"] is False
        sandbox.clock.advance(minutes=1)
        assert [one["type"] for person in (alice, bob) for one in person.get("v1/notifications")] == ["poll", "poll"]
        assert bob.get(f"v1/polls/{poll['id']}")["expired"] is True


def test_a_mute_ends(sandbox: Sandbox) -> None:
    with people(sandbox, "alice", "bob") as [alice, bob]:
        alice.post(f"v1/accounts/{bob.id}/mute", duration=3_600)
        bob.say("@alice Can you hear me?")
        sandbox.clock.advance(hours=1)
        bob.say("@alice And now?")
        told = [one["status"]["content"] for one in alice.get("v1/notifications?types[]=mention")]
        assert [text.rpartition("</a></span> ")[2] for text in told] == ["And now?</p>"]


def test_a_filter_ends(sandbox: Sandbox) -> None:
    with people(sandbox, "alice") as [alice]:
        keyword = [{"keyword": "tea"}]
        alice.post("v2/filters", title="No tea", context=["home"], expires_in=60, keywords_attributes=keyword)
        alice.say("tea")
        assert len(alice.get("v1/timelines/home")[0]["filtered"]) == 1
        sandbox.clock.advance(minutes=1)
        assert alice.get("v1/timelines/home")[0]["filtered"] == []


def test_a_window_of_the_rate_limits_passes(sandbox: Sandbox) -> None:
    sandbox.clock.advance(minutes=2)
    with people(sandbox, "alice") as [alice]:
        for _ in range(300):
            last = alice.http.get("/api/v1/preferences")
        reset = iso(START + timedelta(minutes=5)).replace("000Z", "000000Z")
        assert (last.status_code, last.headers["x-ratelimit-reset"]) == (200, reset)
        assert alice.http.get("/api/v1/preferences").status_code == 429
        client = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"), ratelimit_method="throw")
        with pytest.raises(MastodonRatelimitError):
            client.preferences()
        with pytest.raises(MastodonRatelimitError) as refused:  # by the client itself, which has learned the time
            client.preferences()
        assert 120 < (refused.value.retry_after or 0) < 182
        sandbox.clock.move_to(START + timedelta(minutes=5))
        assert alice.http.get("/api/v1/preferences").headers["x-ratelimit-remaining"] == "299"


def test_a_token_expires() -> None:
    with Sandbox(size=0, now=START, token_lifetime=7_200) as sandbox, people(sandbox, "alice") as [alice]:
        sandbox.clock.advance(minutes=119)
        alice.get("v1/preferences")
        sandbox.clock.advance(minutes=1)
        assert alice.get("v1/preferences", 401) == {"error": "The access token expired"}


def test_trends_pass(community: Sandbox) -> None:
    def names() -> list[str]:
        return [tag["name"] for tag in httpx2.get(f"{community.url}/api/v1/trends/tags").json()]

    first = names()
    assert len(first) == 10
    history = httpx2.get(f"{community.url}/api/v1/tags/{first[0]}").json()["history"]
    community.clock.advance(days=2)
    assert names()
    assert names() != first
    later = httpx2.get(f"{community.url}/api/v1/tags/{first[0]}").json()["history"]
    assert later[2:] == history[:5]
    community.clock.advance(days=8)  # by then, what alice has scheduled is out of the history too
    assert names() == []
    assert sum(int(day["uses"]) for day in httpx2.get(f"{community.url}/api/v1/tags/{first[0]}").json()["history"]) == 0


def test_announcements_come_and_go(sandbox: Sandbox) -> None:
    values = {"text": "Party", "content": "<p>Party</p>", "updated_at": 0}
    times = {"published_at": HOURS[1].timestamp() * 1000, "ends_at": HOURS[2].timestamp() * 1000}
    sandbox.store.insert("announcements", {**values, **{name: int(at) for name, at in times.items()}})
    with people(sandbox, "alice") as [alice]:
        shown = []
        for _ in range(4):
            shown.append(len(alice.get("v1/announcements")))
            sandbox.clock.advance(hours=1)
    assert shown == [0, 1, 1, 0]


def test_a_ban_of_an_address_ends(sandbox: Sandbox) -> None:
    admin = Person(sandbox, "admin", sandbox.admin_token)
    tool = sandbox.application("A tool").token("write:accounts")
    admin.post("v1/admin/ip_blocks", ip="127.0.0.1", severity="sign_up_block", expires_in=3_600)

    def sign_up() -> int:
        person = {"username": "new", "email": "new@sandbox.example", "password": "long enough", "locale": "en"}
        headers = {"Authorization": f"Bearer {tool}"}
        answer = httpx2.post(f"{sandbox.url}/api/v1/accounts", json={**person, "agreement": True}, headers=headers)
        return answer.status_code

    assert sign_up() in {403, 422}
    sandbox.clock.advance(hours=1)
    assert sign_up() == 200
    admin.http.close()


def test_work_that_was_announced_ends(sandbox: Sandbox) -> None:
    sandbox.clock.move_to(datetime(2026, 12, 10, tzinfo=UTC))
    with people(sandbox, "alice") as [alice]:
        answer = alice.http.post("/api/v1/annual_reports/2026/generate")
        path = f"v1_alpha/async_refreshes/{answer.headers['mastodon-async-refresh'].split(chr(34))[1]}"
        assert alice.get(path)["async_refresh"]["status"] == "running"
        sandbox.clock.advance(seconds=2)
        assert alice.get(path)["async_refresh"]["status"] == "finished"


# -- the same in each run --------------------------------------------------------------------------------------------


def answers(sandbox: Sandbox) -> dict[str, tuple[int, bytes, list[tuple[str, str]]]]:
    """What everybody and alice get from every path but those of streams and sign-in, after alice has posted."""
    with people(sandbox, "alice") as [alice], httpx2.Client(base_url=sandbox.url) as anybody:
        png = io.BytesIO()
        Image.new("RGB", (4, 4)).save(png, "PNG")
        made = alice.http.post("/api/v2/media", files={"file": ("dot.png", png.getvalue(), "image/png")}).json()
        said = alice.say("Look #photography", media_ids=[made["id"]])
        key = alice.get("v2/instance")["configuration"]["vapid"]["public_key"].encode() or b"no key"
        sandbox.clock.advance(days=4)
        found = {}
        routes = [route for route in (*api_routes(), *web.routes) if isinstance(route, Route)]
        paths = {route.path for route in routes if "GET" in (route.methods or ())}
        for template in sorted(paths):
            for value in (alice.id, said["id"], "alice", "photography") if "{" in template else ("",):
                path = re.sub(r"\{[^}]*\}", value, template)
                for name, client in (("alice", alice.http), ("anybody", anybody)):
                    got = client.get(path, headers={"X-Request-Id": "1"})
                    body, headers = got.content, got.headers.multi_items()
                    if key in body:  # that of push messages belongs to the server
                        body = body.replace(key, b"")
                        headers = [(field, text) for field, text in headers if field != "etag"]
                    found[f"{name} {path}"] = (got.status_code, body, headers)
        return found


def test_the_same_seed_and_time_give_the_same_answers_byte_for_byte() -> None:
    options: dict[str, Any] = {"size": 200, "seed": 3, "now": START, "rate_limits": 1_000.0}
    with Sandbox(**options) as one:
        first, port = answers(one), int(one.url.rpartition(":")[2])
    with Sandbox(**options, port=port) as two:
        second = answers(two)
    assert [request for request in first if first[request] != second[request]] == []
    assert sum(status == 200 for status, _, _ in first.values()) > 250
