"""Endpoints for markers: read positions shared by all of your programs."""

from __future__ import annotations

from collections.abc import Iterable

from trunkline.endpoints.parameters import id_list, text_list
from trunkline.entities import Marker
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import IdLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Markers:
    """Reading and setting markers."""

    @endpoint(since="3.0.0", scopes="read:statuses")
    def markers_get(self, timeline: str | Iterable[str] = ("home",)) -> Request[dict[str, Marker]]:
        """Return the read positions of timelines.

        Args:
            timeline: ``"home"``, ``"notifications"``, or both in a list.

        Returns:
            The markers by timeline; those never set are left out.
        """
        return Request("GET", "/api/v1/markers", dict[str, Marker], {"timeline": text_list(timeline)})

    @endpoint(since="3.0.0", scopes="write:statuses")
    def markers_set(
        self, timelines: str | Iterable[str], last_read_ids: IdLike | Iterable[IdLike]
    ) -> Request[dict[str, Marker]]:
        """Set the read positions of timelines.

        Args:
            timelines: ``"home"``, ``"notifications"``, or both in a list.
            last_read_ids: the last status or notification read of each, in the same order.

        Raises:
            MastodonIllegalArgumentError: the numbers of ids and timelines differ.
            MastodonAPIError: status 409: another program set the same marker at the same time; try again.
        """
        names, ids = text_list(timelines), id_list(last_read_ids)
        if len(names) != len(ids):
            raise MastodonIllegalArgumentError(
                f"There are {len(names)} timelines and {len(ids)} last_read_ids; pass one id for each timeline."
            )
        form = {name: {"last_read_id": read} for name, read in zip(names, ids, strict=True)}
        return Request("POST", "/api/v1/markers", dict[str, Marker], form=form, prefers_json=True)
