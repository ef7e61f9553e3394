"""The translator of the server: it translates nothing, but shows that and between which languages it would have."""

from __future__ import annotations

from trunkline.sandbox.http.errors import forbidden, nothing_here
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.settings import setting

TRANSLATOR = "Trunkline Sandbox"
UNKNOWN = "und"
_LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "ko", "nl", "pl", "pt")
_ASSUMED = "en"
"""Language of texts for which none is known."""


def translation_pairs(store: Store) -> dict[str, list[str]]:
    """Return the languages into which each language is translated; `und` is any. It is empty without a translator."""
    if not setting(store, "translation"):
        return {}
    pairs = {source: [target for target in _LANGUAGES if target != source] for source in _LANGUAGES}
    return {**pairs, UNKNOWN: list(_LANGUAGES)}


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/translate_status_service.rb
def check_translatable(store: Store, status: Row, target: str) -> None:
    """Check that a status, which the viewer may read, may be translated.

    Raises:
        ApiError: 404 without a translator; 403 for a status that not everybody may read, and for a pair of languages
            that is not offered.
    """
    pairs = translation_pairs(store)
    if not pairs:
        raise nothing_here()
    distributable = status["visibility"] in {"public", "unlisted"}
    if not distributable or target not in pairs.get(status["language"] or UNKNOWN, ()):
        raise forbidden()


def target_language(user_locale: str, asked: str | None) -> str:
    """Return the language that is asked for, without its region; that of the user if there is no such language."""
    code = (asked or "").partition("-")[0]
    return code if code in _LANGUAGES else user_locale.partition("-")[0]


def source_language(status: Row) -> str:
    """Return the language from which a status is translated."""
    return str(status["language"] or _ASSUMED)


def translated(text: str, source: str, target: str) -> str:
    """Mark a plain text: `[de → en: Hallo]`. An empty one stays empty."""
    return f"[{source} → {target}: {text}]" if text else ""


def translated_html(html: str, source: str, target: str) -> str:
    """Mark HTML, inside its first and its last paragraph."""
    begin = html.find(">") + 1 if html.startswith("<p") else 0
    end = len(html.removesuffix("</p>"))
    return html[:begin] + translated(html[begin:end], source, target) + html[end:]
