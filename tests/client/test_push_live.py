"""Push messages on their whole way: the client subscribes, the sandbox sends, the client decrypts."""

from __future__ import annotations

import pytest

from tests.client.conftest import Both
from tests.recorder import Arrivals, Recorder

pytest.importorskip("http_ece")


@pytest.mark.parametrize("standard", [False, True])
def test_a_push_message_reaches_the_client(alice: Both, bob: Both, standard: bool) -> None:
    private, public = alice.push_subscription_generate_keys()
    arrivals = Arrivals()
    with Recorder(came=arrivals) as receiver:
        made = alice.push_subscription_set(receiver.url, public, mention_events=True, standard=standard)
        assert made.server_key == alice.instance().configuration.vapid.public_key
        status = bob.status_post("@alice look")
        came = arrivals.wait()
        alice.push_subscription_delete()
    headers = ("", "") if standard else (came.headers["Encryption"], came.headers["Crypto-Key"])
    pushed = alice.push_subscription_decrypt_push(came.body, private, *headers)
    assert (pushed.notification_type, pushed.body) == ("mention", "@alice look")
    assert alice.notifications(id=pushed.notification_id).status.id == status.id
