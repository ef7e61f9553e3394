"""The wires: server-sent events and WebSocket, as connections, and the parsers of both.

A WebSocket carries all streams (`websocket_connection`, where `inquiry` finds out what a refusal means) or one each
(`separate_websockets`); `websocket` is what both have in common. Imports, of streaming, only access and subscriptions;
arrivals, recovery and the engine import this. The server's side is
https://github.com/mastodon/mastodon/blob/main/streaming/index.js.
"""
