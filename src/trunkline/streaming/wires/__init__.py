"""Connections that carry streams, server-sent events and WebSocket, and the parsers of both."""
