"""Markers: how far you have read, shared by all of your programs."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.endpoints.parameters import id_list, text_list
from trunkline.entities import Marker
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import IdLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Markers:
    """Calls for markers."""

    @endpoint(since="3.0.0", scopes="read:statuses")
    def markers_get(self, timeline: str | Iterable[str] = ("home",)) -> Request[dict[str, Marker]]:
        """How far timelines have been read.

        Args:
            timeline: ``"home"``, ``"notifications"``, or both in a list.

        Returns:
            The markers by timeline; those never set are missing.
        """
        return Request("GET", "/api/v1/markers", dict[str, Marker], {"timeline": text_list(timeline)})

    @endpoint(since="3.0.0", scopes="write:statuses")
    def markers_set(
        self, timelines: str | Iterable[str], last_read_ids: IdLike | Iterable[IdLike]
    ) -> Request[dict[str, Marker]]:
        """Remember how far timelines have been read.

        Args:
            timelines: ``"home"``, ``"notifications"``, or both in a list.
            last_read_ids: the last read status or notification of each, in the same order.

        Raises:
            MastodonIllegalArgumentError: there are not as many ids as timelines.
            MastodonAPIError: with status 409 where another program sets the same marker at this moment; try again.
        """
        names, ids = text_list(timelines), id_list(last_read_ids)
        if len(names) != len(ids):
            raise MastodonIllegalArgumentError(
                f"There are {len(names)} timelines and {len(ids)} last_read_ids; pass one id for each timeline."
            )
        form = {name: {"last_read_id": read} for name, read in zip(names, ids, strict=True)}
        return Request("POST", "/api/v1/markers", dict[str, Marker], form=form)
