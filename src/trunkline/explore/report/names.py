"""Identifiers of elements in the page."""

from __future__ import annotations

from trunkline.explore.answers import Answer


def anchor(answer: Answer) -> str:
    """Return the ``id`` of the element of an answer."""
    return answer.title.lower().replace(" ", "-")
