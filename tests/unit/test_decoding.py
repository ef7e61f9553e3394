"""Results follow the answer, not the promise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.answers.decoding import decode
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Account, ScheduledStatus, Status
from trunkline.errors import MastodonAPIError, MastodonMalformedResponseError
from trunkline.protocol.request import Request
from trunkline.response import Response


def read(wanted: Any, body: Any) -> Any:
    answer = Response(200, "OK", {"content-type": "application/json"}, json.dumps(body).encode())
    return decode(Request("GET", "/api/v1/x", wanted), answer)


@pytest.mark.parametrize("wanted", [Account, list[Account], dict[str, Any]])
def test_an_error_with_a_status_of_success_is_an_error(wanted: Any) -> None:
    with pytest.raises(MastodonAPIError, match="failed with 200 OK: Not for you"):
        read(wanted, {"error": "Not for you"})


def test_a_field_named_error_is_none() -> None:
    assert read(Account, {"id": "1", "error": "odd"}).id == "1"


def test_a_list_with_numbers_for_keys_is_a_list() -> None:
    """Pixelfed sends PHP's arrays with gaps as objects."""
    assert [one.id for one in read(list[Account], {"0": {"id": "a"}, "3": {"id": "b"}})] == ["a", "b"]
    others: tuple[dict[str, Any], ...] = {}, {"0": {}, "x": {}}
    for other in others:
        with pytest.raises(MastodonMalformedResponseError):
            read(list[Account], other)


def test_a_post_that_was_not_scheduled_is_a_status() -> None:
    wanted = Statuses.status_post.request("Later", scheduled_at="2030-01-01T00:00:00Z").result
    status = {"id": "1", "uri": "https://m.example/1", "content": "Later", "account": {"id": "2"}}
    assert type(read(wanted, status)) is Status
    scheduled = {
        "id": "1",
        "scheduled_at": "2030-01-01T00:00:00Z",
        "params": {"text": "Later"},
        "media_attachments": [],
    }
    assert type(read(wanted, scheduled)) is ScheduledStatus
