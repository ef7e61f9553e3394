"""Checks against the limits of a server, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.numbers import whole_number
from trunkline.text.limits import CHARACTERS, CHARACTERS_PER_URL


def status_limits(instance: Mapping[str, Any]) -> tuple[int, int]:
    """Return the maximum characters of a status, and the characters that a URL counts as.

    Args:
        instance: the result of ``instance()``; limits it does not state default to Mastodon's own.
    """
    limits = _configuration(instance, "statuses")
    characters = _number(limits.get("max_characters")) or _number(instance.get("max_toot_chars")) or CHARACTERS
    return characters, _number(limits.get("characters_reserved_per_url")) or CHARACTERS_PER_URL


def _number(value: object) -> int | None:
    return value if type(value) is int and value > 0 else whole_number(str(value))


def require_poll_within_limits(poll: Mapping[str, Any], instance: Mapping[str, Any]) -> None:
    """Check a poll against the limits that a server states.

    Args:
        poll: the result of ``make_poll``.
        instance: the result of ``instance()``.

    Raises:
        MastodonIllegalArgumentError: too many or too long choices, or too short or too long a duration.
    """
    limits = _configuration(instance, "polls") or instance.get("poll_limits") or {}
    most = limits.get("max_options")
    if most is not None and len(poll["options"]) > most:
        raise MastodonIllegalArgumentError(
            f"The poll has {len(poll['options'])} choices, and the server allows {most}. Leave some out."
        )
    _require_short_options(poll["options"], limits.get("max_characters_per_option") or limits.get("max_option_chars"))
    _require_duration(poll["expires_in"], limits.get("min_expiration"), limits.get("max_expiration"))


def _require_short_options(options: list[str], longest: int | None) -> None:
    from trunkline.text.graphemes import cluster_count

    for option in options:
        if longest is not None and cluster_count(option) > longest:
            raise MastodonIllegalArgumentError(
                f"The choice {option!r} has {cluster_count(option)} characters, and the server allows {longest}. "
                "Shorten it."
            )


def _require_duration(seconds: int, shortest: int | None, longest: int | None) -> None:
    if shortest is not None and seconds < shortest:
        raise MastodonIllegalArgumentError(
            f"The poll runs for {seconds} s, and the server wants {shortest} at least. Pass a longer expires_in."
        )
    if longest is not None and seconds > longest:
        raise MastodonIllegalArgumentError(
            f"The poll runs for {seconds} s, and the server allows {longest} at most. Pass a shorter expires_in."
        )


def _configuration(instance: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    configuration = instance.get("configuration")
    found = configuration.get(part) if isinstance(configuration, Mapping) else None
    return found if isinstance(found, Mapping) else {}
