"""Names of hashtags, as Mastodon compares them."""

from __future__ import annotations

import unicodedata

# Latin letters that do not decompose into one of ASCII and a mark, as hashtags fold them.
# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/ascii_folding.rb
_FOLDED = {ord(letter): base for letter, base in zip("ðđħıĸłŀŉŋøſŧ", "ddhikllnnost", strict=True)}
_ACCENTED = range(0x00C0, 0x0180)
_NAME_SEPARATORS = "_·・\u200c"


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/hashtag_normalizer.rb
def normalise_tag(name: str) -> str:
    """Return the key of a hashtag: `Café`, `CAFE` and the same in wide letters are one tag."""
    lower = unicodedata.normalize("NFKC", name).lower()
    return "".join(_fold(letter) for letter in lower if _is_in_tag_name(letter))


def _fold(letter: str) -> str:
    """Return a Latin letter without its accent."""
    if ord(letter) not in _ACCENTED:
        return letter
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else _FOLDED.get(ord(letter), letter)


def _is_in_tag_name(character: str) -> bool:
    """Return True for letters and digits, and for the marks that Unicode counts as alphabetic: vowels, no accents."""
    if character.isalnum() or character in _NAME_SEPARATORS or "\u0e47" <= character <= "\u0e4e":
        return True
    order = unicodedata.combining(character)
    return unicodedata.category(character).startswith("M") and (order == 0 or 10 <= order <= 35)
