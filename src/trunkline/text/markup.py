"""A tokenizer of HTML whose work grows with the length of the text, whatever stands in it.

It follows https://html.spec.whatwg.org/multipage/parsing.html#tokenization, except that a tag without an end is text.
Each pattern consumes what it has read, or ends the reading. Parsers that build the tree of the standard need quadratic
time for nested blocks, and so does `html.parser` of older Pythons for tags without an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_MARKUP = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*+)|(!--)|[!?])")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(?P<end>>)|(?P<name>=[^\s/>=]*+|[^\s/>=]++)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?!["'])(?P<bare>[^\s>]*+)))?)"""
)
_NOT_MARKUP = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "title")}
"""Ends of elements whose content has no tags, and is not shown."""

_LONG_NUMBER = re.compile(r"&#[0-9]{8,}+;?")
"""References beyond the last character, of which `int` would refuse the longest."""


class MarkupTag(NamedTuple):
    """A start tag, or an end tag (without attributes).

    Attributes:
        name: in lower case.
        is_end: True for an end tag.
        attributes: names and values; of several of one name the first counts.
    """

    name: str
    is_end: bool
    attributes: dict[str, str]


def tokenize(html: str) -> Iterator[MarkupTag | str]:
    """Yield the tags and the texts between them; comments, and the content of scripts and styles, are left out."""
    place, end = 0, len(html)
    while found := _MARKUP.search(html, place):
        if place < found.start():
            yield unescaped(html[place : found.start()])
        if found[2] is None:
            closing = "-->" if found[3] else ">"
            close = html.find(closing, found.end())
            place = end if close < 0 else close + len(closing)
            continue
        tag, place = _tag(found, html)
        if tag is None:
            yield unescaped(html[found.start() :])
            return
        yield tag
        if not tag.is_end and tag.name in _NOT_MARKUP:
            closed = _NOT_MARKUP[tag.name].search(html, place)
            place = closed.start() if closed else end
    if place < end:
        yield unescaped(html[place:])


def _tag(found: re.Match[str], html: str) -> tuple[MarkupTag | None, int]:
    """Return a tag and the place behind it; no tag if it does not end."""
    attributes: dict[str, str] = {}
    place = found.end()
    while part := _ATTRIBUTE.match(html, place):
        place = part.end()
        if part["end"]:
            return MarkupTag(found[2].lower(), bool(found[1]), attributes), place
        value = part["double"] or part["single"] or part["bare"] or ""
        attributes.setdefault(part["name"].lower(), unescaped(value))
    return None, place


def unescaped(text: str) -> str:
    """Return *text* with its character references replaced."""
    return unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text
