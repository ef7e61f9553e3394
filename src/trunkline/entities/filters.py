"""Filters."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import FilterAction, FilterContext
from trunkline.ids import Id


class FilterV2(Entity):
    """A filter of keywords and statuses. Since 4.0.0."""

    id: Id
    """Id of the filter."""

    title: str
    """Title given by the owner."""

    context: list[FilterContext | str]
    """Contexts to which the filter applies."""

    expires_at: datetime | None
    """End; ``None``: no end."""

    filter_action: FilterAction | str
    """Action on a matching status."""

    keywords: list[FilterKeyword] | None
    """Keywords; not sent inside a ``FilterResult``."""

    statuses: list[FilterStatus] | None
    """Filtered statuses; not sent inside a ``FilterResult``."""


class FilterKeyword(Entity):
    """A keyword of a filter. Since 4.0.0."""

    id: Id
    """Id of the entry."""

    keyword: str
    """Word or phrase."""

    whole_word: bool
    """True if only whole words match."""


class FilterStatus(Entity):
    """A status of a filter. Since 4.0.0."""

    id: Id
    """Id of the entry, not of the status."""

    status_id: Id
    """Id of the status."""


class FilterResult(Entity):
    """Match of a filter on a status. Since 4.0.0."""

    filter: FilterV2
    """The filter."""

    keyword_matches: list[str] | None
    """Keywords that match."""

    status_matches: list[Id] | None
    """Ids of filtered statuses that match."""


class Filter(Entity):
    """A filter of API version 1: one phrase. Since 2.4.3."""

    id: Id
    """Id of the phrase."""

    phrase: str
    """Word or phrase to look for."""

    context: list[FilterContext | str]
    """Contexts to which the filter applies."""

    expires_at: datetime | None
    """End; ``None``: no end."""

    irreversible: bool
    """True if the server drops matching statuses for good."""

    whole_word: bool
    """True if only whole words match."""
