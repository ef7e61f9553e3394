"""The classes of all answers, and the base types."""

from mastodon import types_base
from mastodon.types_base import *  # noqa: F403
from trunkline import entities
from trunkline.entities import *  # noqa: F403

__all__ = ["ENTITY_NAME_MAP"]
__all__ += entities.__all__
__all__ += types_base.__all__

ENTITY_NAME_MAP: dict[str, type[types_base.Entity]] = {
    name: found
    for name, found in vars(entities).items()
    if isinstance(found, type) and issubclass(found, types_base.Entity)
}
"""The classes by their names."""
