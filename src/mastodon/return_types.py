"""The classes of all answers under the path that existing programs import them from."""

import mastodon.entities
from mastodon.entities import *  # noqa: F403
from mastodon.entity import Entity
from mastodon.types_base import *  # noqa: F403

ENTITY_NAME_MAP: dict[str, type[Entity]] = {
    name: found
    for name, found in vars(mastodon.entities).items()
    if isinstance(found, type) and issubclass(found, Entity)
}
"""The classes by their names."""
