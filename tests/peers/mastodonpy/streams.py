"""Streams, over server-sent events and a WebSocket."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from mastodon import CallbackStreamListener

from .steps import step


def streams(world: Any) -> None:
    """Walk."""
    own, other = world["as"]["mia"], world["as"]["noah"]
    noah = world["people"]["noah"]["id"]
    own.account_follow(noah)
    made = own.list_create("Streamed")
    own.list_accounts_add(made, noah)

    def heard(name: str, opening: Callable[..., Any], act: Callable[[], Any], **options: Any) -> None:
        """Open a stream, and act until it tells of something: the client does not say when it stands."""
        event, found = threading.Event(), []

        def take(told: Any) -> None:
            found.append(told)
            event.set()

        def listen() -> list[Any]:
            listener = CallbackStreamListener(update_handler=take, notification_handler=take, conversation_handler=take)
            handle = opening(listener, run_async=True, **options)
            while not event.wait(0.3):
                act()
            handle.close()
            return found[:1]

        step(name, listen, lambda told: len(told) == 1 and "id" in told[0])

    def says(text: str, **options: Any) -> Callable[[], Any]:
        return lambda: other.status_post(text, **options)

    def shows() -> Any:
        return other.status_post("A picture", media_ids=other.media_post("picture.png"))

    heard("stream_user", own.stream_user, says("Who hears this?"))
    heard("stream_user_notifications", own.stream_user_notifications, says("@mia And this?"))
    heard("stream_public", own.stream_public, says("To all"))
    heard("stream_public, with media", own.stream_public, shows, only_media=True)
    heard("stream_local", own.stream_local, says("To all here"))
    heard(
        "stream_hashtag", lambda listener, **more: own.stream_hashtag("streamed", listener, **more), says("#streamed")
    )
    heard(
        "stream_hashtag, local",
        lambda listener, **more: own.stream_hashtag("streamed", listener, local=True, **more),
        says("#streamed"),
    )
    heard("stream_list", lambda listener, **more: own.stream_list(made, listener, **more), says("For the list"))
    heard("stream_direct", own.stream_direct, says("@mia A letter", visibility="direct"))
    step("stream_open_websocket", lambda: _over_one(own, says("Over one connection")), lambda told: len(told) == 1)


def _over_one(own: Any, act: Callable[[], Any]) -> list[Any]:
    handle, event, found = own.stream_open_websocket(), threading.Event(), []

    def take(told: Any) -> None:
        found.append(told)
        event.set()

    own.stream_user(CallbackStreamListener(update_handler=take), websocket_handle=handle)
    while not event.wait(0.3):
        act()
    handle.close()
    return found[:1]
