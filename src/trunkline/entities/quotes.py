"""Quotes inside quoted statuses, and the approval of quotes."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import QuoteApprovalGroup, QuoteApprovalOutcome, QuoteState
from trunkline.ids import Id


class ShallowQuote(Entity):
    """A quote inside a quoted status, with the id of the status only. Since 4.4.0."""

    state: QuoteState | str
    """State of the quote: accepted, or the reason for hiding the status."""

    quoted_status_id: Id | None
    """Id of the quoted status; ``None`` unless the quote is accepted and the status visible."""


class QuoteApproval(Entity):
    """Accounts that may quote a status. Since 4.5.0."""

    automatic: list[QuoteApprovalGroup | str]
    """Groups that need no approval."""

    manual: list[QuoteApprovalGroup | str]
    """Groups whose requests the author approves by hand."""

    current_user: QuoteApprovalOutcome | str
    """Rule that applies to the own account."""
