"""The receiver of the redirect after authorization."""

from __future__ import annotations

import logging
import socket
from urllib.parse import urlsplit

import httpx2
import pytest

from trunkline import MastodonIllegalArgumentError, MastodonReadTimeout
from trunkline.oauth import loopback
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.loopback import Loopback

CODE, STATE = "the-secret-code", "the-secret-state"


def _waiting_for(receiver: Loopback) -> Loopback:
    receiver.expect(Authorization("https://m.example/oauth/authorize?x", receiver.redirect_uri, "read", STATE, "v"))
    return receiver


def _connected(receiver: Loopback) -> socket.socket:
    address = urlsplit(receiver.origin)
    return socket.create_connection((address.hostname, address.port), timeout=30)


def _answer_to(receiver: Loopback, request: str) -> str:
    with _connected(receiver) as connection:
        connection.sendall(request.encode())
        with connection.makefile("rb") as answer:
            return answer.read().decode()


def test_it_hands_on_the_code(caplog):
    caplog.set_level(logging.DEBUG)
    with Loopback() as receiver:
        answer = httpx2.get(f"{_waiting_for(receiver).redirect_uri}?code={CODE}&state={STATE}")
        assert "You have given access." in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert receiver.wait(10) == CODE
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert not [message for message in ours if CODE in message or STATE in message]


@pytest.mark.parametrize(
    "request_text",
    [
        "GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?x HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen&state=another HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen&state=%FF HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?error=access_denied&state= HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen&state=another&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callbacks?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET http://{host}/callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen&state={state} HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET /callback?code=stolen&state={state} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n",
        "GET /callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
        "GET /callback?code=stolen&state={state} HTTP/1.1\r\n\r\n",
        "GET /callback?code=stolen&state={state}\r\n\r\n",
        "HEAD /callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "POST /callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
        "OPTIONS /callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /callback?code=stolen&state={state} HTTP/1.1\r\nHost: {host}\r\n" + "x: y\r\n" * 200 + "\r\n",
        "\r\n\r\n",
        "\x00\xff\r\n\r\n",
    ],
)
def test_requests_that_do_not_belong_to_the_log_in_do_not_end_it(request_text):
    with Loopback() as receiver:
        host = receiver.origin.removeprefix("http://")
        filled = request_text.format(host=host, state=STATE, port=host.rpartition(":")[2])
        answer = _answer_to(_waiting_for(receiver), filled)
        assert answer.startswith("HTTP/1.1 404")
        assert "belongs to no log-in" in answer
        with pytest.raises(MastodonReadTimeout, match="Nobody came back"):
            receiver.wait(0)
        httpx2.get(f"{receiver.redirect_uri}?code={CODE}&state={STATE}")
        assert receiver.wait(10) == CODE


def test_before_a_log_in_has_begun_nothing_belongs_to_it():
    with Loopback() as receiver:
        assert httpx2.get(f"{receiver.redirect_uri}?code=x&state=").status_code == 404


def test_a_refusal_is_shown_as_one():
    with Loopback() as receiver:
        described = "<script>alert(1)</script>\x1b[2J&"
        answer = httpx2.get(
            _waiting_for(receiver).redirect_uri,
            params={"state": STATE, "error": "access_denied", "error_description": described},
        )
        assert "You are not logged in." in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; [2J&amp;" in answer.text
        assert "given access" not in answer.text
        with pytest.raises(MastodonIllegalArgumentError, match="gave no access"):
            receiver.wait(10)


def test_the_first_redirect_counts():
    with Loopback() as receiver:
        for code in (CODE, "another"):
            httpx2.get(f"{_waiting_for(receiver).redirect_uri}?code={code}&state={STATE}")
        assert receiver.wait(10) == CODE


def test_a_request_line_without_an_end_is_cut_off():
    with Loopback() as receiver, _connected(_waiting_for(receiver)) as connection:
        with pytest.raises(ConnectionError):
            connection.sendall(b"x" * 20_000_000)
        httpx2.get(f"{receiver.redirect_uri}?code={CODE}&state={STATE}")
        assert receiver.wait(10) == CODE


def test_a_request_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(loopback, "_SECONDS_FOR_A_REQUEST", 0.01)
    with Loopback() as receiver, _connected(receiver) as connection:
        connection.sendall(b"GET /callback?")
        assert connection.recv(1) == b""


def test_connections_without_a_request_hold_nobody_up(monkeypatch, caplog):
    """Browsers open connections before they need them; a hostile program opens as many as it can."""
    monkeypatch.setattr(loopback, "_SECONDS_FOR_A_REQUEST", 600)
    with Loopback() as receiver:
        silent = [_connected(_waiting_for(receiver)) for _ in range(200)]
        assert silent[0].recv(1) == b""  # the oldest is closed for the others
        httpx2.get(f"{receiver.redirect_uri}?code={CODE}&state={STATE}", timeout=30)
        assert receiver.wait(10) == CODE
    for connection in silent:
        connection.close()
    assert [record for record in caplog.records if record.name == "asyncio"] == []


def test_it_is_gone_afterwards():
    with Loopback() as receiver:
        address = receiver.redirect_uri
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(address)
