"""Programs with listeners, as they have long been written."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterable, Iterator
from queue import Queue
from typing import Any

import httpx2
import pytest
import requests

import trunkline
from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.streaming.conftest import People
from trunkline import CallbackStreamListener, Mastodon, StreamListener
from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonMalformedEventError,
    MastodonNetworkError,
    MastodonReadTimeout,
    MastodonStreamRefusedError,
    MastodonUnauthorizedError,
)
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.sandbox import Sandbox
from trunkline.streaming import GapFill
from trunkline.streaming.arrivals import typed
from trunkline.streaming.events import Event
from trunkline.streaming.wires.raw import RawEvent
from trunkline.transport.drivers import AsyncDriver


class Recorder(StreamListener):
    """Notes every call."""

    def __init__(self) -> None:
        self.calls: Queue[tuple[str, Any]] = Queue()

    def next(self, name: str) -> Any:
        """The argument of the next call of that name."""
        while True:
            called, argument = self.calls.get(timeout=10)
            if called == name:
                return argument

    def on_update(self, status: Any) -> None:
        self.calls.put(("update", status))

    def on_notification(self, notification: Any) -> None:
        self.calls.put(("notification", notification))

    def on_delete(self, status_id: Any) -> None:
        self.calls.put(("delete", status_id))

    def on_conversation(self, conversation: Any) -> None:
        self.calls.put(("conversation", conversation))

    def on_abort(self, err: Exception) -> None:
        self.calls.put(("abort", err))

    def handle_heartbeat(self) -> None:
        self.calls.put(("heartbeat", None))

    def on_websocket_error(self, error: MastodonAPIError, for_stream: list[str] | None = None) -> None:
        self.calls.put(("error", error))


def test_a_listener_in_a_thread(people: People, bob: Mastodon) -> None:
    listener = Recorder()
    handle = people.sync().stream_user(listener, run_async=True)
    assert handle.is_alive()
    assert handle.is_receiving()
    status: Any = bob.status_post("@alice hello")
    assert listener.next("update").id == status.id
    assert listener.next("notification").type == "mention"
    bob.status_delete(status)
    assert listener.next("delete") == status.id
    listener.next("heartbeat")
    handle.close()
    handle.join(5)
    assert not handle.is_alive()
    assert not handle.is_receiving()


@pytest.mark.parametrize(
    ("method", "arguments", "text", "settings"),
    [
        ("stream_public", {}, "p", {}),
        ("stream_public", {"local": True}, "p", {}),
        ("stream_local", {}, "p", {}),
        ("stream_hashtag", {"tag": "classic"}, "#classic", {}),
        ("stream_hashtag", {"tag": "#classic", "local": True}, "#classic", {}),
    ],
)
def test_streams_of_statuses(
    people: People, bob: Mastodon, method: str, arguments: dict[str, Any], text: str, settings: dict[str, Any]
) -> None:
    listener = Recorder()
    handle = getattr(people.sync(), method)(**arguments, listener=listener, run_async=True)
    status: Any = bob.status_post(text, **settings)
    assert listener.next("update").id == status.id
    handle.close()
    handle.join(5)


def test_streams_of_one_person(people: People, bob: Mastodon) -> None:
    alice, listener = people.sync(), Recorder()
    handles = [alice.stream_direct(listener, run_async=True), alice.stream_user_notifications(listener, run_async=True)]
    bob.status_post("@alice psst", visibility="direct")
    told = {listener.calls.get(timeout=10)[0] for _ in range(12)}
    assert {"conversation", "notification"} <= told
    for handle in handles:
        handle.close()
        handle.join(5)


def test_a_stream_of_a_list(people: People, bob: Mastodon) -> None:
    alice, listener = people.sync(), Recorder()
    alice.account_follow(bob.me())
    made = alice.list_create("friends")
    alice.list_accounts_add(made, [bob.me()])
    handle = alice.stream_list(made, listener, run_async=True)
    status: Any = bob.status_post("for the list")
    assert listener.next("update").id == status.id
    handle.close()
    handle.join(5)


def test_without_a_thread_the_end_of_the_connection_is_raised(people: People, proxy: FaultProxy) -> None:
    class Cutter(Recorder):
        def handle_heartbeat(self) -> None:
            proxy.cut_all()

    listener = Cutter()
    with pytest.raises(MastodonNetworkError):
        people.sync(url=proxy.url).stream_user(listener)
    assert isinstance(listener.next("abort"), MastodonNetworkError)


def test_without_reconnect_the_thread_ends(people: People, proxy: FaultProxy) -> None:
    listener = Recorder()
    handle = people.sync(url=proxy.url).stream_user(listener, run_async=True)
    proxy.cut_all()
    assert isinstance(listener.next("abort"), MastodonNetworkError)
    handle.join(5)
    assert not handle.is_alive()


def test_with_reconnect_it_goes_on_and_fetches_nothing(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    listener = Recorder()
    handle = people.sync(url=proxy.url).stream_user(
        listener, run_async=True, reconnect_async=True, reconnect_async_wait_sec=0.05
    )
    proxy.plan = lambda request: answering("502 Bad Gateway") if is_stream(request) else Fault()
    proxy.cut_all()
    listener.next("abort")
    bob.status_post("@alice missed")
    proxy.plan = untouched
    while not handle.is_receiving():
        threading.Event().wait(0.005)
    status: Any = bob.status_post("@alice seen")
    assert listener.next("update").id == status.id
    handle.close()
    handle.join(5)


@pytest.mark.parametrize("broken", ["/api/v1/timelines/home?limit=10", "/api/v1/timelines/home?limit=40"])
@pytest.mark.parametrize("wire", ["sse", "websocket"])
def test_a_connection_that_breaks_while_the_first_lists_are_read_is_made_again(
    people: People, bob: Mastodon, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch, broken: str, wire: Any
) -> None:
    left, send = [1], AsyncDriver._send

    async def sent(driver: AsyncDriver, request: HttpRequest) -> Response:
        if request.url.endswith(broken) and left:
            left.pop()
            proxy.cut_all()
            raise MastodonNetworkError("gone")
        return await send(driver, request)

    monkeypatch.setattr(AsyncDriver, "_send", sent)
    listener = Recorder()
    alice = people.sync(url=proxy.url)
    handle = alice.stream_user(
        listener, run_async=True, reconnect_async=True, reconnect_async_wait_sec=0.01, wire=wire, gap_fill=GapFill()
    )
    assert not left
    assert handle.is_receiving()
    status: Any = bob.status_post("@alice hello")
    assert listener.next("update").id == status.id
    handle.close()
    handle.join(5)


def test_a_server_that_is_not_there_is_raised_before_a_thread_is_started(people: People, proxy: FaultProxy) -> None:
    proxy.plan = lambda _: Fault("reset", after_bytes=0)
    alice = people.sync(url=proxy.url)
    alice.state.streaming_url = proxy.url
    for gap_fill in (None, GapFill()):
        with pytest.raises(MastodonNetworkError):
            alice.stream_user(
                Recorder(), run_async=True, reconnect_async=True, reconnect_async_wait_sec=0.01, gap_fill=gap_fill
            )


def test_a_wrong_token_is_raised_before_a_thread_is_started(people: People) -> None:
    listener = Recorder()
    for run_async in (True, False):
        with pytest.raises(MastodonNetworkError) as caught:  # as in Mastodon.py
            people.sync(access_token="wrong").stream_user(listener, run_async=run_async)
        assert isinstance(caught.value, MastodonStreamRefusedError)
        assert isinstance(caught.value.__cause__, MastodonUnauthorizedError)
        assert caught.value.args == ("Could not connect to streaming server: Unauthorized",)
        assert (caught.value.status, caught.value.path) == (401, "/api/v1/streaming")
        assert "Invalid access token" in str(caught.value)
    assert listener.calls.empty()


def test_a_listener_can_close_its_handle(people: People, bob: Mastodon) -> None:
    class Once(Recorder):
        handle: Any = None

        def on_update(self, status: Any) -> None:
            super().on_update(status)
            self.handle.close()

    listener = Once()
    listener.handle = people.sync().stream_hashtag("once", listener, run_async=True)
    for _ in range(3):
        bob.status_post("#once")
    listener.handle.join(5)
    assert listener.calls.qsize() - sum(name == "heartbeat" for name, _ in listener.calls.queue) == 1


def test_only_local_and_remote_together_make_no_sense(people: People) -> None:
    with pytest.raises(MastodonIllegalArgumentError):
        people.sync().stream_public(StreamListener(), local=True, remote=True)


# -- one WebSocket for several listeners


def test_a_websocket_carries_streams_with_listeners_of_their_own(people: People, bob: Mastodon) -> None:
    alice, everything, tagged = people.sync(), Recorder(), Recorder()
    with alice.stream_open_websocket(everything) as handle:
        home: Any = alice.stream_user(everything, websocket_handle=handle)
        tag: Any = handle.subscribe("hashtag", tagged, tag="ws")
        assert handle.subscriptions() == [home, tag]
        assert [(one.stream, one.params) for one in (home, tag)] == [("user", {}), ("hashtag", {"tag": "ws"})]
        with pytest.raises(MastodonIllegalArgumentError, match="already"):
            handle.subscribe("user")
        assert home.is_receiving()
        status: Any = bob.status_post("@alice #ws")
        assert everything.next("update").id == status.id
        assert tagged.next("update").id == status.id
        tag.close()
        assert not tag.is_alive()
        assert handle.subscriptions() == [home]
        assert handle.unsubscribe("user") is handle
        home.close()
        with pytest.raises(MastodonIllegalArgumentError, match="does not carry"):
            handle.unsubscribe("user")
        assert not home.is_alive()
    handle.join(5)
    with pytest.raises(MastodonIllegalArgumentError, match="closed"):
        handle.subscribe("user")


def test_a_websocket_tells_what_the_server_refuses(people: People) -> None:
    listener = Recorder()
    with people.sync().stream_open_websocket(listener) as handle:
        handle.subscribe("list", list="999")
        error = listener.next("error")
        assert error.args[1:] == (401, "Not authorized to stream this list")
        assert handle.is_receiving()
        with pytest.raises(MastodonIllegalArgumentError, match="not both"):
            handle.subscribe("list", list="1", tag="2")


# -- dispatch


@pytest.mark.parametrize(
    ("name", "payload", "method"),
    [
        ("status.update", '{"id":"1"}', "on_status_update"),
        ("filters_changed", None, "on_filters_changed"),
        ("announcement", '{"id":"1"}', "on_announcement"),
        ("announcement.reaction", '{"name":"x"}', "on_announcement_reaction"),
        ("announcement.delete", "1", "on_announcement_delete"),
        ("notifications_merged", "1", "on_notifications_merged"),
        ("encrypted_message", '{"id":"1"}', "on_encrypted_message"),
        ("of.the_future", '{"id":"1"}', "on_of_the_future"),
    ],
)
def test_each_event_has_its_method(name: str, payload: str | None, method: str) -> None:
    called: list[tuple[Any, ...]] = []
    any_event: list[tuple[Any, ...]] = []
    listener = type("Listener", (StreamListener,), {method: lambda _, *args: called.append(args)})()
    listener.on_any_event = lambda name, data, for_stream: any_event.append((name, data, for_stream))
    listener.dispatch(typed(RawEvent(name, payload, "user")))
    assert len(called) == 1
    assert [(one[0], one[2]) for one in any_event] == [(name, ["user"])]


@pytest.mark.parametrize("name", ["of.the_future", "abort", "any_event", "unknown_event"])
def test_an_unknown_event_is_ignored_unless_it_is_expected(name: str) -> None:
    listener = Recorder()
    event = typed(RawEvent(name, "1", "user"))
    listener.dispatch(event)
    assert listener.calls.empty()
    seen: list[tuple[str, Any]] = []
    CallbackStreamListener(unknown_event_handler=lambda *args: seen.append(args)).dispatch(event)
    assert seen == [(name, 1)]


def test_what_cannot_be_read_is_an_error() -> None:
    listener = Recorder()
    with pytest.raises(MastodonMalformedEventError):
        listener.dispatch(typed(RawEvent("update", "{", "user")))
    assert isinstance(listener.next("abort"), MastodonMalformedEventError)


def test_what_is_not_handled_is_ignored() -> None:
    names = ["update", "delete", "notification", "conversation", "status.update", "filters_changed", "announcement"]
    for listener in (StreamListener(), CallbackStreamListener()):
        for name in names:
            listener.dispatch(typed(RawEvent(name, '{"id":"1","account":{"acct":"a"}}', "user")))


def test_local_statuses_have_a_callback_of_their_own() -> None:
    seen: list[str] = []
    listener = CallbackStreamListener(
        update_handler=lambda status: seen.append(f"any {status.id}"),
        local_update_handler=lambda status: seen.append(f"local {status.id}"),
    )
    events: list[Event] = [
        typed(RawEvent("update", '{"id":"1","account":{"acct":"a"}}', "public")),
        typed(RawEvent("update", '{"id":"2","account":{"acct":"a@b.example"}}', "public")),
    ]
    for event in events:
        listener.dispatch(event)
    assert seen == ["any 1", "local 1", "any 2"]


class _Answer:
    """An open HTTP answer."""

    def __init__(self, *chunks: bytes) -> None:
        self._chunks: Iterable[bytes] = chunks

    def iter_content(self, _size: int | None) -> Any:
        return iter(self._chunks)


def test_a_listener_reads_an_answer_that_somebody_else_opened() -> None:
    listener = Recorder()
    listener.handle_stream(_Answer(b":thump\n\nevent: dele", b"te\ndata: 7\n\n"))
    assert [listener.calls.get_nowait()[0] for _ in range(2)] == ["heartbeat", "delete"]
    assert listener.calls.empty()


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (requests.exceptions.ChunkedEncodingError("nope"), MastodonNetworkError),
        (requests.exceptions.ConnectionError("nope"), MastodonNetworkError),
        (requests.exceptions.ReadTimeout("nope"), MastodonReadTimeout),
        (httpx2.ReadTimeout("nope"), MastodonReadTimeout),
        (httpx2.RemoteProtocolError("nope"), MastodonNetworkError),
        (KeyError("of the program"), KeyError),
    ],
)
def test_errors_of_an_answer_that_somebody_else_opened(raised: Exception, kind: type[Exception]) -> None:
    def chunks() -> Iterator[bytes]:
        yield b":thump\n\n"
        raise raised

    listener, answer = Recorder(), _Answer()
    answer._chunks = chunks()
    with pytest.raises(kind) as caught:
        listener.handle_stream(answer)
    listener.next("heartbeat")
    if kind is KeyError:
        assert listener.calls.empty()
    else:
        assert type(caught.value) is kind
        assert listener.next("abort") is caught.value


@pytest.mark.parametrize("reconnect", [False, True])
def test_a_stream_that_the_server_ends_is_not_broken(sandbox: Sandbox, people: People, reconnect: bool) -> None:
    class Ending(Recorder):
        def handle_heartbeat(self) -> None:
            sandbox.disconnect_streams()
            super().handle_heartbeat()

    listener = Ending()
    if reconnect:
        handle: Any = people.sync().stream_user(
            listener, run_async=True, reconnect_async=True, reconnect_async_wait_sec=0
        )
        listener.next("heartbeat")
        listener.next("heartbeat")
        handle.close()
    else:
        assert people.sync().stream_user(listener) is None
    assert "abort" not in [listener.calls.get_nowait()[0] for _ in range(listener.calls.qsize())]


@pytest.mark.parametrize("raised", [MastodonNetworkError("of a call"), AttributeError("of the program")])
def test_a_listener_that_reconnects_outlives_errors_of_its_methods(
    people: People, bob: Mastodon, raised: Exception
) -> None:
    class Failing(Recorder):
        def on_update(self, status: Any) -> None:
            super().on_update(status)
            raise raised

    listener = Failing()
    handle = people.sync().stream_hashtag("goeson", listener, run_async=True, reconnect_async=True)
    for _ in range(2):
        bob.status_post("#goeson")
        listener.next("update")
    assert handle.is_alive()
    handle.close()


def test_lines_that_somebody_else_received() -> None:
    listener = Recorder()
    event: dict[str, str] = {}
    for line in (":thump", "event: delete", "data: 7"):
        event = listener._parse_line(line, event)
    listener._dispatch(event)
    listener._dispatch({})
    assert [listener.calls.get_nowait() for _ in range(2)] == [("heartbeat", None), ("delete", "7")]
    for wrong in (lambda: listener._parse_line("nothing", {}), lambda: listener._dispatch({"data": "7"})):
        with pytest.raises(MastodonMalformedEventError):
            wrong()
        listener.next("abort")
    assert listener.calls.empty()


def test_methods_may_take_the_name_of_the_stream() -> None:
    seen: list[Any] = []

    class Listener(StreamListener):
        def on_delete(self, status_id: Any, for_stream: list[str] | None = None) -> None:
            seen.append((status_id, for_stream))

        def on_filters_changed(self, for_stream: list[str] | None = None) -> None:
            seen.append(for_stream)

        def on_any_event(self, name: str, data: Any = None) -> None:  # type: ignore[override]
            seen.append(name)

        def on_unknown_event(self, name: str, unknown_event: Any = None, for_stream: list[str] | None = None) -> None:
            seen.append((name, unknown_event, for_stream))

    listener = Listener()
    listener.handle_websocket_message({"stream": ["user"], "event": "delete", "payload": "7"})
    listener.dispatch(typed(RawEvent("filters_changed", None, "user")))
    listener.dispatch(typed(RawEvent("of.the_future", "1", "user")))
    assert seen == [
        "delete",
        ("7", ["user"]),
        "filters_changed",
        ["user"],
        "of.the_future",
        ("of.the_future", 1, ["user"]),
    ]


def test_a_listener_reads_messages_that_somebody_else_received() -> None:
    listener = Recorder()
    listener.handle_websocket_message('{"stream":["user"],"event":"delete","payload":"7"}')
    assert listener.next("delete") == "7"
    listener.handle_websocket_message('{"error":"no","status":401}')
    assert listener.next("error").args == ("WebSocket streaming subscription failed", 401, "no")
    listener.handle_websocket_message("")
    listener.next("heartbeat")
    listener.handle_websocket_message('{"event":"pleroma:respond","payload":"{\\"result\\":\\"success\\"}"}')
    listener.handle_websocket_message('{"event":"pleroma:respond","payload":{"result":"error","error":"bad_topic"}}')
    assert listener.calls.get_nowait()[1].args[1:] == (None, "bad_topic")
    with pytest.raises(MastodonMalformedEventError):
        listener.handle_websocket_message("{")


def test_names_that_programs_import() -> None:
    for name in ("StreamListener", "CallbackStreamListener", "StreamHandle", "SSEStreamHandle"):
        assert inspect.isclass(getattr(trunkline, name))
    for name in ("WebSocketStreamHandle", "WebSocketSubscription"):
        assert inspect.isclass(getattr(trunkline, name))
