"""A path under which existing programs find `Mastodon`."""

from trunkline.clients.client import Mastodon

__all__ = ["Mastodon"]
