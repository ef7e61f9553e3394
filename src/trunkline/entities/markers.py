"""How far timelines were read."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.ids import Id


class Marker(Entity):
    """How far a timeline was read. Since 3.0.0."""

    last_read_id: Id
    """Newest post or notification that was read."""

    version: int
    """Counts the changes, to notice concurrent ones."""

    updated_at: datetime
    """When it last changed."""
