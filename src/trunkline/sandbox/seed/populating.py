"""Populating an empty store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from trunkline.sandbox.rules import denormalised
from trunkline.sandbox.seed.agenda import Agenda
from trunkline.sandbox.seed.calendar import Window
from trunkline.sandbox.seed.cards import Newsstand
from trunkline.sandbox.seed.conversations import ConversationWriter
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.follows import plan_follows, plan_requests, plan_sign_ups
from trunkline.sandbox.seed.graph import Barriers, draw_follows
from trunkline.sandbox.seed.instance import write_instance, write_rules
from trunkline.sandbox.seed.media import write_files
from trunkline.sandbox.seed.notifications import NotificationWriter
from trunkline.sandbox.seed.originals import OriginalWriter
from trunkline.sandbox.seed.people import documented, gather
from trunkline.sandbox.seed.personal_data import write_personal_data
from trunkline.sandbox.seed.polls import PollWriter
from trunkline.sandbox.seed.posts import PostWriter
from trunkline.sandbox.seed.profiles import write_profiles
from trunkline.sandbox.seed.replies import write_boost, write_reply
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.tags import TagBook
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.passwords import hash_password, seeded_password
from trunkline.sandbox.store.times import DAY, to_ms

_REPLIES, _BOOSTS = 0.34, 0.14
_POSTS_PER_FLUSH = 500
_FEWEST_BEFORE_REPLIES = 5


def populate(store: Store, *, size: int, seed: int = 1, now: datetime) -> None:
    """Fill an empty `store` with a community.

    The same arguments give the same content, byte for byte, but for passwords and secrets of apps, which are random.

    Args:
        store: a store without accounts.
        size: number of posts, boosts included. With 0 there are only the people that `Sandbox` names, whom nobody
            follows, and the rules of the server.
        seed: seed of the random generator.
        now: end of the window in which they were posted.

    Raises:
        ValueError: `size` is negative, `now` has no time zone, or the store has accounts already.
    """
    if size < 0:
        raise ValueError(f"size is the number of posts and cannot be {size}")
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass for example datetime.now(UTC)")
    if store.value("SELECT 1 FROM accounts LIMIT 1"):
        raise ValueError("the store has accounts already; populate an empty one")
    with store.bulk():
        if size:
            _write(store, Dice(seed), to_ms(now), size)
        else:
            _write_people(store, Dice(seed), to_ms(now))
        denormalised.rebuild(store)


def _write_people(store: Store, dice: Dice, now: int) -> None:
    rows = Rows(store)
    people = documented(dice, Window.before(now, 0))
    write_profiles(dice, rows, people, _password_hash(store))
    write_files(rows, people)
    write_rules(rows)
    rows.flush()


def _write(store: Store, dice: Dice, now: int, size: int) -> None:
    rows = Rows(store)
    world = _world(store, rows, dice, Window.before(now, size), size)
    originals = OriginalWriter(world, Newsstand(world, size), PollWriter(world))
    write_rules(rows)
    write_instance(world)
    for count, at in enumerate(world.window.moments(dice, size)):
        world.agenda.run_until(at)
        _write_post(world, originals, at, is_start=count < _FEWEST_BEFORE_REPLIES)
        if count % _POSTS_PER_FLUSH == 0:
            rows.flush()
    world.agenda.run_until(now)
    world.notices.finish()
    world.conversations.finish()
    write_personal_data(world)
    rows.flush()
    _move(store, world)


def _world(store: Store, rows: Rows, dice: Dice, window: Window, size: int) -> World:
    community = gather(dice, window, size)
    barriers = Barriers(dice, community)
    edges = draw_follows(dice, community, barriers.estranged)
    tags = TagBook(rows)
    notices = NotificationWriter(dice, rows, barriers.hidden)
    per_day = size // ((window.end - window.start) // DAY)
    world = World(
        dice, window, rows, community, barriers.estranged, Agenda(window.end), notices, tags,
        PostWriter(dice, rows, tags, notices), ConversationWriter(rows), per_day,
    )  # fmt: skip
    write_profiles(dice, rows, community.people, _password_hash(store))
    write_files(rows, community.people)
    barriers.write(rows, window.start)
    plan_follows(world, edges)
    plan_requests(world)
    plan_sign_ups(world)
    return world


def _password_hash(store: Store) -> Callable[[str], str]:
    return lambda username: hash_password(seeded_password(store, username))


def _write_post(world: World, originals: OriginalWriter, at: int, *, is_start: bool) -> None:
    kind = 1.0 if is_start else world.dice.random()
    if kind < _REPLIES:
        written = write_reply(world, at)
    elif kind < _REPLIES + _BOOSTS:
        written = write_boost(world, at)
    else:
        written = False
    if not written:
        originals.write(at)


def _move(store: Store, world: World) -> None:
    old, new = world.community.moved
    store.update("accounts", old.id, {"moved_to_id": new.id})
