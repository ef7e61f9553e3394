"""Streams: what listeners are told, and how streams end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import mastodon
from mastodon import CallbackStreamListener, Mastodon, StreamListener

from .attempts import attempt
from .server import Server
from .show import show

_ACCOUNT = {"id": "7", "username": "noah", "acct": "noah", "created_at": "2026-01-01T00:00:00.000Z"}
_STATUS = {"id": "12", "created_at": "2026-06-01T12:00:00.000Z", "content": "<p>x</p>", "account": _ACCOUNT}
_NOTIFICATION = {"id": "3", "type": "mention", "created_at": "2026-06-01T12:00:00.000Z", "account": _ACCOUNT}
_CONVERSATION = {"id": "4", "unread": True, "accounts": [_ACCOUNT], "last_status": _STATUS}
_ANNOUNCEMENT = {"id": "5", "content": "<p>y</p>", "published_at": "2026-06-01T12:00:00.000Z", "reactions": []}
_REACTION = {"name": "🐟", "count": 2, "announcement_id": "5"}
_EVENTS: dict[str, str] = {
    "update": json.dumps(_STATUS),
    "status.update": json.dumps(_STATUS),
    "delete": "12",
    "notification": json.dumps(_NOTIFICATION),
    "conversation": json.dumps(_CONVERSATION),
    "announcement": json.dumps(_ANNOUNCEMENT),
    "announcement.reaction": json.dumps(_REACTION),
    "announcement.delete": "5",
    "filters_changed": "undefined",
    "notifications_merged": "1",
    "encrypted_message": "{}",
    "nobody_knows": json.dumps({"a": 1}),
}
_METHODS = (
    "on_update on_delete on_notification on_filters_changed on_conversation on_announcement on_announcement_reaction "
    "on_announcement_delete on_status_update on_encrypted_message on_notifications_merged handle_heartbeat on_abort"
).split()


def _answer(text: str, status: int = 200, kind: str = "text/event-stream") -> list[dict[str, Any]]:
    return [
        {
            "method": "GET",
            "path": r"/api/v1/streaming.*",
            "status": status,
            "headers": {"Content-Type": kind},
            "body": text,
        }
    ]


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"


def _noting(heard: list[Any], base: type = StreamListener, unknown: bool = True) -> Any:
    def method(name: str) -> Callable[..., None]:
        def note(self: Any, *args: Any, **options: Any) -> None:
            heard.append(
                [
                    name,
                    *[show(one, 3) if not isinstance(one, Exception) else type(one).__name__ for one in args],
                    sorted(options),
                ]
            )

        return note

    names = [*_METHODS, *(["on_unknown_event"] if unknown else [])]
    return type("Noting", (base,), {name: method(name) for name in names})()


def _client(server: Server, job: dict[str, Any]) -> Any:
    return Mastodon(api_base_url=server.url, access_token=job["token"])


def _listened(server: Server, job: dict[str, Any], text: str, listener: Any, **options: Any) -> dict[str, Any]:
    server.begin(_answer(text))
    client = _client(server, job)
    end = attempt(lambda: show(client.stream_user(listener, **options)))
    sent = [one["path"] for one in server.requests() if "streaming" in one["path"]]
    return {"end": end, "connections": sent}


def each_event(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Tell of each event by itself."""
    found = {}
    for name, data in _EVENTS.items():
        heard: list[Any] = []
        found[f"{name}: end"] = _listened(server, job, _event(name, data), _noting(heard))
        found[f"{name}: heard"] = heard[:1]
        found[f"{name}: heard at all"] = heard
    return found


def each_event_by_callback(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Tell of each event, to functions."""
    found = {}
    for name, data in _EVENTS.items():
        heard: list[Any] = []

        def note(*args: Any, heard: list[Any] = heard) -> None:
            heard.append([show(one, 3) for one in args])

        handlers = (
            "update_handler local_update_handler delete_handler notification_handler conversation_handler "
            "unknown_event_handler status_update_handler filters_changed_handler announcement_handler "
            "announcement_reaction_handler announcement_delete_handler encryted_message_handler"
        ).split()
        listener = CallbackStreamListener(**dict.fromkeys(handlers, note))
        found[f"{name}: end"] = _listened(server, job, _event(name, data), listener)
        found[f"{name}: heard"] = heard
    return found


def unknown_events_with_the_default_listener(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Send what the listener has no method for."""
    heard: list[Any] = []
    text = _event("nobody_knows", "1") + _event("delete", "9")
    return {**_listened(server, job, text, _noting(heard, unknown=False)), "heard": heard}


def a_bare_listener(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Send everything to a listener that overrides nothing."""
    text = "".join(_event(name, data) for name, data in _EVENTS.items())
    return _listened(server, job, text, StreamListener())


def heartbeats(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Send heartbeats of both kinds."""
    heard: list[Any] = []
    return {**_listened(server, job, ":)\n\n:thump\n\n:\n\n", _noting(heard)), "heard": heard}


def an_end_without_events(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """End at once."""
    heard: list[Any] = []
    return {**_listened(server, job, "", _noting(heard)), "heard": heard}


def malformed_events(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Send what is no event."""
    found: dict[str, Any] = {}
    texts = {
        "no JSON": _event("update", "{no json"),
        "no data": "event: update\n\n",
        "no name": "data: 12\n\n",
        "a field without a colon": "nonsense\n\n",
        "no blank line at the end": "event: delete\ndata: 12\n",
        "data in two lines": 'event: update\ndata: {"id":\ndata: "12"}\n\n',
        "carriage returns": "event: delete\r\ndata: 12\r\n\r\n",
        "unknown field": "retry: 5\nevent: delete\ndata: 12\n\n",
        "an entity that is a list": _event("update", "[]"),
        "null": _event("update", "null"),
    }
    for name, text in texts.items():
        heard: list[Any] = []
        found[f"{name}: end"] = _listened(server, job, text, _noting(heard))
        found[f"{name}: heard"] = heard
    return found


def errors_of_the_server(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Refuse the stream."""
    found = {}
    for status in (401, 404, 422, 429, 500, 502, 503, 504):
        server.begin(_answer('{"error": "No"}', status, "application/json"))
        found[str(status)] = attempt(lambda: _client(server, job).stream_user(StreamListener()))
    return found


def a_listener_that_raises(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Raise in a callback."""

    class Raising(StreamListener):
        def on_update(self, status: Any) -> None:
            raise KeyError(status["id"])

    return _listened(server, job, _event("update", _EVENTS["update"]), Raising())


def a_listener_with_for_stream(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Take the name of the stream."""
    heard: list[Any] = []

    class Taking(StreamListener):
        def on_update(self, status: Any, for_stream: Any = None) -> None:
            heard.append([status["id"], for_stream])

        def on_unknown_event(self, name: Any, unknown_event: Any = None, for_stream: Any = None) -> None:
            heard.append([name, show(unknown_event, 2), for_stream])

    text = _event("update", _EVENTS["update"]) + _event("nobody_knows", "{}")
    listener = Taking()
    found = {**_listened(server, job, text, listener), "heard": list(heard)}
    message = {"event": "update", "stream": ["hashtag", "cats"], "payload": _EVENTS["update"]}
    found["a frame"] = attempt(lambda: listener.handle_websocket_message(message))
    found["heard of the frame"] = heard[2:]
    return found


def private_parts_of_listeners(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Use what is below the callbacks."""
    heard: list[Any] = []
    listener = _noting(heard)
    found: dict[str, Any] = {
        "_dispatch": attempt(lambda: listener._dispatch({"event": "delete", "data": "12"})),
        "_parse_line": attempt(lambda: listener._parse_line("event: delete", {})),
        "handle_websocket_message": attempt(
            lambda: listener.handle_websocket_message({"event": "delete", "stream": ["user"], "payload": "12"})
        ),
    }

    class Response:
        def iter_content(self, chunk_size: int = 1) -> Any:
            yield from (bytes([one]) for one in _event("delete", "13").encode())

        def close(self) -> None:
            pass

    found["handle_stream"] = attempt(lambda: listener.handle_stream(Response()))
    found["heard"] = heard
    return found


def errors_of_requests_in_handle_stream(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Break off while a listener reads."""
    import requests

    found = {}
    for error in (
        requests.exceptions.ChunkedEncodingError("broken"),
        requests.exceptions.ConnectionError("gone"),
        requests.exceptions.ReadTimeout("slow"),
        OSError("low"),
    ):

        class Response:
            def iter_content(self, chunk_size: int = 1, error: Exception = error) -> Any:
                yield b":"
                raise error

            def close(self) -> None:
                pass

        heard: list[Any] = []
        listener = _noting(heard)
        found[type(error).__name__] = attempt(lambda told=listener, response=Response: told.handle_stream(response()))
        found[f"{type(error).__name__}: heard"] = heard
    return found


def in_the_background(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Listen in a thread until the end."""
    heard: list[Any] = []
    server.begin(_answer(_event("delete", "12")))
    handle = _client(server, job).stream_user(_noting(heard), run_async=True)
    found: dict[str, Any] = {"type": isinstance(handle, mastodon.StreamHandle)}
    found["join"] = attempt(lambda: handle.join(3))
    found["alive"] = attempt(handle.is_alive)
    found["receiving"] = attempt(handle.is_receiving)
    found["close"] = attempt(handle.close)
    found["heard"] = heard
    return found


def in_the_background_and_again(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Listen in a thread that connects again."""
    heard: list[Any] = []
    server.begin(_answer(_event("delete", "12")))
    handle = _client(server, job).stream_user(
        _noting(heard), run_async=True, reconnect_async=True, reconnect_async_wait_sec=0.05
    )
    attempt(lambda: handle.join(1))
    found = {"alive": attempt(handle.is_alive), "close": attempt(handle.close)}
    return {**found, "heard first": heard[:2], "aborts": any(one[0] == "on_abort" for one in heard)}


def each_stream(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Open each stream, and look at the address."""
    calls: dict[str, Callable[[Any], Any]] = {
        "user": lambda c: c.stream_user(StreamListener()),
        "notifications": lambda c: c.stream_user_notifications(StreamListener()),
        "public": lambda c: c.stream_public(StreamListener()),
        "public, media": lambda c: c.stream_public(StreamListener(), only_media=True),
        "public, local": lambda c: c.stream_public(StreamListener(), local=True),
        "public, remote": lambda c: c.stream_public(StreamListener(), remote=True),
        "public, local and remote": lambda c: c.stream_public(StreamListener(), local=True, remote=True),
        "local": lambda c: c.stream_local(StreamListener()),
        "local, media": lambda c: c.stream_local(StreamListener(), only_media=True),
        "hashtag": lambda c: c.stream_hashtag("cats", StreamListener()),
        "hashtag with #": lambda c: c.stream_hashtag("#cats", StreamListener()),
        "hashtag, local": lambda c: c.stream_hashtag("cats", StreamListener(), local=True),
        "list": lambda c: c.stream_list(5, StreamListener()),
        "list as an object": lambda c: c.stream_list({"id": "5"}, StreamListener()),
        "direct": lambda c: c.stream_direct(StreamListener()),
    }
    found: dict[str, Any] = {}
    for name, call in calls.items():
        server.begin(_answer(""))
        client = _client(server, job)
        found[f"{name}: end"] = attempt(lambda call=call, client=client: show(call(client)))
        sent = server.requests()
        found[f"{name}: sent"] = [
            [one["path"], one["query"], one["headers"].get("authorization")]
            for one in sent
            if "streaming" in one["path"]
        ][:1]
        found[f"{name}: asked besides"] = [one["path"] for one in sent if "streaming" not in one["path"]]
    return found


SCRIPTS = (
    each_event,
    each_event_by_callback,
    unknown_events_with_the_default_listener,
    a_bare_listener,
    heartbeats,
    an_end_without_events,
    malformed_events,
    errors_of_the_server,
    a_listener_that_raises,
    a_listener_with_for_stream,
    private_parts_of_listeners,
    errors_of_requests_in_handle_stream,
    in_the_background,
    in_the_background_and_again,
    each_stream,
)
