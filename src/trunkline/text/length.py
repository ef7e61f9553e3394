"""Length of a status as the server counts it."""

from __future__ import annotations

from trunkline.text.graphemes import cluster_count
from trunkline.text.limits import CHARACTERS_PER_URL
from trunkline.text.tokens import tokens

_STRIPPED = "\t\n\v\f\r \0"


def status_length(text: str, spoiler_text: str = "", *, characters_per_url: int = CHARACTERS_PER_URL) -> int:
    """Return the length of a status in the characters that count towards ``configuration.statuses.max_characters``.

    A character is a grapheme cluster, so that a family emoji counts 1. Every URL counts the same, a mention counts
    without its domain, and white space around the text does not count.

    Args:
        text: the text of the status.
        spoiler_text: its content warning, which counts too.
        characters_per_url: characters that a URL counts (``configuration.statuses.characters_reserved_per_url``).

    Limits: conjuncts of Indic scripts are not joined.

    See https://github.com/mastodon/mastodon/blob/main/app/validators/status_length_validator.rb.
    """
    return cluster_count(spoiler_text.strip(_STRIPPED) + _countable(text.strip(_STRIPPED), characters_per_url))


def _countable(text: str, characters_per_url: int) -> str:
    """Return *text* with each URL and mention replaced by text of the length that it counts."""
    parts, place = [], 0
    for token in tokens(text):
        if token.kind == "hashtag":
            continue
        counted = "x" * characters_per_url if token.kind == "url" else "@" + token.text[1:].partition("@")[0]
        parts += [text[place : token.start], counted]
        place = token.end
    return "".join((*parts, text[place:]))
