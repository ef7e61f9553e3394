"""A missing object and a call that the server lacks are told apart where that can be known; advice fits the reason."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from tests.client.flows import client_state, json_answer, play
from tests.recorded import exchanges
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.oauth import OAuth
from trunkline.endpoints.statuses import Statuses
from trunkline.errors import (
    MastodonAPIError,
    MastodonForbiddenError,
    MastodonLoginError,
    MastodonMalformedResponseError,
    MastodonMissingCallError,
    MastodonNotFoundError,
)
from trunkline.protocol.missing_calls import refusal_of
from trunkline.protocol.request import HttpRequest, Request, send
from trunkline.protocol.software import Software, software_of
from trunkline.response import Response
from trunkline.transport.drivers import network_error

HOLLO = Software("hollo", "0.6.20", None)
GOTOSOCIAL = Software("gotosocial", "0.20.0", None)
TAKAHE = Software("takahe", "0.11.0", None)
OLD = Software("mastodon", "4.2.1", "4.2.1")
NEW = Software("mastodon", "4.7.0", "4.7.0")
PAGE = Response(404, "Not Found", {"content-type": "text/html"}, b"<!DOCTYPE html><title>Takahe</title>")
PLAIN = Response(404, "Not Found", {"content-type": "text/plain; charset=UTF-8"}, b"404 Not Found")
NOTHING = Response(404, "Not Found", {"content-type": "text/html"}, b"")


def refused(path: str, response: Response, software: Software | None, **params: Any) -> Any:
    return refusal_of(Request("GET", path, dict, params), path, response, software)


@pytest.mark.parametrize(
    ("path", "response", "software", "lacks"),
    [
        ("/api/v1/endorsements", PLAIN, HOLLO, True),
        ("/api/v1/statuses/01a2", PLAIN, None, True),
        ("/api/v1/statuses/abc", json_answer({"error": "Record not found"}, 404), HOLLO, False),
        ("/api/v1/directory", json_answer({"error": "Not Found"}, 404), GOTOSOCIAL, True),
        ("/api/v1/statuses/9", json_answer({"error": "Not Found: target status not found"}, 404), GOTOSOCIAL, False),
        ("/api/v1/statuses", json_answer({}, 405), TAKAHE, True),
        ("/api/v1/statuses", json_answer({}, 501), None, True),
        ("/api/v1/blocks", PAGE, TAKAHE, True),
        ("/api/v1/blocks", PAGE, None, True),
        ("/api/v1/statuses/649585615310497000/history", PAGE, TAKAHE, False),
        ("/api/v1/timelines/tag/cats", PAGE, TAKAHE, False),
        ("/api/v1/instance/domain_blocks", NOTHING, NEW, False),
        ("/api/v1/directory", json_answer({"error": "Not Found"}, 404), NEW, False),
        ("/api/v1/statuses/9", json_answer({"error": "Record not found"}, 404), NEW, False),
        ("/api/v1/statuses/9", json_answer({"error": "Gone"}, 410), HOLLO, False),
    ],
)
def test_what_is_missing(path: str, response: Response, software: Software | None, lacks: bool) -> None:
    error = refused(path, response, software)
    assert isinstance(error, MastodonNotFoundError)
    assert isinstance(error, MastodonMissingCallError) == lacks


def test_a_page_for_an_object_named_by_a_parameter_may_be_about_the_object() -> None:
    assert isinstance(refused("/api/v1/accounts/lookup", PAGE, TAKAHE), MastodonMissingCallError)
    assert not isinstance(refused("/api/v1/accounts/lookup", PAGE, TAKAHE, acct="bob"), MastodonMissingCallError)


def test_the_error_names_software_version_and_what_to_do() -> None:
    flow = Statuses.statuses.request(["1"])
    with pytest.raises(
        MastodonMissingCallError, match=r"hollo 0\.6\.20 lacks this call, which Mastodon has since 4\.3"
    ):
        play(send(flow), client_state(software=HOLLO), PLAIN)
    with pytest.raises(MastodonMissingCallError, match=r"mastodon 4\.2\.1 lacks this call, .* since 4\.3\.0; go on"):
        play(send(flow), client_state(software=OLD), json_answer({"error": "Not Found"}, 404))
    with pytest.raises(MastodonMissingCallError, match=r"The server lacks this call; go on without it"):
        play(send(flow), client_state(software=None), json_answer({}, 405))


def test_recorded_calls_that_are_missing_and_objects_that_are() -> None:
    """Of each recorded server that was asked for a call that no server has, and for an object that is not there."""
    software = {
        "gotosocial-0.20": GOTOSOCIAL,
        "hollo-0.6.20": HOLLO,
        "snac-2.94": software_of({"version": "4.0.0 (not true; really snac/2.94)"}),
        "takahe-0.11.0": TAKAHE,
    }
    missing: dict[str, set[str]] = {}
    for one in exchanges("other software"):
        if one["status"] not in (404, 405) or isinstance(one["body"], dict | list):
            continue
        answer = Response(one["status"], "", one["headers"], one["body"].encode())
        request = Request(one["method"], one["path"], dict)
        error = refusal_of(request, one["path"], answer, software[one["server"]])
        kind = "call" if isinstance(error, MastodonMissingCallError) else "either"
        missing.setdefault(f"{one['server']} {kind}", set()).add(one["path"])
    assert "/api/v1/nothing" in missing["hollo-0.6.20 call"]
    assert "/api/v1/nothing" in missing["takahe-0.11.0 call"]
    assert "/api/v1/nothing" in missing["snac-2.94 call"]
    assert "/api/v1/statuses" in missing["gotosocial-0.20 call"]
    assert {"/api/v1/statuses/999999999999999999", "/api/v1/statuses/abc"} <= missing["snac-2.94 either"]
    assert "hollo-0.6.20 either" not in missing


@pytest.mark.parametrize("page", ["/login", "/auth/sign_in", "https://m.example/login?back=1"])
def test_a_redirect_to_the_page_for_logging_in(page: str) -> None:
    there = Response(302, "Found", {"location": page}, b"")
    with pytest.raises(MastodonMalformedResponseError, match=r"logging in.*token does not hold there, or .* lacks"):
        play(send(Accounts.account_verify_credentials.request()), client_state(), there)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("Your login is missing a confirmed e-mail address", "Confirm the e-mail"),
        ("Your login is currently pending approval", "moderator of the server has to approve"),
        ("Your login is currently disabled", "disabled the account"),
        ("This action is outside the authorized scopes", "Check the scopes"),
    ],
)
def test_the_state_of_an_account_is_no_matter_of_scopes(said: str, advice: str) -> None:
    with pytest.raises(MastodonForbiddenError, match=advice) as raised:
        play(send(Accounts.account_verify_credentials.request()), client_state(), json_answer({"error": said}, 403))
    assert ("scopes are not the reason" in str(raised.value)) == ("login" in said)


def log_in(**known: Any) -> Any:
    class Program:
        state = client_state(client_id="id", client_secret="a-secret", **{"software": None, **known})

    return play(OAuth.log_in.flow(Program(), "ann@m.example", "pass-word"), Program.state)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "known",
    [
        {"software": NEW},
        {"server_version": "4.4.0"},
        {"server_version": "4.5.1+glitch"},
        {"oauth_server": {"grant_types_supported": ["authorization_code"]}},
    ],
)
def test_passwords_are_refused_before_a_request_where_that_is_known(known: dict[str, Any]) -> None:
    with pytest.raises(MastodonLoginError, match=r"takes no passwords.*authorization\(\)\.url.*log_in"):
        log_in(**known)


@pytest.mark.parametrize("known", [{}, {"software": OLD}, {"software": HOLLO}, {"oauth_server": {}}])
def test_otherwise_the_server_is_asked(known: dict[str, Any]) -> None:
    with pytest.raises(IndexError):  # there is no answer to give
        log_in(**known)


def test_advice_after_the_refusal_of_a_password() -> None:
    state = client_state(client_id="id", client_secret="a-secret")
    body = {"error": "unsupported_grant_type", "error_description": "The authorization grant type is not supported."}

    class Program:
        pass

    Program.state = state  # type: ignore[attr-defined]
    flow = OAuth.log_in.flow(Program(), "ann@m.example", "pass-word")  # type: ignore[arg-type]
    with pytest.raises(MastodonLoginError, match=r"4\.4 and later take no names and passwords") as raised:
        play(flow, state, json_answer(body, 400))
    assert isinstance(raised.value, MastodonAPIError)
    assert "pass-word" not in str(raised.value)


@pytest.mark.parametrize(("code", "advice"), [(20, "SSL_CERT_FILE"), (18, "SSL_CERT_FILE"), (10, "address and time")])
def test_a_certificate_of_an_own_authority(code: int, advice: str) -> None:
    refused = ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED]")
    refused.verify_code = code
    raised = ConnectionError("handshake failed")
    raised.__cause__ = refused
    request = HttpRequest("GET", "https://wiki.corp/api/v1/instance", {})
    assert advice in str(network_error(request, raised, late=False, sent=False))
    assert "SSL_CERT_FILE" not in str(network_error(request, ConnectionError("no"), late=False, sent=False))
