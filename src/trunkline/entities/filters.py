"""Filters of words and posts."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import FilterAction, FilterContext
from trunkline.ids import Id


class FilterV2(Entity):
    """A filter: what it hides, where, and how. Since 4.0.0."""

    id: Id
    """Id of the filter."""

    title: str
    """Name that its owner gave it."""

    context: list[FilterContext | str]
    """Where it applies."""

    expires_at: datetime | None
    """When it ends; ``None``: never."""

    filter_action: FilterAction | str
    """What happens to a post that matches."""

    keywords: list[FilterKeyword] | None
    """Words that it looks for; not sent inside a ``FilterResult``."""

    statuses: list[FilterStatus] | None
    """Posts that it hides; not sent inside a ``FilterResult``."""


class FilterKeyword(Entity):
    """A word of a filter. Since 4.0.0."""

    id: Id
    """Id of the entry."""

    keyword: str
    """The word or phrase."""

    whole_word: bool
    """Whether it must stand alone."""


class FilterStatus(Entity):
    """A post of a filter. Since 4.0.0."""

    id: Id
    """Id of the entry, not of the post."""

    status_id: Id
    """The post."""


class FilterResult(Entity):
    """That a filter matches a post, and why. Since 4.0.0."""

    filter: FilterV2
    """The filter."""

    keyword_matches: list[str] | None
    """Words of it that are in the post."""

    status_matches: list[Id] | None
    """Posts of it that are this post or what it boosts."""


class Filter(Entity):
    """A filter of the first kind: one phrase. Since 2.4.3."""

    id: Id
    """Id of the phrase."""

    phrase: str
    """Word or phrase to look for."""

    context: list[FilterContext | str]
    """Where it applies."""

    expires_at: datetime | None
    """When it ends; ``None``: never."""

    irreversible: bool
    """Whether matching posts are dropped by the server for good."""

    whole_word: bool
    """Whether it must stand alone."""
