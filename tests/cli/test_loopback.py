"""The receiver of the redirect after authorization."""

from __future__ import annotations

import socket

import httpx2
import pytest

from trunkline import MastodonReadTimeout
from trunkline.oauth.loopback import Loopback


def test_it_gives_the_address_that_the_browser_came_back_to():
    with Loopback() as receiver:
        answer = httpx2.get(f"{receiver.redirect_uri}?code=abc&state=x")
        assert "You are logged in" in answer.text
        assert receiver.wait(10) == f"{receiver.redirect_uri}?code=abc&state=x"


def test_other_requests_do_not_count():
    with Loopback() as receiver:
        assert httpx2.get(f"{receiver.origin}/favicon.ico").status_code == 404
        with pytest.raises(MastodonReadTimeout, match="Nobody came back"):
            receiver.wait(0)


def test_a_connection_without_a_request_holds_nobody_up():
    """Browsers open connections before they need them."""
    with Loopback() as receiver:
        address = receiver.origin.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1]))):
            httpx2.get(f"{receiver.redirect_uri}?code=abc", timeout=10)
            assert receiver.wait(10).endswith("code=abc")


def test_it_is_gone_afterwards():
    with Loopback() as receiver:
        address = receiver.redirect_uri
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(address)
