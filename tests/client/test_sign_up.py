from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline import Mastodon
from trunkline.endpoints.sign_up import SignUp
from trunkline.entities import AccountCreationError, Token
from trunkline.errors import MastodonIllegalArgumentError, MastodonUnprocessableError, error_for
from trunkline.oauth.credentials import read_user_file
from trunkline.response import Response

APP = Token({"access_token": "app-token", "scope": "read write", "token_type": "Bearer"})
USER = Token({"access_token": "user-token", "scope": "read write", "token_type": "Bearer"})
REFUSAL = {"error": "Validation failed", "details": {"username": [{"error": "ERR_TAKEN", "description": "taken"}]}}

CASES = [
    Case(SignUp.email_resend_confirmation, (), {"email": "a@a.example"}, "POST", "/api/v1/emails/confirmations",
         form="email=a@a.example"),
    Case(SignUp.email_check_confirmation, (), {}, "GET", "/api/v1/emails/check_confirmation", bool),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


@pytest.fixture
def client() -> Mastodon:
    return Mastodon("id", "secret", api_base_url="a.example")


def create(client: Mastodon, answers: list[Any], **kwargs: Any) -> tuple[list[Any], Any]:
    flow = SignUp.create_account.flow(
        client, "ann", "hunter2", "ann@a.example", True, scopes=("read", "write"), **kwargs
    )
    return finish(flow, answers)


def refusal() -> Exception:
    import json

    answer = Response(422, "Unprocessable Content", {}, json.dumps(REFUSAL).encode())
    return error_for("POST", "/api/v1/accounts", answer)


def test_create_account(client: Mastodon, tmp_path: Path) -> None:
    file = tmp_path / "user.secret"
    options = {
        "reason": "curious",
        "date_of_birth": date(2000, 1, 2),
        "invite_code": "abc",
        "time_zone": "Europe/Berlin",
    }
    steps, result = create(client, [APP, USER], to_file=file, **options)
    assert result == client.access_token == read_user_file(file).access_token == "user-token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [step.path for step in steps] == ["/oauth/token", "/api/v1/accounts"]
    assert steps[0].form["grant_type"] == "client_credentials"
    sent = steps[1]
    assert (sent.headers, sent.anonymous) == ({"Authorization": "Bearer app-token"}, True)
    assert sent.form == {
        "username": "ann", "email": "ann@a.example", "password": "hunter2", "agreement": True, "locale": "en", **options
    }  # fmt: skip
    assert "app-token" not in repr(sent)
    assert "hunter2" not in repr(sent)


def test_birthday_is_a_date(client: Mastodon) -> None:
    steps, _ = create(client, [APP, USER], date_of_birth=datetime(2000, 1, 2, tzinfo=UTC))
    assert steps[1].form["date_of_birth"] == date(2000, 1, 2)
    assert not isinstance(steps[1].form["date_of_birth"], datetime)


def test_refusal_is_an_error(client: Mastodon) -> None:
    with pytest.raises(MastodonUnprocessableError, match="Validation failed") as caught:
        create(client, [APP, refusal()])
    assert isinstance(caught.value, MastodonIllegalArgumentError)  # as in Mastodon.py
    assert client.access_token is None


def test_refusal_in_detail(client: Mastodon) -> None:
    _, (token, problem) = create(client, [APP, refusal()], return_detailed_error=True)
    assert token is None
    assert isinstance(problem, AccountCreationError)
    assert problem.details is not None
    assert [one.error for one in problem.details.username or []] == ["ERR_TAKEN"]


def test_success_in_detail(client: Mastodon) -> None:
    assert create(client, [APP, USER], return_detailed_error=True)[1] == ("user-token", {})


def test_without_an_application() -> None:
    answer = Response(401, "Unauthorized", {}, b'{"error":"invalid_client"}')
    with pytest.raises(MastodonIllegalArgumentError, match="invalid_client"):
        create(Mastodon(api_base_url="a.example"), [error_for("POST", "/oauth/token", answer)])
