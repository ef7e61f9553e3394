"""Splitting of a long text into parts that each fit into a status."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.text.graphemes import clusters
from trunkline.text.length import status_length
from trunkline.text.limits import CHARACTERS, CHARACTERS_PER_URL
from trunkline.text.tokens import tokens

_PARAGRAPH, _SENTENCE, _WORD, _ANYWHERE, _BEFORE_A_SIGN = range(5)
_LEAST_SHARE = (0.5, 0.5, 0.0, 0.0, 0.0)
"""Minimum share of the limit that a part has to fill, by the kind of border it ends at."""

_SIGNS = "@\uff20#\uff03"
_WHITE = re.compile(r"\s+")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”\u2019»)\]]*$")
_ENDS_WIDE_SENTENCE = re.compile(r"[。\uff01\uff1f｡][。\uff01\uff1f｡」』\uff09”]*")


def split_text(
    text: str, limit: int = CHARACTERS, *, numbered: bool = False, characters_per_url: int = CHARACTERS_PER_URL
) -> list[str]:
    """Split a text into parts that each fit into a status.

    Cuts are made between paragraphs if that gives parts of at least half the limit, otherwise between sentences or
    lines, otherwise between words, and within a word only if the word alone is too long. URLs, mentions, hashtags and
    grapheme clusters are never cut. Only white space at the cuts is lost, and a part that counts nothing.

    Args:
        text: the text. One that fits gives one part, an empty one gives none.
        limit: the maximum length of a part, as counted by `status_length`.
        numbered: append the number of the part and their count, as in ``" (1/3)"``, if there are several.
        characters_per_url: characters that a URL counts on this server.

    Raises:
        MastodonIllegalArgumentError: something that must not be cut is longer than the limit.
    """
    parts = list(_Cutter(text, limit, characters_per_url).parts())
    digits = 1
    while numbered and len(parts) > 1:
        room = limit - len(_number("9" * digits, "9" * digits))
        parts = list(_Cutter(text, room, characters_per_url).parts())
        if len(str(len(parts))) <= digits:
            return [part + _number(place, len(parts)) for place, part in enumerate(parts, 1)]
        digits += 1
    return parts


def _number(place: int | str, count: int | str) -> str:
    return f" ({place}/{count})"


class _Cutter:
    """A text divided into uncuttable pieces, with the length and the kind of border after each."""

    def __init__(self, text: str, limit: int, characters_per_url: int) -> None:
        self.text = text.strip()
        self.limit = limit
        self.characters_per_url = characters_per_url
        self.pieces = list(_pieces(self.text))
        self.places = list(accumulate(map(len, self.pieces), initial=0))
        self.counted = list(accumulate((max(1, self._length(piece)) for piece in self.pieces), initial=0))
        self.borders = _borders(self.text)

    def parts(self) -> Iterator[str]:
        start = 0
        while start < len(self.pieces):
            if self.pieces[start].isspace():
                start += 1
                continue
            end = self._end(start)
            part = self._part(start, end).rstrip()
            if self._length(part):  # NUL characters count nothing, and would be an empty status
                yield part
            start = end

    def _end(self, start: int) -> int:
        """Return the index behind the last piece of the part that begins with the piece *start*."""
        reach = bisect_right(self.counted, self.counted[start] + self.limit) - 1
        if reach == len(self.pieces) and self._fits(start, reach):
            return reach
        for kind, share in enumerate(_LEAST_SHARE):
            least = self.counted[start] + share * self.limit
            for end in range(reach, start, -1):
                if self.counted[end] < least:
                    break
                if self._border(end) <= kind and self._fits(start, end):
                    return end
        piece = self.pieces[start]
        raise MastodonIllegalArgumentError(
            f"{piece[:60]!r} counts {self._length(piece)} and must not be cut, but a part may count only {self.limit}. "
            "Shorten it, or pass a higher limit."
        )

    def _border(self, end: int) -> int:
        place = self.places[end]
        if place in self.borders or place == len(self.text):
            return self.borders.get(place, _PARAGRAPH)
        return _BEFORE_A_SIGN if self.text[place] in _SIGNS else _ANYWHERE

    def _fits(self, start: int, end: int) -> bool:
        return self._length(self._part(start, end)) <= self.limit

    def _part(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end]]

    def _length(self, text: str) -> int:
        return status_length(text, characters_per_url=self.characters_per_url)


def _pieces(text: str) -> Iterator[str]:
    """Yield the uncuttable pieces of *text*: URLs, mentions, hashtags, and the other grapheme clusters."""
    whole = [(token.start, token.end) for token in tokens(text)]
    piece, place, following = "", 0, iter([*whole, (len(text), len(text))])
    start, end = next(following)
    for cluster in clusters(text):
        piece += cluster
        place += len(cluster)
        while place >= end and end < len(text):
            start, end = next(following)
        if place <= start or place == len(text):
            yield piece
            piece = ""


def _borders(text: str) -> dict[int, int]:
    """Return the preferred positions to cut *text* at, with the kind of each."""
    found = {match.end(): _SENTENCE for match in _ENDS_WIDE_SENTENCE.finditer(text)}
    for white in _WHITE.finditer(text):
        lines = white[0].count("\n")
        before = text[max(0, white.start() - 8) : white.start()]
        ends_sentence = lines or _ENDS_SENTENCE.search(before) or white.start() in found
        found[white.start()] = _PARAGRAPH if lines > 1 else _SENTENCE if ends_sentence else _WORD
    return found
