"""Accounts that a server does not give: one of many is left out and named, and no others are lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.pipeline.canned import Canned, Refusal, account, status
from tests.pipeline.conftest import Loader
from trunkline.protocol.retries import RetryPolicy

Load = Callable[..., dict[str, int]]
LISTS = {"account_statuses": "statuses", "following": "following"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)


def refuse(canned: Canned, refusals: dict[str, int]) -> None:
    """Have the server refuse whatever is about some accounts."""

    def before(path: str) -> None:
        for one, code in refusals.items():
            if f"/accounts/{one}" in path:
                raise Refusal(code)

    canned.before = before


def test_one_of_many_is_left_out_and_named(
    load: Load, loader: Loader, canned: Canned, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (2, 3, 4, 5, 6):
        canned.lists[f"/api/v1/accounts/{number}/statuses"] = [status(number)]
        canned.lists[f"/api/v1/accounts/{number}/following"] = [account(number + 20)]
    refuse(canned, {"3": 403, "4": 410, "5": 500, "lookup": 403})
    load(resources=[*LISTS], accounts=["2", "3", "@gone@away.test", "4", "5", "6"])
    assert {row["id"] for row in loader.rows("SELECT id FROM account_statuses")} == {status(2)["id"], status(6)["id"]}
    assert {row["account_id"] for row in loader.rows("SELECT account_id FROM following")} == {"2", "6"}
    named = [message for message in caplog.messages if "left out" in message or "not known" in message]
    assert all(any(one in message for message in named) for one in ("3 of", "4 is", "5 of", "@gone@away.test"))


@pytest.mark.parametrize("accounts", [["3"], ["3", "4", "5", "6", "7"]])
def test_a_server_that_gives_none_has_failed(load: Load, canned: Canned, accounts: list[str]) -> None:
    refuse(canned, dict.fromkeys(accounts, 403))
    with pytest.raises(PipelineStepFailed, match="403"):
        load(resources=["following"], accounts=accounts)
    assert len([path for path in canned.seen if "/following" in path]) <= 3


def test_one_object_of_many_is_left_out_and_named(
    load: Load, loader: Loader, canned: Canned, caplog: pytest.LogCaptureFixture
) -> None:
    del canned.by_id["/api/v1/accounts"]
    canned.objects |= {f"/api/v1/accounts/{number}": account(number) for number in (2, 3, 4)}
    refuse(canned, {"3": 403})
    load(resources=["accounts"], accounts=["2", "3", "4"])
    assert {row["id"] for row in loader.rows("SELECT id FROM accounts")} == {"2", "4"}
    assert any("does not give 3: left out" in message for message in caplog.messages)
