"""The classes of all answers, and the base types."""

from datetime import datetime

from mastodon import types_base
from mastodon.types_base import *  # noqa: F403
from trunkline import entities
from trunkline.entities import *  # noqa: F403

__all__ = ["ENTITY_NAME_MAP", "datetime"]
__all__ += entities.__all__
__all__ += types_base.__all__

ENTITY_NAME_MAP: dict[str, type[types_base.AttribAccessDict]] = {
    name: found
    for name, found in [*vars(entities).items(), ("EmptyResponse", types_base.EmptyResponse)]
    if isinstance(found, type) and issubclass(found, types_base.AttribAccessDict)
}
"""The classes by their names."""
