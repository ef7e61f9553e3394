"""Web Push: messages that the sandbox sends, read by a library that is not its own."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import httpx2
import pytest
from tests.recorder import Arrivals, Came, Recorder, Says

from trunkline.sandbox import Sandbox
from trunkline.sandbox.live.push_encryption import PushExchange, encrypt_aes128gcm
from trunkline.sandbox.rules import vapid

http_ece = pytest.importorskip("http_ece")
ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")

PUSH = "/api/v1/push/subscription"
ALL = {"alerts": dict.fromkeys(("mention", "follow", "favourite", "reblog", "poll", "status", "update"), True)}


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


class Subscriber(NamedTuple):
    """Somebody of the sandbox, with the keys of a subscription."""

    sandbox: Sandbox
    name: str
    key: Any
    auth: bytes

    def call(self, method: str, path: str, who: str | None = None, **options: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.sandbox.token_for(who or self.name)}"}
        return httpx2.request(method, self.sandbox.url + path, headers=headers, **options)

    def subscribe(self, endpoint: str, *, standard: bool = False, data: Any = ALL) -> dict[str, Any]:
        keys = {"p256dh": encoded(point(self.key)), "auth": encoded(self.auth)}
        body = {"subscription": {"endpoint": endpoint, "keys": keys, "standard": standard}, "data": data}
        answered = self.call("POST", PUSH, json=body)
        assert answered.status_code == 200, answered.text
        return dict(answered.json())

    def mention(self, text: str = "hello", who: str = "bob") -> dict[str, Any]:
        """Let somebody mention the subscriber."""
        return dict(self.call("POST", "/api/v1/statuses", who, json={"status": f"@{self.name} {text}"}).json())

    def read(self, came: Came) -> dict[str, Any]:
        """Decrypt a message."""
        options: dict[str, Any] = {"version": "aes128gcm"}
        if came.headers["Content-Encoding"] == "aesgcm":
            salt = decoded(came.headers["Encryption"].removeprefix("salt="))
            dh = decoded(came.headers["Crypto-Key"].split(";")[0].removeprefix("dh="))
            options = {"version": "aesgcm", "salt": salt, "dh": dh}
        text = http_ece.decrypt(came.body, private_key=self.key, auth_secret=self.auth, **options)
        return dict(json.loads(text))


class Clock:
    """The wall clock until a test moves it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def alice(clock: Clock) -> Iterator[Subscriber]:
    with Sandbox(size=0, clock=clock) as sandbox:
        yield Subscriber(sandbox, "alice", ec.generate_private_key(ec.SECP256R1()), os.urandom(16))


@pytest.fixture
def receiver() -> Iterator[Recorder]:
    with Recorder(came=Arrivals()) as recorder:
        yield recorder


def arrived(receiver: Recorder) -> Came:
    assert isinstance(receiver.came, Arrivals)
    return receiver.came.wait()


def claims(token: str, public_key: bytes) -> dict[str, Any]:
    """The content of a JSON Web Token that is signed with ES256 by the owner of a key."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signed, _, signature = token.rpartition(".")
    numbers = decoded(signature)
    assert len(numbers) == 64
    der = encode_dss_signature(int.from_bytes(numbers[:32]), int.from_bytes(numbers[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, content = map(decoded, signed.split("."))
    assert json.loads(head) == {"typ": "JWT", "alg": "ES256"}
    return dict(json.loads(content))


def test_the_example_of_the_standard() -> None:
    """RFC 8291, appendix A."""
    sender = ec.derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    auth, salt = decoded("BTBZMqHH6r4Tts7J_aSIgg"), decoded("DGv6ra1nlYgDCS1FRnbzlw")
    exchange = PushExchange.between(decoded(receiver), auth, sender, salt)
    assert encoded(encrypt_aes128gcm(exchange, b"When I grow up, I want to be a watermelon")) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("standard", [False, True])
def test_a_mention_is_pushed(alice: Subscriber, receiver: Recorder, standard: bool) -> None:
    made = alice.subscribe(f"{receiver.url}/push/1?x=y", standard=standard)
    configured = httpx2.get(f"{alice.sandbox.url}/api/v2/instance").json()["configuration"]["vapid"]["public_key"]
    assert made["server_key"] == configured
    status = alice.mention("what &amp; <b>ever</b>")
    came = arrived(receiver)
    assert (came.method, came.path) == ("POST", "/push/1?x=y")
    notification = alice.call("GET", "/api/v1/notifications").json()[0]
    assert notification["status"]["id"] == status["id"]
    assert alice.read(came) == {
        "access_token": alice.sandbox.token_for("alice"),
        "preferred_locale": "en",
        "notification_id": int(notification["id"]),
        "notification_type": "mention",
        "icon": notification["account"]["avatar_static"],
        "title": f"You were mentioned by {notification['account']['display_name']}",
        "body": "@alice what & ever",
    }
    headers = {name.lower(): value for name, value in came.headers.items()}
    assert headers["ttl"] == "172800"
    assert headers["urgency"] == "normal"
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-encoding"] == ("aes128gcm" if standard else "aesgcm")
    server_key = decoded(configured.rstrip("="))
    if standard:
        token, key = headers["authorization"].removeprefix("vapid t=").split(",k=")
        assert key == encoded(server_key)
        assert not {"encryption", "crypto-key"} & headers.keys()
    else:
        token = headers["authorization"].removeprefix("WebPush ")
        assert headers["crypto-key"].partition(";")[2] == f"p256ecdsa={encoded(server_key)}"
    claimed = claims(token, server_key)
    assert claimed.keys() == {"aud", "exp", "sub"}
    assert (claimed["aud"], claimed["sub"]) == (receiver.url, "mailto:admin@sandbox.example")
    assert 0 < claimed["exp"] - datetime.now(UTC).timestamp() <= 86_400


def test_texts_of_other_types(alice: Subscriber, receiver: Recorder) -> None:
    alice.subscribe(receiver.url)
    status = alice.call("POST", "/api/v1/statuses", json={"status": "x" * 200, "spoiler_text": ""}).json()
    bob_id = alice.sandbox.accounts["bob"]
    profile = {"display_name": "", "note": "I am <i>bob</i>", "locked": False}
    alice.call("PATCH", "/api/v1/accounts/update_credentials", "bob", json=profile)
    alice.call("POST", f"/api/v1/statuses/{status['id']}/favourite", "bob")
    liked = alice.read(arrived(receiver))
    assert (liked["title"], liked["body"]) == ("bob favorited your post", "x" * 137 + "...")
    alice.call("POST", f"/api/v1/accounts/{alice.sandbox.accounts['alice']}/follow", "bob")
    followed = alice.read(arrived(receiver))
    assert (followed["title"], followed["body"]) == ("bob is now following you", "I am bob")
    alice.call("POST", f"/api/v1/accounts/{bob_id}/follow", json={"notify": True})
    alice.call("POST", "/api/v1/statuses", "bob", json={"status": "under", "spoiler_text": "the cover"})
    posted = alice.read(arrived(receiver))
    assert (posted["title"], posted["body"]) == ("bob just posted", "the cover")


@pytest.mark.parametrize(
    ("policy", "relation", "pushed"),
    [
        ("all", None, True),
        ("none", None, False),
        ("everyone", None, False),
        ("followed", None, False),
        ("followed", "alice follows bob", True),
        ("follower", "alice follows bob", False),
        ("follower", "bob follows alice", True),
    ],
)
def test_policies(alice: Subscriber, receiver: Recorder, policy: str, relation: str | None, pushed: bool) -> None:
    if relation:
        who, _, whom = relation.split()
        alice.call("POST", f"/api/v1/accounts/{alice.sandbox.accounts[whom]}/follow", who)
    alice.subscribe(receiver.url, data={"alerts": {"mention": True}, "policy": policy})
    alice.mention()
    assert _queued(alice) == pushed


def _queued(alice: Subscriber) -> bool:
    """True if something was queued for the subscription. It is queued before the cause is answered."""
    return bool(alice.sandbox.store.value("SELECT count(*) FROM sqlite_sequence WHERE name = 'push_deliveries'"))


@pytest.mark.parametrize("endpoint", ["http://push.example/x", "http://192.168.0.1/x", "http://127.0.0.1.example/x"])
def test_nothing_goes_to_other_machines(alice: Subscriber, endpoint: str, caplog: pytest.LogCaptureFixture) -> None:
    alice.subscribe(endpoint)
    assert "not on this machine" in caplog.text
    assert endpoint not in caplog.text
    alice.mention()
    assert not _queued(alice)


def test_only_what_was_asked_for_is_pushed(alice: Subscriber, receiver: Recorder) -> None:
    alice.subscribe(receiver.url, data={"alerts": {"follow": True, "mention": False}})
    alice.mention()
    assert not _queued(alice)


def test_messages_are_sent_after_a_reset_too(alice: Subscriber, receiver: Recorder) -> None:
    alice.sandbox.reset()
    alice.subscribe(receiver.url)
    alice.mention("again")
    assert alice.read(arrived(receiver))["body"] == "@alice again"


def test_a_filtered_notification_is_not_pushed(alice: Subscriber, receiver: Recorder) -> None:
    alice.subscribe(receiver.url)
    alice.call("PATCH", "/api/v2/notifications/policy", json={"for_not_following": "filter"})
    alice.mention()
    assert not _queued(alice)


def gone(alice: Subscriber) -> bool:
    """Wait until there is no subscription; each question lets the server do something else."""
    return any(alice.call("GET", PUSH).status_code == 404 for _ in range(300))


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_refusal_ends_the_subscription(alice: Subscriber, receiver: Recorder, status: int) -> None:
    receiver.answers["/gone"] = Says(status=status)
    alice.subscribe(f"{receiver.url}/gone")
    alice.mention()
    arrived(receiver)
    assert gone(alice)


@pytest.mark.parametrize("status", [302, 408, 429, 500, 503])
def test_everything_else_is_tried_again_and_then_dropped(
    alice: Subscriber, receiver: Recorder, clock: Clock, status: int
) -> None:
    receiver.answers["/busy"] = Says(status=status, headers={"Location": "/elsewhere"})
    alice.subscribe(f"{receiver.url}/busy")
    alice.mention()
    first = alice.read(arrived(receiver))
    for retries, seconds in enumerate((15, 16, 31, 96, 271), 1):
        assert any(_retries(alice) == [retries] for _ in range(300))
        clock.ahead += timedelta(seconds=seconds)
        alice.sandbox.run_due()
        assert alice.read(arrived(receiver)) == first
    assert any(_retries(alice) == [] for _ in range(300))
    assert alice.call("GET", PUSH).status_code == 200
    assert set(receiver.paths) == {"/busy"}


def _retries(alice: Subscriber) -> list[int]:
    """How often messages that wait will have been tried again. The question lets the server do something else."""
    alice.call("GET", PUSH)
    return alice.sandbox.store.column("SELECT retries FROM push_deliveries")


def test_an_address_where_nobody_listens_does_no_harm(alice: Subscriber, receiver: Recorder) -> None:
    with Recorder() as closed:
        nobody = closed.url
    alice.subscribe(f"{nobody}:1/")
    alice.subscribe(nobody)
    alice.mention("one")
    alice.subscribe(receiver.url)
    alice.mention("two")
    assert alice.read(arrived(receiver))["body"] == "@alice two"


def test_a_message_says_how_to_end_the_subscription(alice: Subscriber, receiver: Recorder, clock: Clock) -> None:
    alice.subscribe(receiver.url)
    alice.mention()
    url = arrived(receiver).headers["Unsubscribe-URL"]
    token = url.rpartition("/")[2]
    assert url == f"{alice.sandbox.url}/api/web/push_subscriptions/{token}"
    for wrong in (token[:-1], "1", "1-2", f"²-2-{token[4:]}", f"2{token[1:]}", "x" * 300):
        assert httpx2.delete(url.replace(token, wrong)).status_code == 200
    clock.ahead += timedelta(hours=48)
    assert httpx2.delete(url).status_code == 200
    assert alice.call("GET", PUSH).status_code == 200
    clock.ahead = timedelta()
    assert httpx2.delete(url).status_code == 200
    assert alice.call("GET", PUSH).status_code == 404


def test_revoked_tokens_have_no_subscription(alice: Subscriber, receiver: Recorder) -> None:
    alice.subscribe(receiver.url)
    store = alice.sandbox.store
    store.execute("UPDATE access_tokens SET revoked_at = 1 WHERE id = (SELECT token_id FROM push_subscriptions)")
    assert store.value("SELECT count(*) FROM push_subscriptions") == 0


def test_without_cryptography_there_is_no_key_and_nothing_is_pushed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, receiver: Recorder
) -> None:
    monkeypatch.setattr(vapid, "find_spec", lambda name: None)
    vapid.can_push.cache_clear()
    try:
        with Sandbox(size=0) as sandbox:
            alice = Subscriber(sandbox, "alice", ec.generate_private_key(ec.SECP256R1()), b"secret")
            assert httpx2.get(f"{sandbox.url}/api/v2/instance").json()["configuration"]["vapid"] == {"public_key": ""}
            assert alice.subscribe(receiver.url)["server_key"] == ""
            assert "pip install 'trunkline[webpush]'" in caplog.text
            alice.mention()
            assert not _queued(alice)
    finally:
        vapid.can_push.cache_clear()
