"""Figures for moderators."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.literals import CohortFrequency


class AdminMeasure(Entity):
    """A figure over time. Since 3.5.0."""

    key: str
    """Which figure."""

    unit: str | None
    """Unit, such as ``bytes``; ``None``: a number of things."""

    total: str
    """Sum over the whole time, as text."""

    human_value: str | None
    """The same with its unit, for people."""

    previous_total: str | None
    """Sum over the same time before, as text."""

    data: list[AdminMeasureData]
    """The figure by day."""


class AdminMeasureData(Entity):
    """A figure on one day. Since 3.5.0."""

    date: datetime
    """The day."""

    value: int
    """The figure."""


class AdminDimension(Entity):
    """A figure broken down. Since 3.5.0."""

    key: str
    """Which figure."""

    data: list[AdminDimensionData]
    """Its parts, biggest first."""


class AdminDimensionData(Entity):
    """A part of a figure. Since 3.5.0."""

    key: str
    """Which part."""

    human_key: str
    """The same for people."""

    value: int | str
    """How much; for versions of software, the version."""

    unit: str | None
    """Unit, such as ``bytes``."""

    human_value: str | None
    """The value with its unit, for people."""


class AdminRetention(Entity):
    """How many of those who joined in one period stayed. Since 3.5.0."""

    period: datetime
    """First moment of the period."""

    frequency: CohortFrequency | str
    """Length of the periods."""

    data: list[AdminCohort]
    """How many were active in that and each later period."""


class AdminCohort(Entity):
    """How many were active in one period. Since 3.5.0."""

    date: datetime
    """First moment of the period."""

    rate: float
    """Share of those who joined, from 0 to 1."""

    value: int
    """Number of accounts."""
