"""The handles of WebSockets under the path that existing programs import them from."""

from trunkline.streaming.listeners.handles import WebSocketStreamHandle, WebSocketSubscription

__all__ = ["WebSocketStreamHandle", "WebSocketSubscription"]
