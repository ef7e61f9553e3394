"""Languages of the generated community, one module each.

Words and sentences alone; imports nothing but `language`, the form of such a module.
"""

from __future__ import annotations

from trunkline.sandbox.seed.languages.ar import ARABIC
from trunkline.sandbox.seed.languages.de import GERMAN
from trunkline.sandbox.seed.languages.en import ENGLISH
from trunkline.sandbox.seed.languages.es import SPANISH
from trunkline.sandbox.seed.languages.fr import FRENCH
from trunkline.sandbox.seed.languages.ja import JAPANESE
from trunkline.sandbox.seed.languages.ko import KOREAN
from trunkline.sandbox.seed.languages.language import Language, Question
from trunkline.sandbox.seed.languages.nl import DUTCH
from trunkline.sandbox.seed.languages.pl import POLISH
from trunkline.sandbox.seed.languages.pt import PORTUGUESE

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
