"""Quotes inside quoted posts, and the approval of quotes."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuoteApprovalGroup, QuoteApprovalOutcome, QuoteState
from trunkline.ids import Id


class ShallowQuote(Entity):
    """A quote inside a quoted post: it only names the next one. Since 4.4.0."""

    state: QuoteState | str
    """Whether the quoted author agrees, and what hides the post otherwise."""

    quoted_status_id: Id | None
    """Id of the post; ``None`` unless the quote is accepted and it may be seen."""


class QuoteApproval(Entity):
    """Who may quote a post. Since 4.5.0."""

    automatic: list[QuoteApprovalGroup | str]
    """Who may without being asked."""

    manual: list[QuoteApprovalGroup | str]
    """Whose request the author answers by hand."""

    current_user: QuoteApprovalOutcome | str
    """Which of these holds for the own account."""
