"""The HTML of statuses, profiles and announcements as plain text."""

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
    """The plain text of a status's ``content``, an account's ``note``, and whatever else the API gives as HTML.

    An empty line stands between paragraphs. Addresses are whole, also where the server hides parts of them; a link
    with other words is followed by its address. Mentions and hashtags stay as they are shown. List items begin with
    ``-`` or a number, lines of quotations with ``>``; other formatting is dropped, and pictures become their
    descriptions. Any text is accepted, so that a broken tag is no error.

    Args:
        html: the HTML.
    """
    return _Plain().render(parse(html))
