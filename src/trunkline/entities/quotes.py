"""Quotes of posts, and who may make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuoteApprovalGroup, QuoteApprovalOutcome, QuoteState
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.statuses import Status


class Quote(Entity):
    """A quote, with the quoted post. Since 4.4.0."""

    state: QuoteState | str
    """Whether the quoted author agrees, and what hides the post otherwise."""

    quoted_status: Status | None
    """The post; ``None`` unless the quote is accepted and it may be seen."""


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
