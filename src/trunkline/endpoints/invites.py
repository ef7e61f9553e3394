"""Endpoint for invitations."""

from __future__ import annotations

from trunkline.entities import Invite
from trunkline.ids import segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Invites:
    """Reading an invitation."""

    @endpoint()
    def invite(self, invite_code: str) -> Request[Invite]:
        """Return an invitation by its code.

        Args:
            invite_code: the last part of the invitation link.
        """
        return Request("GET", f"/invite/{segment(invite_code)}", Invite)
