"""Invitations to sign up."""

from __future__ import annotations

from mastodon.endpoint import endpoint
from mastodon.entities import Invite
from mastodon.ids import segment
from mastodon.request import Request


class Invites:
    """The call that reads an invitation."""

    @endpoint()
    def invite(self, invite_code: str) -> Request[Invite]:
        """What an invitation says to programs.

        Args:
            invite_code: the last part of the invitation's link.
        """
        return Request("GET", f"/invite/{segment(invite_code)}", Invite)
