"""The streaming API over real connections: server-sent events and WebSockets."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from trunkline.sandbox import Sandbox
from trunkline.sandbox.live.hub import KILL, Hub
from trunkline.sandbox.live.messages import Message
from trunkline.sandbox.live.sockets import MOST_STREAMS

PATIENCE = 10.0


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=40, rate_limits=None) as running:
        yield running


class Person:
    """Somebody with a token."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.id = sandbox.accounts[name]
        self.token = sandbox.token_for(name, "read write follow push")
        headers = {"Authorization": f"Bearer {self.token}"}
        self.client = httpx2.Client(base_url=sandbox.url, headers=headers, timeout=PATIENCE)

    def post(self, path: str, **data: Any) -> Any:
        response = self.client.post(path, json=data)
        assert response.status_code == 200, response.text
        return response.json()

    def say(self, text: str, **data: Any) -> Any:
        return self.post("/api/v1/statuses", status=text, **data)


@pytest.fixture
def alice(sandbox: Sandbox) -> Iterator[Person]:
    person = Person(sandbox, "alice")
    with person.client:
        yield person


@pytest.fixture
def bob(sandbox: Sandbox) -> Iterator[Person]:
    person = Person(sandbox, "bob")
    with person.client:
        yield person


class Events:
    """The blocks of an open event stream."""

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        self._chunks = response.iter_bytes()
        self._buffer = b""

    def block(self) -> str:
        """The next block; the preamble has only one line end."""
        end = b"\n" if self._buffer.startswith(b":)") else b"\n\n"
        while end not in self._buffer:
            self._buffer += next(self._chunks)
            end = b"\n" if self._buffer.startswith(b":)") else b"\n\n"
        block, self._buffer = self._buffer.split(end, 1)
        return block.decode()

    def event(self) -> tuple[str, str]:
        """The next event, past comments."""
        while (block := self.block()).startswith(":"):
            pass
        first, second = block.split("\n", 1)
        return first.removeprefix("event: "), second.removeprefix("data: ")


@contextmanager
def listen(sandbox: Sandbox, path: str, token: str | None, **params: Any) -> Iterator[Events]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with (
        httpx2.Client(base_url=sandbox.url, headers=headers, timeout=PATIENCE) as client,
        client.stream("GET", f"/api/v1/streaming/{path}", params=params) as response,
    ):
        yield Events(response)


def refusal(sandbox: Sandbox, path: str, token: str | None, **params: Any) -> tuple[int, Any]:
    with listen(sandbox, path, token, **params) as events:
        return events.response.status_code, json.loads(events.response.read())


def ws_url(sandbox: Sandbox, **params: str) -> str:
    return str(httpx2.URL(sandbox.url.replace("http", "ws") + "/api/v1/streaming", params=params))


@contextmanager
def socket(sandbox: Sandbox, token: str, **params: str) -> Iterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {token}"}
    with connect(ws_url(sandbox, **params), additional_headers=headers, open_timeout=PATIENCE) as connection:
        yield connection


def received(connection: ClientConnection) -> Any:
    return json.loads(connection.recv(timeout=PATIENCE))


def test_health(sandbox: Sandbox) -> None:
    response = httpx2.get(f"{sandbox.url}/api/v1/streaming/health")
    assert (response.status_code, response.text) == (200, "OK")
    assert response.headers["content-type"].startswith("text/plain")


def test_refusals(sandbox: Sandbox, alice: Person) -> None:
    assert refusal(sandbox, "user", None) == (401, {"error": "Missing access token"})
    assert refusal(sandbox, "user", "nonsense") == (401, {"error": "Invalid access token"})
    assert refusal(sandbox, "nowhere", alice.token) == (400, {"error": "Unknown channel requested"})
    assert refusal(sandbox, "hashtag", alice.token) == (400, {"error": "Missing tag name parameter"})
    assert refusal(sandbox, "list", alice.token) == (400, {"error": "Missing list name parameter"})


def test_scopes(sandbox: Sandbox) -> None:
    refused = (401, {"error": "Access token does not have the required scopes"})
    assert refusal(sandbox, "public", sandbox.token_for("alice", "write")) == refused
    assert refusal(sandbox, "user/notification", sandbox.token_for("alice", "read:statuses")) == refused
    for path, scope in (("public", "read:statuses"), ("user/notification", "read:notifications")):
        with listen(sandbox, path, sandbox.token_for("alice", scope)) as events:
            assert events.response.status_code == 200


def test_list_of_somebody_else(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    made = alice.post("/api/v1/lists", title="mine")
    assert refusal(sandbox, "list", bob.token, list=made["id"]) == (
        401,
        {"error": "Not authorized to stream this list"},
    )


def test_public_stream_carries_posts_and_deletions(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    with listen(sandbox, "public", bob.token) as events:
        assert events.response.headers["content-type"].startswith("text/event-stream")
        assert events.response.headers["cache-control"] == "private, no-store"
        assert events.response.headers["access-control-allow-origin"] == "*"
        assert events.block() == ":)"
        status = alice.say("Line separators: \u2028 \x85 end")
        name, payload = events.event()
        assert (name, json.loads(payload)["id"]) == ("update", status["id"])
        assert "\u2028" in json.loads(payload)["content"]
        alice.client.put(f"/api/v1/statuses/{status['id']}", json={"status": "Changed"})
        name, payload = events.event()
        assert (name, json.loads(payload)["content"]) == ("status.update", "<p>Changed</p>")
        alice.client.delete(f"/api/v1/statuses/{status['id']}")
        assert events.event() == ("delete", status["id"])


def test_token_in_the_query(sandbox: Sandbox, alice: Person) -> None:
    with listen(sandbox, "public/local", None, access_token=alice.token) as events:
        assert events.response.status_code == 200
        status = alice.say("Here")
        assert json.loads(events.event()[1])["id"] == status["id"]


def test_only_media(sandbox: Sandbox, alice: Person) -> None:
    png = httpx2.get(f"{sandbox.url}/avatars/original/missing.png").content
    media = alice.client.post("/api/v2/media", files={"file": ("a.png", png, "image/png")}).json()
    with listen(sandbox, "public", alice.token, only_media="true") as events:
        alice.say("words only")
        shown = alice.say("a picture", media_ids=[media["id"]])
        assert json.loads(events.event()[1])["id"] == shown["id"]


def test_hashtag_stream_finds_any_spelling(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    with listen(sandbox, "hashtag", bob.token, tag="StreamTest") as events:
        alice.say("nothing to see")
        status = alice.say("about #streamtest")
        assert json.loads(events.event()[1])["id"] == status["id"]


def test_user_stream_has_notifications_if_the_scope_allows(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    without = sandbox.token_for("alice", "read:statuses")
    with listen(sandbox, "user", alice.token) as events, listen(sandbox, "user", without) as limited:
        status = alice.say("Mine")
        assert json.loads(events.event()[1])["id"] == status["id"]
        assert json.loads(limited.event()[1])["id"] == status["id"]
        bob.post(f"/api/v1/statuses/{status['id']}/favourite")
        name, payload = events.event()
        assert name == "notification"
        assert json.loads(payload)["type"] == "favourite"
        assert json.loads(payload)["account"]["id"] == bob.id
        after = alice.say("And another")
        assert json.loads(limited.event()[1])["id"] == after["id"]


def test_notification_stream_has_nothing_else(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    with listen(sandbox, "user/notification", alice.token) as events:
        status = alice.say("Mine")
        bob.post(f"/api/v1/statuses/{status['id']}/favourite")
        assert events.event()[0] == "notification"


def test_direct_stream(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    with listen(sandbox, "direct", alice.token) as events:
        status = bob.say("@alice psst", visibility="direct")
        name, payload = events.event()
        assert name == "conversation"
        assert json.loads(payload)["last_status"]["id"] == status["id"]


def test_list_stream(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    alice.post(f"/api/v1/accounts/{bob.id}/follow")
    made = alice.post("/api/v1/lists", title="friends")
    alice.post(f"/api/v1/lists/{made['id']}/accounts", account_ids=[bob.id])
    with listen(sandbox, "list", alice.token, list=made["id"]) as events:
        alice.say("not on the list")
        status = bob.say("on the list")
        assert json.loads(events.event()[1])["id"] == status["id"]


def test_public_stream_leaves_out_blocked_authors(sandbox: Sandbox, bob: Person) -> None:
    carol = Person(sandbox, "carol")
    with carol.client, listen(sandbox, "public", carol.token) as events:
        carol.post(f"/api/v1/accounts/{bob.id}/block")
        bob.say("Carol does not see this")
        status = carol.say("But this")
        assert json.loads(events.event()[1])["id"] == status["id"]
        carol.post(f"/api/v1/accounts/{bob.id}/unblock")


def test_public_streams_apply_the_filters_of_their_reader(sandbox: Sandbox, alice: Person, bob: Person) -> None:
    with listen(sandbox, "public", bob.token) as events, listen(sandbox, "public", alice.token) as others:
        made = bob.post(
            "/api/v2/filters",
            title="Pets",
            context=["public"],
            keywords_attributes=[{"keyword": "cat"}],
        )
        seen = alice.say("nothing")
        bob.post(f"/api/v2/filters/{made['id']}/statuses", status_id=seen["id"])
        poll = {"options": ["dog", "Cat"], "expires_in": 300}
        statuses = [alice.say("x", poll=poll), alice.say("category"), alice.say("cat", spoiler_text="warning")]
        alice.client.put(f"/api/v1/statuses/{seen['id']}", json={"status": "still nothing"})
        alone = {name: value for name, value in made.items() if name not in ("keywords", "statuses")}
        found = [json.loads(events.event()[1]) for _ in range(5)]
        found.sort(key=lambda one: (one["edited_at"] is not None, one["id"]))
        result = {"filter": alone, "status_matches": None}
        assert [one["filtered"] for one in found] == [
            [],
            [{**result, "keyword_matches": ["Cat"]}],
            [],
            [{**result, "keyword_matches": ["cat"]}],
            [],
        ]
        assert [one["id"] for one in found] == [seen["id"], *(one["id"] for one in statuses), seen["id"]]
        assert [json.loads(others.event()[1])["filtered"] for _ in range(5)] == [[]] * 5
    bob.client.delete(f"/api/v2/filters/{made['id']}")


def test_metrics_count_connections_streams_and_messages() -> None:
    with Sandbox(size=0) as own:
        person = Person(own, "alice")

        def number(name: str) -> int:
            lines = httpx2.get(f"{own.url}/metrics").text.splitlines()
            return next(int(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))

        assert httpx2.get(f"{own.url}/metrics").headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        with person.client, listen(own, "public", person.token) as events, socket(own, person.token) as connection:
            assert events.block() == ":)"
            connection.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": "x"}))
            assert own.hub.wait_for_listener("hashtag:x", PATIENCE)
            person.say("#x")
            events.event()
            received(connection)
            for kind, name in (("eventsource", "public"), ("websocket", "hashtag")):
                assert number(f'connected_clients{{type="{kind}"}}') == 1
                assert number(f'connected_channels{{type="{kind}",channel="{name}"}}') == 1
                assert number(f'connected_channels{{type="{kind}",channel="system"}}') == 2
                assert number(f'messages_sent_total{{type="{kind}"}}') == 1
            assert number("redis_messages_received_total") == 2
            assert number("redis_subscriptions") == 3  # public, the hashtag, and the token
        assert number('messages_sent_total{type="websocket"}') == 1


def test_the_heart_beats_also_while_events_come() -> None:
    with Sandbox(size=0, heartbeat=0.05, rate_limits=None) as busy:
        person = Person(busy, "alice")
        with person.client, listen(busy, "user", person.token) as events:
            for _ in range(1000):  # until two heartbeats have come between events
                person.say("busy")
                blocks = [events.block()]
                while blocks[-1].startswith(":"):
                    blocks.append(events.block())
                if ":thump" in blocks:
                    return
    raise AssertionError("no heartbeat")


def test_heartbeat() -> None:
    with Sandbox(size=0, heartbeat=0.05) as quiet, listen(quiet, "public", quiet.token_for("alice")) as events:
        assert [events.block() for _ in range(3)] == [":)", ":thump", ":thump"]


def test_stream_ends_when_the_token_is_revoked(sandbox: Sandbox) -> None:
    token = sandbox.token_for("bob", "read:statuses")
    row = sandbox.store.row("SELECT p.* FROM apps p JOIN access_tokens t ON t.app_id = p.id WHERE token = ?", (token,))
    assert row is not None
    secret = {"client_id": row["client_id"], "client_secret": row["client_secret"], "token": token}
    with listen(sandbox, "public", token) as events, socket(sandbox, token) as connection:
        assert events.block() == ":)"
        assert httpx2.post(f"{sandbox.url}/oauth/revoke", data=secret).json() == {}
        with pytest.raises(StopIteration):
            events.block()
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=PATIENCE)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1005  # none
    assert refusal(sandbox, "public", token) == (401, {"error": "Invalid access token"})


def test_websocket_with_the_stream_in_the_query(sandbox: Sandbox, alice: Person) -> None:
    with socket(sandbox, alice.token, stream="hashtag", tag="Query") as connection:
        assert sandbox.hub.wait_for_listener("hashtag:query", PATIENCE)
        status = alice.say("about #query")
        message = received(connection)
    assert message["stream"] == ["hashtag", "Query"]
    assert message["event"] == "update"
    assert json.loads(message["payload"])["id"] == status["id"]


def test_websocket_with_several_streams(sandbox: Sandbox, alice: Person) -> None:
    with socket(sandbox, alice.token) as connection:
        for request in ({"stream": "user"}, {"stream": "hashtag", "tag": "many"}, {"stream": "user"}):
            connection.send(json.dumps({"type": "subscribe", **request}))
        assert sandbox.hub.wait_for_listener("hashtag:many", PATIENCE)
        status = alice.say("so #many")
        streams = [received(connection), received(connection)]
        assert {tuple(message["stream"]) for message in streams} == {("user",), ("hashtag", "many")}
        connection.send(json.dumps({"type": "unsubscribe", "stream": "hashtag", "tag": "many"}))
        connection.send(json.dumps({"type": "subscribe", "stream": "nonsense"}))
        assert received(connection) == {"error": "Unknown stream type", "status": 400}
        alice.client.delete(f"/api/v1/statuses/{status['id']}")
        assert received(connection) == {"stream": ["user"], "event": "delete", "payload": status["id"]}


def test_websocket_has_a_largest_number_of_streams(sandbox: Sandbox, alice: Person) -> None:
    with socket(sandbox, alice.token) as connection:
        for number in range(MOST_STREAMS + 1):
            connection.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": f"many{number}"}))
        assert received(connection) == {"error": "Too many streams on one connection", "status": 429}


def test_websocket_knows_no_cookies(sandbox: Sandbox) -> None:
    with httpx2.Client(base_url=sandbox.url) as browser:
        browser.get("/auth/sign_in")
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    assert cookies
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{sandbox.domain}/api/v1/streaming", additional_headers={"Cookie": cookies})
    assert refused.value.response.status_code == 401


def test_websocket_errors_leave_it_open(sandbox: Sandbox, alice: Person) -> None:
    with socket(sandbox, alice.token) as connection:
        connection.send("this is no JSON")
        connection.send("[]")
        connection.send("[" * 50_000)
        connection.send('{"type": "subscribe", "stream": "\\ud800"}')
        connection.send(json.dumps({"type": "subscribe", "stream": {"a": ["\0"]}, "tag": 1e300, "list": [[1]]}))
        assert received(connection) == {"error": "Unknown stream type", "status": 400}
        connection.send(json.dumps({"type": "subscribe", "stream": "hashtag"}))
        assert received(connection) == {"error": "Missing tag name parameter", "status": 400}
        connection.send(json.dumps({"type": "unsubscribe", "stream": "list"}))
        assert received(connection) == {"error": "Error unsubscribing from channel"}
        connection.send(b"\x00")
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=PATIENCE)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1003


def test_websocket_token_as_subprotocol_or_in_the_query(sandbox: Sandbox, alice: Person) -> None:
    with connect(ws_url(sandbox, stream="user"), subprotocols=[alice.token]) as connection:  # type: ignore[list-item]
        assert connection.subprotocol == alice.token
    with connect(ws_url(sandbox, stream="user", access_token=alice.token)) as connection:
        assert sandbox.hub.wait_for_listener(f"user:{alice.id}", PATIENCE)


def test_websocket_without_a_token_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(ws_url(sandbox)):
        pass
    assert refused.value.response.status_code == 401
    assert refused.value.response.headers["X-Error-Message"] == "Missing access token"
    assert refused.value.response.headers["Content-Type"] == "text/plain"
    assert refused.value.response.body == b""


def test_a_websocket_may_have_any_path_below(sandbox: Sandbox, alice: Person) -> None:
    for path in ("/", "/public"):
        address = ws_url(sandbox).replace("/streaming", f"/streaming{path}")
        headers = {"Authorization": f"Bearer {alice.token}"}
        with connect(address, additional_headers=headers, open_timeout=PATIENCE) as connection:
            connection.send(json.dumps({"type": "subscribe", "stream": "nonsense"}))
            assert received(connection) == {"error": "Unknown stream type", "status": 400}


def test_a_listener_that_is_too_slow_is_cut_off() -> None:
    async def scenario() -> tuple[list[Message], list[Message], bool]:
        hub = Hub(capacity=2)
        subscription = hub.subscribe(["a", "b"])
        for number in range(3):
            hub.publish("update", str(number), ["a", "b"])
        return await subscription.messages(), await subscription.messages(), hub.has_listeners("a")

    first, then, listening = asyncio.run(scenario())
    assert [message.payload for message in first] == ["0", "1"]
    assert (then, listening) == ([], False)


def test_hub_works_across_threads() -> None:
    async def scenario() -> list[str | None]:
        hub = Hub()
        subscription = hub.subscribe(["a"], lambda message: None if message.event == "hidden" else message)
        await asyncio.to_thread(hub.publish, "hidden", "0", ["a"])
        await asyncio.to_thread(hub.publish, "update", "1", ["a"])
        found = [message.payload for message in await subscription.messages()]
        await asyncio.to_thread(hub.publish, KILL, "", ["a"])
        return [*found, *(message.payload for message in await subscription.messages())]

    assert asyncio.run(asyncio.wait_for(scenario(), PATIENCE)) == ["1"]
