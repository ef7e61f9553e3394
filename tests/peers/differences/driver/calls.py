"""Calls of public methods: what is sent, and what they return or raise."""

from __future__ import annotations

import types
import warnings
from typing import Any

from mastodon import Mastodon

from .limits import Hangs, in_time
from .server import Server
from .show import failure, show
from .values import value

_SOME = 3


def call(server: Server, case: dict[str, Any]) -> dict[str, Any]:
    """Do one call with a new client, and describe what became of it."""
    server.begin(case.get("answers", []))
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with in_time():
                client = Mastodon(
                    **{"api_base_url": server.url, "access_token": case.get("token"), **case.get("client", {})}
                )
                args = value(case.get("args", []), client)
                kwargs = value(case.get("kwargs", {}), client)
                server.requests()
                warned.clear()
                outcome = _outcome(client, case["method"], args, kwargs)
        except Hangs:
            outcome = {"error": {"class": "Hangs", "bases": [], "args": [], "cause": None}}
        except Exception as error:  # noqa: BLE001 (an argument could not be made: both are to say so)
            outcome = {"error": {**failure(error), "class": f"before the call: {type(error).__name__}"}}
    said = sorted({one.category.__name__ for one in warned if one.category is not ResourceWarning})
    return {**outcome, "warnings": said, "requests": server.requests()}


def _outcome(client: Any, method: str, args: Any, kwargs: Any) -> dict[str, Any]:
    try:
        result = getattr(client, method)(*args, **kwargs)
        if isinstance(result, types.GeneratorType) or method.endswith("iterator"):
            result = [one for one, _ in zip(result, range(_SOME), strict=False)]
        return {"result": show(result)}
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return {"error": failure(error)}
