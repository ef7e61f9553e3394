"""Conversion of HTML to Markdown."""

from __future__ import annotations

import re

from trunkline.text.html import parse
from trunkline.text.rendering import Renderer

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "strike": "~~"}
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>~]|&(?=[#\w]|$)")
_BEGINS_SOMETHING = re.compile(r"^(?:(#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=](?=[-=\s]*$))|(\d{1,9})([.)])(?=\s|$))")
_IN_ADDRESS = {char: f"%{ord(char):02X}" for char in " ()<>\\\"'`\n\t"}


class _Markdown(Renderer):
    def words(self, text: str) -> str:
        return _MEANS_SOMETHING.sub(r"\\\g<0>", text)

    def lines(self, lines: list[str]) -> str:
        text = "  \n".join(_BEGINS_SOMETHING.sub(_escape_beginning, line) for line in lines)
        return text.replace("![", "\\![")  # "!" before a link would make it an image

    def marked(self, tag: str, inner: str) -> str:
        mark, words = _MARKS.get(tag, ""), inner.strip()
        if not mark or not words or "\n\n" in words or words.startswith(mark):
            return inner
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{before}{mark}{words}{mark}{after}"

    def code(self, text: str) -> str:
        fence = "`" * (1 + _longest_run(text))
        room = " " if "`" in text else ""
        return f"{fence}{room}{text}{room}{fence}" if text.strip() else text

    def preformatted(self, text: str) -> str:
        if not text.strip():
            return ""
        fence = "`" * max(3, 1 + _longest_run(text))
        return f"{fence}\n{text}\n{fence}"

    def heading(self, text: str, level: int) -> str:
        return "#" * level + " " + " ".join(text.split())

    def address(self, href: str) -> str:
        return f"<{_escape_address(href)}>"

    def link(self, inner: str, href: str, *, is_name: bool) -> str:
        words = " ".join(inner.split())
        return f"[{words}]({_escape_address(href)})" if words else self.address(href)


def html_to_markdown(html: str) -> str:
    """Convert HTML of the API (a status's ``content``, an account's ``note``) to CommonMark.

    Links, emphasis, code, lists, quotations and headings are kept; mentions and hashtags become links. Images become
    their descriptions. Links with a scheme that Mastodon does not allow (``javascript:``) lose it and keep their text.
    Characters with a meaning in Markdown are escaped. Broken markup is not an error.

    Args:
        html: the HTML.
    """
    return _Markdown().render(parse(html))


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _escape_beginning(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _escape_address(href: str) -> str:
    return "".join(_IN_ADDRESS.get(char, char) for char in href)
