"""Listeners and the handles of streams that run in the background."""

from trunkline.streaming import CallbackStreamListener, SSEStreamHandle, StreamHandle, StreamListener

__all__ = ["CallbackStreamListener", "SSEStreamHandle", "StreamHandle", "StreamListener"]
