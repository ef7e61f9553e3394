"""Errors as an assistant is told them: the words of this program apart from those of servers."""

from __future__ import annotations

from trunkline.assistants.foreign import cleaned, marked, without_secrets
from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonUnauthorizedError,
)

_LONGEST = 1_000

_ADVICE: dict[type[MastodonError], str] = {
    MastodonUnauthorizedError: "The server wants a login, or not this one any more: the person runs `trunkline login`.",
    MastodonForbiddenError: "The login may not do this: it lacks a scope or a role, or the server does not allow it.",
    MastodonNotFoundError: "It is not there, or may not be seen with this login. Search for it.",
    MastodonRatelimitError: "The server wants fewer requests: wait until the time that it names.",
    MastodonServerError: "The server failed. Try again later.",
    MastodonNetworkError: "The server cannot be reached. Try again later.",
}


class AssistantError(MastodonError):
    """A request of an assistant that cannot be fulfilled; the text is this program's own, and says what to do."""


def told(error: BaseException, token: str) -> str | None:
    """Return what an assistant is told about an error; ``None`` for a fault of this program.

    Args:
        error: what was raised.
        token: access token, which is removed.
    """
    from trunkline.pipeline.failures import cause_of, failure_text

    cause = cause_of(error)
    if type(cause).__module__ == "builtins" and not isinstance(cause, OSError):
        return None
    said = without_secrets(cleaned(failure_text(error), _LONGEST), token)
    ours = isinstance(cause, (AssistantError, MastodonIllegalArgumentError))
    if ours and not isinstance(cause, MastodonAPIError):
        return said
    advice = next((text for kind, text in _ADVICE.items() if isinstance(cause, kind)), "")
    return f"{type(cause).__name__}. {advice}".strip() + f"\n{marked(said)}"
