"""The handles of WebSockets under the path that existing programs import them from."""

from mastodon.streaming.handles import WebSocketStreamHandle, WebSocketSubscription

__all__ = ["WebSocketStreamHandle", "WebSocketSubscription"]
