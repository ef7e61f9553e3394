"""Layouts of ids that hold a time, by the software that writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from trunkline.ids import Id
from trunkline.protocol.software import FORKS, Software

IdAt = Callable[[datetime], Id]

_LAYOUTS: dict[str, IdAt] = {
    "akkoma": Id.flake_at,
    "gotosocial": Id.ulid_at,
    "hollo": Id.uuid7_at,
    "pleroma": Id.flake_at,
}


def layout_of(software: Software) -> IdAt | None:
    """Return the builder of the smallest id of a time; ``None`` where ids hold none, or their layout is not known.

    Takahe and Pixelfed write numbers in a layout of their own, Friendica counters, snac hashes, and servers of the
    Misskey family what their owner has chosen.
    """
    return Id.at if software.name in FORKS else _LAYOUTS.get(software.name)
