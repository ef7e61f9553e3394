"""Conversion of HTML to plain text for reading."""

from __future__ import annotations

from trunkline.text.html import parse
from trunkline.text.rendering import Renderer


class _Plain(Renderer):
    def link(self, inner: str, href: str, *, is_name: bool) -> str:
        words = inner.strip()
        if not words:
            return href
        return words if is_name else f"{words} ({href})"


def html_to_text(html: str) -> str:
    """Convert HTML of the API (a status's ``content``, an account's ``note``) to plain text.

    Paragraphs are separated by an empty line. URLs are complete, including the parts that Mastodon hides; the URL of a
    link with another text follows in parentheses. Mentions and hashtags stay as shown. List items begin with ``-`` or a
    number, quoted lines with ``>``; other formatting is dropped, and images become their descriptions. Broken markup is
    not an error.

    Args:
        html: the HTML.
    """
    return _Plain().render(parse(html))
