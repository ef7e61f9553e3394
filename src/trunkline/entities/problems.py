"""Bodies of error responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AccountCreationErrorCode

if TYPE_CHECKING:
    from trunkline.entities.admin_blocks import AdminDomainBlock


class Error(Entity):
    """Error of a failed request. Since 0.6.0."""

    error: str
    """Message, or an OAuth error code."""

    error_description: str | None
    """Message, if ``error`` is a code."""


class AccountCreationError(Entity):
    """Error of a refused sign-up. Since 3.4.0."""

    error: str
    """All reasons in one text."""

    details: AccountCreationErrorDetails | None
    """The reasons, by field, unless the token or the server is the reason."""


class AccountCreationErrorDetails(Entity):
    """Errors by field; fields without errors are not sent."""

    username: list[AccountCreationErrorDetailsField] | None
    """Errors of the user name."""

    password: list[AccountCreationErrorDetailsField] | None
    """Errors of the password."""

    email: list[AccountCreationErrorDetailsField] | None
    """Errors of the e-mail address."""

    agreement: list[AccountCreationErrorDetailsField] | None
    """Errors of the agreement to the rules."""

    locale: list[AccountCreationErrorDetailsField] | None
    """Errors of the language."""

    reason: list[AccountCreationErrorDetailsField] | None
    """Errors of the reason for joining."""

    date_of_birth: list[AccountCreationErrorDetailsField] | None
    """Errors of the date of birth (since 4.4.0)."""


class AccountCreationErrorDetailsField(Entity):
    """One error of a field."""

    error: AccountCreationErrorCode | str
    """Error code."""

    description: str
    """Message."""


class AdminExistingDomainBlockError(Entity):
    """Error for a domain that is already blocked."""

    error: str
    """Message."""

    existing_domain_block: AdminDomainBlock
    """Existing block."""
