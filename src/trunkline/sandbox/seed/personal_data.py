"""Personal data of local accounts: lists, tags, notes, scheduled statuses, markers."""

from __future__ import annotations

import json

from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.store.times import DAY, HOUR, first_id

# owner, title, replies_policy, exclusive
_LISTS = (
    ("alice", "Friends", "list", False),
    ("alice", "Photographers", "followed", False),
    ("bob", "Code", "none", False),
    ("carol", "Bots", "list", True),
)
_LIST_SIZE = 12
_COLLECTION_SIZE = 6
_SCHEDULED = (
    ("alice", "Remember: the clocks change tonight.", "public"),
    ("alice", "New photos from the coast tomorrow. #photography", "unlisted"),
    ("bob", "Release party on Saturday!", "private"),
)
_FOLLOWED_TAGS = (("alice", "photography"), ("alice", "NightTrain"), ("bob", "Python"), ("carol", "garden"))
_DOMAIN_BLOCKS = (("alice", "spam.example"), ("carol", "shouting.example"))


def write_personal_data(world: World) -> None:
    """Write the personal data of the fixed accounts, and featured tags of all local ones."""
    _write_lists(world)
    _write_tags(world)
    _write_personal(world)
    _write_scheduled(world)
    _write_collection(world)


def _write_lists(world: World) -> None:
    named = world.community.named
    for number, (owner, title, policy, exclusive) in enumerate(_LISTS, start=1):
        person = named[owner]
        world.rows.add(
            "lists", number, person.id, title, policy, int(exclusive), world.window.start + number * HOUR
        )  # fmt: skip
        for member in _members(person, title):
            world.rows.add("list_accounts", number, member.id)


def _members(owner: Person, title: str) -> list[Person]:
    if title == "Bots":
        return [person for person in owner.following if person.bot][:_LIST_SIZE]
    topic = {"Photographers": "photo", "Code": "code"}.get(title)
    return [person for person in owner.following if topic is None or topic in person.topics][:_LIST_SIZE]


def _write_tags(world: World) -> None:
    start = world.window.start
    for number, (name, tag) in enumerate(_FOLLOWED_TAGS):
        person = world.community.named[name]
        world.rows.add("followed_tags", person.id, world.tags.id_of(tag, start), start + number * HOUR)
    for person in world.community.locals:
        topics = [] if person.suspended else person.topics[:2]
        for topic in topics:
            tag = TOPICS[topic].tags[0]
            world.rows.add("featured_tags", person.id, world.tags.id_of(tag, start), tag, world.window.end - DAY)


def _write_personal(world: World) -> None:
    named, start = world.community.named, world.window.start
    for number, (name, domain) in enumerate(_DOMAIN_BLOCKS):
        world.rows.add("domain_blocks", named[name].id, domain, start + number * HOUR)
    world.rows.add("account_notes", named["alice"].id, named["bob"].id, "Met at the bike kitchen.")
    world.rows.add("endorsements", named["alice"].id, named["carol"].id, start)
    world.rows.add("endorsements", named["bob"].id, named["alice"].id, start + HOUR)
    world.rows.add("invites", "welcome", named["alice"].id)
    _mute_a_thread(world)
    if world.recent:
        seen = world.recent[-min(len(world.recent), 10)]
        world.rows.add("markers", named["alice"].id, "home", seen.id, 3, seen.at + HOUR)


def _mute_a_thread(world: World) -> None:
    for post in reversed(world.recent):
        for person in post.mentioned:
            if person.local:
                world.rows.add("conversation_mutes", person.id, post.conversation_id)
                return


def _write_scheduled(world: World) -> None:
    for number, (name, text, visibility) in enumerate(_SCHEDULED, start=1):
        params = {
            "text": text,
            "media_ids": None,
            "sensitive": None,
            "spoiler_text": None,
            "visibility": visibility,
            "language": "en",
            "scheduled_at": None,
            "poll": None,
            "idempotency": None,
            "with_rate_limit": False,
            "application_id": 1,
            "in_reply_to_id": None,
        }
        person = world.community.named[name]
        world.rows.add("scheduled_statuses", person.id, world.window.end + number * DAY, json.dumps(params))


def _write_collection(world: World) -> None:
    """Write a collection of people whom alice follows and who let others recommend them."""
    owner, at = world.community.named["alice"], world.window.start + DAY
    collection_id = first_id(at)
    tag = world.tags.id_of("photography", at)
    about = "People with a good eye"
    world.rows.add("collections", collection_id, owner.id, "Photographers", about, "en", tag, 0, 1, at, at)
    willing = [person for person in owner.following if person.discoverable and not (person.locked or person.suspended)]
    for number, person in enumerate(willing[:_COLLECTION_SIZE], start=1):
        world.rows.add("collection_items", collection_id + number, collection_id, person.id, "accepted", at + number)
