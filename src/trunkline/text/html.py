"""A tolerant HTML parser: unclosed, overlapping and unknown tags are not errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
HIDDEN = frozenset(("head", "math", "noscript", "script", "style", "svg", "template", "title"))
"""Elements whose content is not shown."""

_ENDED_BY_ITSELF = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))
_HOLDS_THEM = frozenset(("ul", "ol", "dl", "table", "blockquote", "div"))
_DEEPEST = 60

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "details", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))
# fmt: on
"""Block elements: each begins on a new line."""


@dataclass(slots=True)
class Element:
    """An HTML element with its children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    is_block: bool = False

    @property
    def classes(self) -> list[str]:
        """The CSS classes."""
        return self.attributes.get("class", "").split()

    def text(self) -> str:
        """Return the text content, including the parts of addresses that Mastodon hides."""
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def parse(html: str) -> Element:
    """Return the root of the tree of *html*, an element without a name; nesting beyond `_DEEPEST` is flattened."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", is_block=True)]

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in _ENDED_BY_ITSELF:
            self._end_sibling(tag)
        if len(self.open) > _DEEPEST:
            return
        element = Element(tag, {name: value or "" for name, value in attrs}, is_block=tag in BLOCKS)
        self.open[-1].children.append(element)
        if element.is_block:
            for outer in self.open:
                outer.is_block = True
        if tag not in _EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not any(element.tag in HIDDEN for element in self.open):
            self.open[-1].children.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Skip ``<![...``, for which `HTMLParser` would raise an error."""
        end = self.rawdata.find(">", i)
        return len(self.rawdata) if end < 0 else end + 1

    def _end_sibling(self, tag: str) -> None:
        """Close the open element that a new one of its kind implicitly ends, such as a list item."""
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return
            if self.open[place].tag in _HOLDS_THEM:
                return
