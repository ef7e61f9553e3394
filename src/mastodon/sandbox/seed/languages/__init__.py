"""The languages that the seeded community writes in: one module each."""

from __future__ import annotations

from mastodon.sandbox.seed.languages.ar import ARABIC
from mastodon.sandbox.seed.languages.de import GERMAN
from mastodon.sandbox.seed.languages.en import ENGLISH
from mastodon.sandbox.seed.languages.es import SPANISH
from mastodon.sandbox.seed.languages.fr import FRENCH
from mastodon.sandbox.seed.languages.ja import JAPANESE
from mastodon.sandbox.seed.languages.ko import KOREAN
from mastodon.sandbox.seed.languages.language import Language, Question
from mastodon.sandbox.seed.languages.nl import DUTCH
from mastodon.sandbox.seed.languages.pl import POLISH
from mastodon.sandbox.seed.languages.pt import PORTUGUESE

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        ENGLISH,
        GERMAN,
        FRENCH,
        SPANISH,
        JAPANESE,
        PORTUGUESE,
        DUTCH,
        POLISH,
        ARABIC,
        KOREAN,
    )
}

__all__ = ["LANGUAGES", "Language", "Question"]
