"""Rules of a server's robots.txt and X-Robots-Tag.

https://www.rfc-editor.org/rfc/rfc9309
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from protego import Protego

AGENT = "trunkline"
"""Product token by which a robots.txt can address this package."""

_LONGEST = 500 * 1024
_UNAVAILABLE = range(400, 500)
_SUCCESS = range(200, 300)
_OTHERS = "somebody-else"
_AGENT_LINE = re.compile(r"^\s*user[- ]?agent\s*:\s*([a-z_-]+).*$", re.IGNORECASE)
_TAG_AGENT = re.compile(r"[\w.*-]+")
_TAGS_WITH_VALUES = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_TAG_REFUSALS = frozenset({"noindex", "none", "noai"})


class Robots:
    """Rules of one server."""

    def __init__(self, rules: Protego | None) -> None:
        self._rules = rules

    @classmethod
    def of_answer(cls, status: int | None, text: str = "") -> Robots:
        """Parse the rules in a response to ``/robots.txt``, after redirects.

        Args:
            status: its HTTP status; ``None`` if there was no answer.
            text: its text. Beyond 500 KiB it is not read.

        Returns:
            The rules of the text for a status of 200 to 299; rules that allow everything for 300 to 499; rules that
            allow nothing for other failures.
        """
        if status in _SUCCESS:
            return cls(Protego.parse(_plain(text)))
        if status in _UNAVAILABLE or status in range(300, 400):
            return cls(Protego.parse(""))
        return cls(None)

    def allows(self, path: str) -> bool:
        """Return True if *path* (with its query, if it has one) may be read."""
        return self._rules is not None and self._rules.can_fetch(path, AGENT)

    @property
    def delay(self) -> float | None:
        """Seconds between two requests that the server asks for, if it does."""
        return None if self._rules is None else self._rules.crawl_delay(AGENT)


def tag_refuses(headers: Mapping[str, str]) -> bool:
    """Return True if a response's ``X-Robots-Tag`` forbids keeping it: ``noindex``, ``none`` or ``noai``.

    Directives for another program (``otherbot: noindex``) do not count.
    """
    return any(_refuses(value) for name, value in headers.items() if name.lower() == "x-robots-tag")


def _refuses(value: str) -> bool:
    agent = "*"
    for part in value.lower().split(","):
        before, colon, after = part.strip().partition(":")
        addressed = colon and before not in _TAGS_WITH_VALUES and _TAG_AGENT.fullmatch(before)
        agent = before if addressed else agent
        if agent in ("*", AGENT) and (after if addressed else part).strip() in _TAG_REFUSALS:
            return True
    return False


def _plain(text: str) -> str:
    """Return *text* up to the limit, without byte order mark, with each group addressed to us or to others.

    The parser matches prefixes: it would take a group for ``trunk`` as ours, and not one for ``trunkline/1.0``.
    """
    text = text.removeprefix("\ufeff")
    if len(text.encode()) > _LONGEST:
        text = text.encode()[:_LONGEST].decode(errors="ignore")
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return "\n".join(_AGENT_LINE.sub(_addressee, line) for line in text.splitlines())


def _addressee(line: re.Match[str]) -> str:
    return f"User-agent: {AGENT if line[1].lower() == AGENT else _OTHERS}"
