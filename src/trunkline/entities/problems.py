"""What servers answer instead of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AccountCreationErrorCode

if TYPE_CHECKING:
    from trunkline.entities.admin_blocks import AdminDomainBlock


class Error(Entity):
    """Why a request failed."""

    error: str
    """The reason, as text or as a code of OAuth."""

    error_description: str | None
    """The reason in words, where ``error`` is a code."""


class AccountCreationError(Entity):
    """Why an account could not be made. Since 3.4.0."""

    error: str
    """All reasons, in one text."""

    details: AccountCreationErrorDetails
    """The reasons, by field."""


class AccountCreationErrorDetails(Entity):
    """What is wrong with which field; fields without fault are not sent."""

    username: list[AccountCreationErrorDetailsField] | None
    """With the name."""

    password: list[AccountCreationErrorDetailsField] | None
    """With the password."""

    email: list[AccountCreationErrorDetailsField] | None
    """With the e-mail address."""

    agreement: list[AccountCreationErrorDetailsField] | None
    """With agreeing to the rules."""

    locale: list[AccountCreationErrorDetailsField] | None
    """With the language."""

    reason: list[AccountCreationErrorDetailsField] | None
    """With the reason for joining."""

    date_of_birth: list[AccountCreationErrorDetailsField] | None
    """With the date of birth (since 4.4.0)."""


class AccountCreationErrorDetailsField(Entity):
    """One thing that is wrong with a field."""

    error: AccountCreationErrorCode | str
    """What is wrong, as a code."""

    description: str
    """What is wrong, in words."""


class AdminExistingDomainBlockError(Entity):
    """That a domain is blocked already."""

    error: str
    """That it is, in words."""

    existing_domain_block: AdminDomainBlock
    """The block that exists."""
