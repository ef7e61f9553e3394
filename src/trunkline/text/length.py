"""How long a status is, as the server counts it."""

from __future__ import annotations

from trunkline.text.graphemes import cluster_count
from trunkline.text.limits import CHARACTERS_PER_URL
from trunkline.text.tokens import tokens

_STRIPPED = "\t\n\v\f\r \0"


def status_length(text: str, spoiler_text: str = "", *, characters_per_url: int = CHARACTERS_PER_URL) -> int:
    """How much of a server's limit (``configuration.statuses.max_characters``, usually 500) a status takes.

    Characters are counted as people see them, so that a family emoji is one. Every address counts alike, a mention
    without the domain in it, and white space around the text does not count.

    Args:
        text: the text of the status.
        spoiler_text: its content warning, which counts too.
        characters_per_url: what an address counts.

    Limits: top-level domains are taken for such by their form, and conjuncts of Indic scripts are counted apart.
    """
    return cluster_count(spoiler_text.strip(_STRIPPED) + _countable(text.strip(_STRIPPED), characters_per_url))


def _countable(text: str, characters_per_url: int) -> str:
    """*text* with each address and mention as long as it counts."""
    parts, place = [], 0
    for token in tokens(text):
        if token.kind == "hashtag":
            continue
        counted = "x" * characters_per_url if token.kind == "url" else "@" + token.text[1:].partition("@")[0]
        parts += [text[place : token.start], counted]
        place = token.end
    return "".join((*parts, text[place:]))
