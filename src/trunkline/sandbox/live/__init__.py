"""Streams: which events go to whom, over server-sent events and WebSocket."""
