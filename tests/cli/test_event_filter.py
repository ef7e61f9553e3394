"""The filters of stream: alone, and with the command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from PIL import Image

from trunkline.cli.stream.event_filter import EventFilter
from trunkline.entities import Conversation, Notification, Status
from trunkline.ids import Id
from trunkline.streaming.events import (
    ConversationEvent,
    Delete,
    Event,
    FiltersChanged,
    Gap,
    NotificationEvent,
    StatusUpdate,
    Update,
)


def account(acct: str) -> dict[str, str]:
    return {"acct": acct, "display_name": acct.partition("@")[0]}


def status(acct: str = "bob", **fields: Any) -> Status:
    made = "2027-01-15T12:00:00.000Z"
    return Status(id="1", content="<p>Some hay</p>", spoiler_text="", created_at=made, account=account(acct), **fields)


def notification(kind: str, acct: str, about: Status | None = None) -> Event:
    return NotificationEvent(Notification(id="1", type=kind, account=account(acct), status=about))


POST, EDIT = Update(status()), StatusUpdate(status())
BOOST = Update(status("carol", reblog=status("dan@b.example", language="de", media_attachments=[{"type": "image"}])))
REPLY = Update(status(in_reply_to_id="7"))
FOLLOW = notification("follow", "erin@b.example")
BOOSTED = notification("reblog", "frank", status("alice"))
MESSAGE = ConversationEvent(Conversation(id="1", last_status=status("bob", language="pt-BR")))
OTHERS: list[Event] = [Delete(Id("1")), FiltersChanged()]
EVERYTHING = [POST, EDIT, BOOST, REPLY, FOLLOW, BOOSTED, MESSAGE, *OTHERS]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, EVERYTHING),
        ({"names": ["update", "delete"]}, [POST, BOOST, REPLY, OTHERS[0]]),
        ({"accounts": ["bob"]}, [POST, EDIT, REPLY, MESSAGE]),
        ({"accounts": ["@Bob@A.example"]}, [POST, EDIT, REPLY, MESSAGE]),
        ({"accounts": ["bob@b.example"]}, []),
        ({"accounts": ["carol"]}, [BOOST]),
        ({"accounts": ["frank"]}, [BOOSTED]),
        ({"accounts": ["dan@b.example", "erin@b.example"]}, [BOOST, FOLLOW]),
        ({"languages": ["de"]}, [BOOST]),
        ({"languages": ["pt"]}, [MESSAGE]),
        ({"languages": ["PT-br", "p"]}, [MESSAGE]),
        ({"languages": ["pt-PT"]}, []),
        ({"exclude_boosts": True}, [POST, EDIT, REPLY, FOLLOW, MESSAGE, *OTHERS]),
        ({"exclude_replies": True}, [POST, EDIT, BOOST, FOLLOW, BOOSTED, MESSAGE, *OTHERS]),
        ({"only_media": True}, [BOOST]),
        ({"texts": ["HAY"], "names": ["update"]}, [POST, BOOST, REPLY]),
        ({"texts": ["hay", "needle"], "accounts": ["carol"]}, [BOOST]),
        ({"texts": ["needle"]}, []),
        ({"accounts": ["carol"], "exclude_boosts": True}, []),
    ],
)
def test_what_is_shown(chosen: dict[str, Any], shown: list[Event]) -> None:
    chooser = EventFilter("a.example", **chosen)
    assert [event for event in EVERYTHING if chooser.allows(event)] == shown


def test_a_mention_is_from_who_mentions() -> None:
    chooser = EventFilter("a.example", accounts=["alice@c.example"])
    assert chooser.allows(notification("mention", "alice@c.example", status("alice@c.example")))
    assert not chooser.allows(notification("mention", "alice", status()))


def test_that_something_is_lost_is_shown_unless_events_were_chosen() -> None:
    assert EventFilter("a.example", accounts=["bob"], languages=["de"], texts=["x"], only_media=True).allows(Gap("age"))
    assert not EventFilter("a.example", names=["update"]).allows(Gap("age"))


def test_the_command_shows_what_is_asked_for(start, logged_in, bob):
    command = start("stream", "-a", "bob", "-l", "de", "--exclude-boosts", "--exclude-replies", "--json", "-n", "1")
    command.err_until("Listening to")
    logged_in.status_post("Von mir", language="de")
    first = bob.status_post("In English", language="en")
    bob.status_reply(first, "Antwort", language="de")
    bob.status_reblog(logged_in.status_post("Auch von mir", language="de"))
    found = bob.status_post("Auf Deutsch", language="de")
    status_code, out, _ = command.finish()
    assert status_code == 0
    assert [json.loads(line)["payload"]["id"] for line in out.splitlines()] == [found.id]


def test_the_command_shows_it_readable(start, logged_in, bob, tmp_path):
    picture = tmp_path / "cat.png"
    Image.new("RGB", (8, 8), "orange").save(picture)
    command = start("stream", "--only-media", "--account", "bob", "--limit", "1")
    command.err_until("Listening to")
    bob.status_post("Words alone")
    bob.status_post("With a picture", media_ids=[bob.media_post(picture, description="A cat")])
    status_code, out, _ = command.finish()
    assert status_code == 0
    assert "With a picture" in out
    assert "A cat" in out
    assert "Words alone" not in out


def test_an_event_that_cannot_be_judged_is_left_out() -> None:
    odd = Update(Status({**status(), "language": 5}))
    assert EventFilter("a.example").allows(odd)
    assert not EventFilter("a.example", languages=("de",)).allows(odd)
