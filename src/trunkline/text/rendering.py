"""Rendering of an HTML tree as text; subclasses of `Renderer` decide the output format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import unquote, urlsplit

from trunkline.text.html import Element

# https://github.com/mastodon/mastodon/blob/main/lib/sanitize_ext/sanitize_config.rb, and mailto
_SCHEMES = frozenset(
    ("dat", "dweb", "gemini", "gopher", "http", "https", "ipfs", "ipns", "magnet", "mailto", "ssb", "xmpp")
)
_SOURCE_LINE = re.compile(r"(?<![^\S\u00a0])[^\S\n\t\u00a0]*+[\n\t][^\S\u00a0]*+")
_NAME = re.compile(r"[@#\uff03]\S+")
_LIST_NUMBER = re.compile("[0-9]{1,9}")  # https://spec.commonmark.org/0.31.2/#ordered-list-marker
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")

Block = tuple[str, str]
"""A block of text, as the separator from the block before it and its text."""


class Renderer:
    """Renders a tree as text. A format overrides the methods for inline elements and blocks."""

    def render(self, root: Element) -> str:
        """Return the text of a tree."""
        return _joined(self.blocks(root))

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks in an element; text between inner blocks is a block too."""
        for is_block, group in groupby(parent.children, lambda child: isinstance(child, Element) and child.is_block):
            if not is_block:
                yield from self.paragraphs("".join(map(self.inline, group)))
                continue
            for child in group:
                if isinstance(child, Element):
                    yield from self.block(child)

    def block(self, element: Element) -> Iterator[Block]:
        """Yield the blocks of a block element."""
        if element.tag in {"ul", "ol"}:
            yield "\n\n", self.list_items(element)
        elif element.tag == "blockquote":
            quoted = _joined(self.blocks(element))
            yield "\n\n", _prefixed(quoted, "> ", "> ") if quoted else ""
        elif element.tag == "pre":
            yield "\n\n", self.preformatted(element.text().strip("\n"))
        elif element.tag == "hr":
            yield "\n\n", "---"
        elif re.fullmatch("h[1-6]", element.tag):
            for gap, text in self.blocks(element):
                yield gap, self.heading(text, int(element.tag[1]))
        else:
            yield from self.blocks(element)

    def list_items(self, element: Element) -> str:
        """Render a list with one item a line; nested lists are indented."""
        start = element.attributes.get("start", "")
        number = int(start) if _LIST_NUMBER.fullmatch(start) else 1
        lines = []
        for item in element.children:
            if isinstance(item, str) and not item.strip():
                continue
            marker = f"{number}. " if element.tag == "ol" else "- "
            inner = item if isinstance(item, Element) else Element("li", children=[item])
            content = _joined(("\n" if _is_list(text) else gap, text) for gap, text in self.blocks(inner))
            lines.append(_prefixed(content, marker, " " * len(marker)))
            number += 1
        return "\n".join(lines)

    def paragraphs(self, text: str) -> Iterator[Block]:
        """Yield text within a block as paragraphs, split at empty lines."""
        for paragraph in _EMPTY_LINES.split(text):
            lines = [line.strip() for line in paragraph.strip().split("\n")]
            if any(lines):
                yield "\n\n", self.lines(lines)

    def inline(self, node: Element | str) -> str:
        """Render a text node or an inline element."""
        if isinstance(node, str):
            return self.words(_SOURCE_LINE.sub(" ", node))
        if node.tag == "br":
            return "\n"
        if node.tag == "img":
            return self.words(node.attributes.get("alt") or node.attributes.get("title") or "")
        if node.tag == "code":
            return self.code(_SOURCE_LINE.sub(" ", node.text()))
        if node.tag == "a":
            return self.anchor(node)
        return self.marked(node.tag, "".join(map(self.inline, node.children)))

    def anchor(self, node: Element) -> str:
        """Render a link; a URL is shown completely, including the parts that the server hides."""
        href, shown = node.attributes.get("href", "").strip(), node.text().strip()
        if not _may_be_linked(href):
            return "".join(map(self.inline, node.children))
        if _is_shortened(node) or _is_address(shown, href):
            return self.address(href.removeprefix("mailto:"))
        is_name = "mention" in node.classes or _NAME.fullmatch(shown) is not None
        return self.link("".join(map(self.inline, node.children)), href, is_name=is_name)

    def words(self, text: str) -> str:
        """Render plain text."""
        return text

    def lines(self, lines: list[str]) -> str:
        """Join the lines of a paragraph."""
        return "\n".join(lines)

    def marked(self, tag: str, inner: str) -> str:
        """Render an inline element such as ``strong`` around its rendered content."""
        return inner

    def code(self, text: str) -> str:
        """Render inline code."""
        return text

    def preformatted(self, text: str) -> str:
        """Render a block of code."""
        return text

    def heading(self, text: str, level: int) -> str:
        """Render a heading of a level from 1 to 6."""
        return text

    def address(self, href: str) -> str:
        """Render a link whose text is its own URL."""
        return href

    def link(self, inner: str, href: str, *, is_name: bool) -> str:
        """Render a link with another text than its URL; *is_name* is true for mentions and hashtags."""
        raise NotImplementedError


def _joined(blocks: Iterator[Block]) -> str:
    shown = [(gap, text) for gap, text in blocks if text]
    return "".join(part for block in shown for part in block)[len(shown[0][0]) :] if shown else ""


def _prefixed(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    prefixes = [first] + [others] * (len(lines) - 1)
    return "\n".join(prefix + line if line else prefix.rstrip() for prefix, line in zip(prefixes, lines, strict=True))


def _is_list(text: str) -> bool:
    return re.match(r"- |\d+\. ", text) is not None


def _may_be_linked(href: str) -> bool:
    try:
        return urlsplit(href).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _is_shortened(node: Element) -> bool:
    """Return True for a URL that the server has shortened for display.

    See https://github.com/mastodon/mastodon/blob/main/app/lib/text_formatter.rb.
    """
    inner = [child for child in node.children if isinstance(child, Element)]
    return any({"invisible", "ellipsis"} & {*child.classes} for child in inner)


def _is_address(shown: str, href: str) -> bool:
    """Return True if the text of a link is its URL, or the beginning of it followed by an ellipsis."""
    cut = shown.endswith(("…", "..."))
    mine, whole = _bare(shown.rstrip("….") if cut else shown), _bare(href)
    return bool(mine) and (whole.startswith(mine) if cut else mine == whole)


def _bare(address: str) -> str:
    return unquote(re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", address)).rstrip("/").lower()
