"""`Helpers`: the methods of both clients beside the calls of the API."""

from __future__ import annotations

from trunkline.clients.async_refresh_waiting import AsyncRefreshWaiting
from trunkline.clients.blurhashes import Blurhashes
from trunkline.clients.client_filters import ClientFilters
from trunkline.clients.push_messages import PushMessages
from trunkline.clients.server_time import ServerTime
from trunkline.clients.server_version import ServerVersion
from trunkline.clients.status_length import StatusLength
from trunkline.clients.stored_login import StoredLogin
from trunkline.clients.timeline_availability import TimelineAvailability


class Helpers(
    AsyncRefreshWaiting,
    Blurhashes,
    ClientFilters,
    PushMessages,
    ServerTime,
    ServerVersion,
    StatusLength,
    StoredLogin,
    TimelineAvailability,
):
    """Methods beside the calls of the API."""
