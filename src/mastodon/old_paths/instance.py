"""A path under which existing programs find `Mastodon`."""

from mastodon.client import Mastodon

__all__ = ["Mastodon"]
