"""Helpers on text, and `Mastodon`."""

from trunkline.clients.client import Mastodon
from trunkline.text import html_to_markdown, html_to_text, split_text, status_length

__all__ = ["Mastodon", "html_to_markdown", "html_to_text", "split_text", "status_length"]
