"""JSON of servers: read strictly and fast, and once more, slowly and with patience, where that fails."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` takes longer than all of `import mastodon` without it
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ESCAPES = r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)"
_LONE = 6
"""Length of an escaped half of a character; an escaped whole one has 12, all other escapes begin with 2."""

_decode: Callable[[bytes | str], Any] | None = None


def decoded(text: bytes | str) -> Any:
    """Return the value of a JSON text.

    Some servers send what the standard forbids and other readers take: a byte order mark, ``NaN``, bytes that are not
    UTF-8, escaped halves of characters. The latter two become U+FFFD, with a note in the log.

    Raises:
        ValueError: the text is not JSON, or is nested too deeply.
    """
    global _decode  # noqa: PLW0603  (imported when the first answer comes)
    if _decode is None:
        from msgspec.json import Decoder

        _decode = Decoder().decode
    try:
        return _decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ValueError:
        return _patiently_decoded(text)


def _patiently_decoded(text: bytes | str) -> Any:
    import re
    from json import loads
    from logging import getLogger

    whole = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    clean = re.sub(_ESCAPES, _without_half, whole.removeprefix("\ufeff"), flags=re.DOTALL)
    try:
        value = loads(clean)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    getLogger("trunkline").info("The server sent JSON that only a patient reader takes; odd characters are U+FFFD.")
    return value


def _without_half(escape: Any) -> str:
    found: str = escape[0]
    return "\\ufffd" if len(found) == _LONE else found
