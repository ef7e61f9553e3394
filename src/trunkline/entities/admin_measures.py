"""Measures, dimensions and retention for moderators."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import CohortFrequency


class AdminMeasure(Entity):
    """A measure over time. Since 3.5.0."""

    key: str
    """Name of the figure."""

    unit: str | None
    """Unit, such as ``bytes``; ``None`` for a plain count."""

    total: str
    """Sum over the period, as text."""

    human_value: str | None
    """Sum with its unit, for people."""

    previous_total: str | None
    """Sum over the period before, as text."""

    data: list[AdminMeasureData]
    """Values by day."""


class AdminMeasureData(Entity):
    """Value of a measure on one day. Since 3.5.0."""

    date: datetime
    """The day."""

    value: int
    """Value."""


class AdminDimension(Entity):
    """A figure broken down by kind. Since 3.5.0."""

    key: str
    """Name of the figure."""

    data: list[AdminDimensionData]
    """Parts, largest first."""


class AdminDimensionData(Entity):
    """A part of a figure. Since 3.5.0."""

    key: str
    """Key of the part."""

    human_key: str
    """Name of the part, for people."""

    value: int | str
    """Value; for software, its version."""

    unit: str | None
    """Unit, such as ``bytes``."""

    human_value: str | None
    """The value with its unit, for people."""


class AdminRetention(Entity):
    """Retention of the accounts that joined in one period. Since 3.5.0."""

    period: datetime
    """Start of the period."""

    frequency: CohortFrequency | str
    """Length of the periods."""

    data: list[AdminCohort]
    """Active accounts in that and each later period."""


class AdminCohort(Entity):
    """Active accounts in one period. Since 3.5.0."""

    date: datetime
    """Start of the period."""

    rate: float
    """Share of the accounts that joined, from 0 to 1."""

    value: int
    """Number of accounts."""
