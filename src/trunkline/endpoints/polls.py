"""Polls: making them, reading them, voting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypedDict

from trunkline.endpoints.limits import require_poll_within_limits
from trunkline.endpoints.parameters import seconds
from trunkline.entities import Poll
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class NewPoll(TypedDict):
    """A poll to be posted: what `Polls.make_poll` returns."""

    options: list[str]
    expires_in: int
    multiple: bool
    hide_totals: bool


class Polls:
    """Calls for polls. They are posted with `Statuses.status_post`."""

    @endpoint(since="2.8.0", scopes="read:statuses")
    def poll(self, id: IdLike) -> Request[Poll]:
        """A poll with its present votes.

        Args:
            id: the poll.
        """
        return Request("GET", f"/api/v1/polls/{segment(id)}", Poll)

    @endpoint(since="2.8.0", scopes="write:statuses")
    def poll_vote(self, id: IdLike, choices: int | Iterable[int]) -> Request[Poll]:
        """Vote in a poll, once.

        Args:
            id: the poll.
            choices: the number of the option, counted from 0; several where the poll allows that.

        Raises:
            MastodonUnprocessableError: you have voted, or the poll is over.
        """
        form = {"choices": [choices] if isinstance(choices, int) else list(choices)}
        return Request("POST", f"/api/v1/polls/{segment(id)}/votes", Poll, form=form)

    @staticmethod
    def make_poll(
        options: Iterable[str],
        expires_in: float | timedelta,
        multiple: bool = False,
        hide_totals: bool = False,
        *,
        instance: Mapping[str, Any] | None = None,
    ) -> NewPoll:
        """A poll for ``status_post(..., poll=...)``; nothing is sent yet.

        Args:
            options: the choices: usually two to four, of at most 50 characters each.
            expires_in: how long it runs, in seconds or as a ``timedelta``: usually five minutes to a month.
            multiple: allow several choices.
            hide_totals: hide the votes until it is over.
            instance: what ``instance()`` returned, to check the poll against what the server allows.

        Raises:
            MastodonIllegalArgumentError: the server of *instance* does not allow such a poll.
        """
        poll = NewPoll(
            options=list(options), expires_in=seconds(expires_in), multiple=multiple, hide_totals=hide_totals
        )
        if instance is not None:
            require_poll_within_limits(poll, instance)
        return poll


def poll_fields(poll: Mapping[str, Any]) -> dict[str, Any]:
    """What a status sends of a poll from `Polls.make_poll`, or of a mapping with the same keys.

    Raises:
        MastodonIllegalArgumentError: the choices or the duration are missing.
    """
    if not poll.get("options") or poll.get("expires_in") is None:
        raise MastodonIllegalArgumentError(
            "A poll needs options and expires_in: pass what make_poll(['yes', 'no'], expires_in=3600) returns."
        )
    return {
        "options": [one["title"] if isinstance(one, Mapping) else one for one in poll["options"]],
        "expires_in": seconds(poll["expires_in"]),
        "multiple": poll.get("multiple"),
        "hide_totals": poll.get("hide_totals"),
    }
