"""Small facts about the answers of Mastodon, as recorded."""

from __future__ import annotations

from typing import get_args

from tests.client.flows import client_state, json_answer, play
from trunkline.endpoints.instance import Instances
from trunkline.endpoints.push import Push
from trunkline.entities import (
    MediaAttachment,
    MediaAttachmentAudioMetadata,
    MediaAttachmentVideoMetadata,
    NotificationType,
    WebPushSubscriptionAlerts,
)
from trunkline.protocol.request import send


def test_the_original_of_a_sound_is_a_sound() -> None:
    sound = MediaAttachment({"type": "audio", "meta": {"original": {"duration": 2.037551, "bitrate": 40405}}})
    assert type(sound["meta"].original) is MediaAttachmentAudioMetadata
    size = {"width": 640, "height": 360, "frame_rate": "30/1", "duration": 2.0, "bitrate": 40405}
    assert type(MediaAttachment({"meta": {"original": size}})["meta"].original) is MediaAttachmentVideoMetadata


def test_a_search_for_no_text_finds_no_peers() -> None:
    assert play(send(Instances.peers_search.request("")), client_state(), json_answer(None)).result == []


def test_every_type_of_notification_has_an_alert() -> None:
    types = set(get_args(NotificationType))
    keyed = Push.push_subscription_update.request().form["data"]["alerts"]
    assert keyed.keys() == types
    alerts = WebPushSubscriptionAlerts(dict.fromkeys(types, True))
    assert all(getattr(alerts, name.replace(".", "_")) is True for name in types)
