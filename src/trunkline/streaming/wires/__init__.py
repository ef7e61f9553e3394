"""The two wires: server-sent events and WebSocket, as connections, and the parsers of both.

Imports, of streaming, only access and subscriptions; arrivals, recovery and the engine import this. The server's
side is https://github.com/mastodon/mastodon/blob/main/streaming/index.js.
"""
