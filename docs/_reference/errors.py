"""The page of the errors and warnings."""

from __future__ import annotations

import inspect

from trunkline import errors

from .rst import code, directive, page, prose, title


def pages() -> dict[str, str]:
    """Return the page by its path."""
    entries = [_error(getattr(errors, name)) for name in _in_order()]
    tree = inspect.cleandoc(errors.__doc__ or "").split("::\n\n", 1)[1]
    hierarchy, _, rest = tree.partition("\n\nErrors about")
    return {
        "errors.rst": page(
            "Errors",
            "Every error is a `MastodonError`. All names can be imported from ``trunkline``.",
            code(inspect.cleandoc("\n" + hierarchy), "text"),
            "Errors about" + rest,
            title("Any call", 1),
            "Besides those that its own entry names, each call can raise `MastodonNetworkError` (no answer), "
            "`MastodonUnauthorizedError` (no token, or a void one), `MastodonForbiddenError` (the scope is missing), "
            "`MastodonNotFoundError` (no such object), `MastodonRatelimitError`, `MastodonServerError` and "
            "`MastodonMalformedResponseError`. :doc:`/howto/troubleshooting` goes by the text of the message.",
            title("All errors", 1),
            ".. py:currentmodule:: trunkline",
            *entries,
        )
    }


def _in_order() -> list[str]:
    return sorted(errors.__all__, key=lambda name: len(getattr(errors, name).__mro__))


def _error(cls: type[BaseException]) -> str:
    bases = ", ".join(f"`{base.__name__}`" for base in cls.__bases__)
    hint = getattr(cls, "hint", "")
    return directive(
        "py:exception",
        cls.__name__,
        f"Base: {bases}",
        prose(cls.__doc__),
        f"The message ends with: {hint}" if hint else "",
    )
