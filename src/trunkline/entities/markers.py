"""Markers: read positions in timelines."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.ids import Id


class Marker(Entity):
    """Read position in a timeline. Since 3.0.0."""

    last_read_id: Id
    """Id of the newest status or notification read."""

    version: int
    """Number of changes, to detect concurrent ones."""

    updated_at: datetime
    """Time of the last change."""
