"""Endpoints for polls."""

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
    """A poll to be posted, built by `Polls.make_poll`."""

    options: list[str]
    expires_in: int
    multiple: bool
    hide_totals: bool


class Polls:
    """Building polls, reading them, and voting. `Statuses.status_post` posts them."""

    @endpoint(since="2.8.0", scopes="read:statuses")
    def poll(self, id: IdLike) -> Request[Poll]:
        """Return a poll with its present votes.

        Args:
            id: the poll.
        """
        return Request("GET", f"/api/v1/polls/{segment(id)}", Poll)

    @endpoint(since="2.8.0", scopes="write:statuses")
    def poll_vote(self, id: IdLike, choices: int | Iterable[int]) -> Request[Poll]:
        """Vote in a poll, once.

        Args:
            id: the poll.
            choices: the position of the option, from 0; several if the poll allows that.

        Raises:
            MastodonUnprocessableError: you have already voted, or the poll has ended.
        """
        form = {"choices": list(choices) if isinstance(choices, Iterable) else [choices]}
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
        """Build a poll for ``status_post(..., poll=...)``; nothing is sent.

        Args:
            options: the choices: 2 to 4, each at most 50 characters.
            expires_in: the duration in seconds or as a ``timedelta``: from 5 minutes to 1 month.
            multiple: allow several choices.
            hide_totals: hide the votes until the end.
            instance: the result of ``instance()``, to check the poll against the limits of the server.

        Raises:
            MastodonIllegalArgumentError: the poll exceeds a limit of *instance*.
        """
        poll = NewPoll(
            options=list(options), expires_in=seconds(expires_in), multiple=multiple, hide_totals=hide_totals
        )
        if instance is not None:
            require_poll_within_limits(poll, instance)
        return poll


def poll_fields(poll: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form fields of a poll from `Polls.make_poll`, or of a mapping with the same keys.

    Raises:
        MastodonIllegalArgumentError: the choices or the duration are missing.
    """
    if not isinstance(poll, Mapping) or not poll.get("options") or poll.get("expires_in") is None:
        raise MastodonIllegalArgumentError(
            "A poll needs options and expires_in: pass what make_poll(['yes', 'no'], expires_in=3600) returns."
        )
    return {
        "options": [one["title"] if isinstance(one, Mapping) else one for one in poll["options"]],
        "expires_in": seconds(poll["expires_in"]),
        "multiple": poll.get("multiple"),
        "hide_totals": poll.get("hide_totals"),
    }
