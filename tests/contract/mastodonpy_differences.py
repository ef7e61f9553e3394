"""Intended differences from the names and signatures of Mastodon.py, with reasons."""

from __future__ import annotations

LISTENERS = {
    "CallbackStreamListener.on_delete": "the id is named as in StreamListener, whose method it overrides",
    "SSEStreamHandle.__init__": "handles are made by the package, of its own stream instead of a thread and a response",
    "WebSocketStreamHandle.__init__": "stream_open_websocket makes handles, with the settings of the client",
    "WebSocketStreamHandle.__exit__": "the three arguments that `with` passes are not looked at",
    "WebSocketStreamHandle.subscribe": "the two parameters that streams have are named, instead of any names at all",
    "WebSocketStreamHandle.unsubscribe": "the two parameters that streams have are named, instead of any names at all",
    "WebSocketSubscription.__init__": "subscriptions are made by WebSocketStreamHandle.subscribe",
}
"""Methods of listeners and handles with other parameters."""

MODULES = {
    "utility._T": "a variable of the old module's annotations, of no use at run time",
    "utility._Page": "a variable of the old module's annotations, of no use at run time",
}
"""Names left out of modules."""
