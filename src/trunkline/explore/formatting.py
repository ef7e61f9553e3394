"""Formatting of numbers, periods, languages and titles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

_NAMED = 3
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "br": "Breton",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "eo": "Esperanto",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gd": "Scottish Gaelic",
    "gl": "Galician",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian Bokmål",
    "nl": "Dutch",
    "nn": "Norwegian Nynorsk",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "th": "Thai",
    "tok": "Toki Pona",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def title_of(servers: Sequence[str]) -> str:
    """Return the title of a page about the posts of servers: ``Posts seen on a.example, b.example``."""
    more = len(servers) - _NAMED
    return f"Posts seen on {', '.join(servers[:_NAMED])}" + (f" and {more} more" if more > 0 else "")


def language_name(code: str) -> str:
    """Return the English name of a language, or its code if unknown: ``Chinese (TW)`` for ``zh-TW``."""
    base, _, region = code.partition("-")
    name = _LANGUAGES.get(base.lower())
    if not code:
        return "not stated"
    if name is None:
        return code
    return f"{name} ({region})" if region else name


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 post``, ``1,234 posts``, ``2 replies``, ``2 posts or boosts``."""
    if number == 1:
        return f"1 {noun}"
    if " or " in noun:
        return f"{number:,} {noun.replace(' or ', 's or ')}s"
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {plural}"


def be(number: int) -> str:
    """Return the verb for a number: ``is`` for 1, otherwise ``are``."""
    return "is" if number == 1 else "are"


def percent(part: float) -> str:
    """Format a fraction as per cent; only 0 and 1 themselves are shown as 0% and 100%."""
    if 0 < part < 0.005:
        return "less than 1%"
    if 0.995 <= part < 1:
        return "more than 99%"
    return f"{part:.0%}"


def day(when: date) -> str:
    """Format a day: ``29 Nov 2026``, in the app and the report alike."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """Format a time: ``29 Nov 2026, 08:15``, without the hour at midnight."""
    return f"{day(when)}, {when:%H:%M}" if when.hour or when.minute else day(when)


def period(first: date, last: date) -> str:
    """Format a period of days: ``29 Oct to 21 Nov 2026``."""
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {day(last)}"
    return f"{first.day} to {day(last)}"
