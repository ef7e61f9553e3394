"""Names of places in the page."""

from __future__ import annotations

from trunkline.explore.answers import Answer


def anchor(answer: Answer) -> str:
    """The name by which a link leads to an answer."""
    return answer.title.lower().replace(" ", "-")
