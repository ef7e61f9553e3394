"""The classes of all answers under the path that existing programs import them from."""

import trunkline.entities
from mastodon.types_base import *  # noqa: F403
from trunkline.answers.entity import Entity
from trunkline.entities import *  # noqa: F403

ENTITY_NAME_MAP: dict[str, type[Entity]] = {
    name: found
    for name, found in vars(trunkline.entities).items()
    if isinstance(found, type) and issubclass(found, Entity)
}
"""The classes by their names."""
