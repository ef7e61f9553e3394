"""Invitations to sign up."""

from __future__ import annotations

from trunkline.entities import Invite
from trunkline.ids import segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Invites:
    """The call that reads an invitation."""

    @endpoint()
    def invite(self, invite_code: str) -> Request[Invite]:
        """What an invitation says to programs.

        Args:
            invite_code: the last part of the invitation's link.
        """
        return Request("GET", f"/invite/{segment(invite_code)}", Invite)
