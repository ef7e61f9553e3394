"""The families by their names."""

from __future__ import annotations

from typing import Literal, get_args

from trunkline.sandbox.likes import friendica, gotosocial, hollo, pixelfed, pleroma, snac, takahe
from trunkline.sandbox.likes.family import Family

Like = Literal["gotosocial", "takahe", "hollo", "snac", "pleroma", "pixelfed", "friendica", "hostile"]
"""The software that a sandbox can answer like."""
HOSTILE = "hostile"
"""No software: answers that are damaged on purpose; see `trunkline.sandbox.likes.hostile`."""
_FAMILIES = {
    "gotosocial": gotosocial.FAMILY,
    "takahe": takahe.FAMILY,
    "hollo": hollo.FAMILY,
    "snac": snac.FAMILY,
    "pleroma": pleroma.FAMILY,
    "pixelfed": pixelfed.FAMILY,
    "friendica": friendica.FAMILY,
}
LIKES = tuple(_FAMILIES)


def family_of(name: str) -> Family:
    """Return the family with a name.

    Raises:
        ValueError: there is none.
    """
    found = _FAMILIES.get(name)
    if found is None:
        raise ValueError(f"like is one of {', '.join(get_args(Like))}, not {name!r}")
    return found
