"""A tolerant HTML parser: unclosed, overlapping and unknown tags are not errors."""

from __future__ import annotations

from dataclasses import dataclass, field

from trunkline.text.markup import MarkupTag, tokenize

_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
HIDDEN = frozenset(("head", "math", "noscript", "script", "style", "svg", "template", "title"))
"""Elements whose content is not shown."""

_ENDED_BY_ITSELF = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))
_HOLDS_THEM = frozenset(("ul", "ol", "dl", "table", "blockquote", "div"))
_DEEPEST = 32  # each level indents: the text grows by as much

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
    for token in tokenize(html):
        if isinstance(token, str):
            builder.text(token)
        elif token.is_end:
            builder.end(token.name)
        else:
            builder.start(token)
    return builder.open[0]


class _Builder:
    def __init__(self) -> None:
        self.open = [Element("", is_block=True)]

    def start(self, tag: MarkupTag) -> None:
        if tag.name in _ENDED_BY_ITSELF:
            self._end_sibling(tag.name)
        if len(self.open) > _DEEPEST:
            return
        element = Element(tag.name, tag.attributes, is_block=tag.name in BLOCKS)
        self.open[-1].children.append(element)
        if element.is_block:
            for outer in self.open:
                outer.is_block = True
        if tag.name not in _EMPTY:
            self.open.append(element)

    def end(self, name: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == name:
                del self.open[place:]
                return

    def text(self, text: str) -> None:
        if not any(element.tag in HIDDEN for element in self.open):
            self.open[-1].children.append(text)

    def _end_sibling(self, tag: str) -> None:
        """Close the open element that a new one of its kind implicitly ends, such as a list item."""
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return
            if self.open[place].tag in _HOLDS_THEM:
                return
