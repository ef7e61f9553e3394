"""Removal of the names and links of purged accounts from texts of other people."""

from __future__ import annotations

import re

from trunkline.pipeline.purge.names import PurgeList, host_in
from trunkline.pipeline.purge.tables import NOWHERE, Where
from trunkline.text.markup import unescaped

REDACTED = "[removed]"
"""Replacement for a name or a link."""

_LINK = re.compile(r"(<a\b[^>]*+(?:>|\Z))|</a\s*+>", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*+=\s*+["']([^"']*+)["']""", re.IGNORECASE)
_ADDRESS = re.compile(r"""https?://[^\s"'<>\\]+""", re.IGNORECASE)
_NAME_ENDS = r"(?!\w|[.-]\w)"


class Redactor:
    """Remover of names and links.

    Args:
        names: the accounts and servers.
    """

    def __init__(self, names: PurgeList) -> None:
        self._names = names
        handles = [rf"(?<![\w.@-])@?{re.escape(handle)}" for handle in sorted(names.handles)]
        handles += [rf"(?<![\w.@-])@?[\w.-]++@{re.escape(server)}" for server in sorted(names.servers)]
        self._handle = re.compile(f"(?:{'|'.join(handles)}){_NAME_ENDS}", re.IGNORECASE) if handles else None

    def suspects(self, values: list[str]) -> Where:
        """Match the rows that may have a name or a link in one of *values* (SQL for text in lower case)."""
        where = NOWHERE
        servers = {part for server in self._names.servers for part in (f"//{server}", f"@{server}")}
        for needle in sorted(self._names.names | servers):
            for value in values:
                where |= Where(f"{value} LIKE %s", (f"%{needle}%",))
        return where

    def is_in(self, text: str) -> bool:
        """Return True if *text* has such a name or link."""
        return self.without(text) != text

    def without(self, text: str) -> str:
        """Return *text* without the names and links."""
        text = _ADDRESS.sub(
            lambda address: REDACTED if self._is_theirs(address[0]) else address[0], self._without_links(text)
        )
        return self._handle.sub(REDACTED, text) if self._handle else text

    def _without_links(self, text: str) -> str:
        """Return *text* without the links, each from its start tag to the next end tag."""
        parts, place, begin = [], 0, -1
        for tag in _LINK.finditer(text):
            if tag[1] is None and begin >= 0:
                parts += [text[place:begin], REDACTED]
                place, begin = tag.end(), -1
            elif tag[1] is not None and begin < 0 and self._is_theirs(_href(tag[1])):
                begin = tag.start()
        return "".join((*parts, text[place:]))

    def _is_theirs(self, address: str) -> bool:
        address = address.lower()
        if host_in(address) in self._names.servers:
            return True
        known = self._names.addresses
        return address in known or any(address.startswith((f"{one}/", f"{one}?", f"{one}#")) for one in known)


def _href(tag: str) -> str:
    found = _HREF.search(tag)
    return unescaped(found[1]) if found else ""
