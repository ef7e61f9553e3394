"""Defaults of the client."""

from __future__ import annotations

from trunkline.about import USER_AGENT as _DEFAULT_USER_AGENT
from trunkline.clients.classic_streaming import RECONNECT_WAIT as _DEFAULT_STREAM_RECONNECT_WAIT_SEC
from trunkline.clients.classic_streaming import STREAM_TIMEOUT as _DEFAULT_STREAM_TIMEOUT
from trunkline.clients.core import DEFAULT_TIMEOUT as _DEFAULT_TIMEOUT
from trunkline.oauth.scopes import DEFAULT_SCOPES, SCOPE_SETS, VALID_SCOPES

_DEFAULT_SCOPES = list(DEFAULT_SCOPES)
_SCOPE_SETS = {name: list(scopes) for name, scopes in SCOPE_SETS.items()}
_VALID_SCOPES = sorted(VALID_SCOPES)

__all__ = [
    "_DEFAULT_SCOPES",
    "_DEFAULT_STREAM_RECONNECT_WAIT_SEC",
    "_DEFAULT_STREAM_TIMEOUT",
    "_DEFAULT_TIMEOUT",
    "_DEFAULT_USER_AGENT",
    "_SCOPE_SETS",
    "_VALID_SCOPES",
]
