"""Follows: those from before the window, those within it, and pending requests."""

from __future__ import annotations

from trunkline.sandbox.seed.graph import Edge, follow_time
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.world import World

_WAITING = 4
_REQUESTS_SINCE = 0.8


def plan_follows(world: World, edges: list[Edge]) -> None:
    """Write the follows from before the window and schedule the others."""
    window = world.window
    timed = sorted(
        ((follow_time(world.dice, edge, window.start, window.end), edge) for edge in edges),
        key=lambda pair: (pair[0], pair[1][0].id, pair[1][1].id),
    )
    for at, (follower, followed) in timed:
        world.notices.remember_follow(follower, followed)
        if at < window.start:
            _write(world, at, follower, followed)
        else:
            world.agenda.plan(at, _follow, world, follower, followed)


def plan_requests(world: World) -> None:
    """Schedule follow requests to local accounts and one by alice."""
    dice = world.dice
    named = world.community.named
    locked = [person for person in world.community.locals if person.locked]
    for asked in locked:
        strangers = [p for p in world.community.people if _may_ask(world, p, asked)]
        for asker in dice.some(strangers, _WAITING if asked is named["dave"] else 1):
            _plan_request(world, asker, asked)
    alice = named["alice"]
    far = [p for p in world.community.people if p.locked and not p.local and _may_ask(world, alice, p)]
    for asked in dice.some(far, 1):
        _plan_request(world, alice, asked)


def plan_sign_ups(world: World) -> None:
    """Schedule notifications to the administrator about new local accounts."""
    for person in world.community.locals:
        if person.created_at >= world.window.start:
            world.agenda.plan(person.created_at, _sign_up, world, person)


def _may_ask(world: World, asker: Person, asked: Person) -> bool:
    return not (
        asker is asked
        or asker.suspended
        or asker.bot
        or asker.posts_until
        or asker in asked.followers
        or world.apart(asker.id, asked.id)
    )


def _plan_request(world: World, asker: Person, asked: Person) -> None:
    window = world.window
    at = world.dice.between(max(window.share(_REQUESTS_SINCE), asker.created_at, asked.created_at) + 1, window.end - 1)
    world.agenda.plan(at, _request, world, asker, asked)


def _request(at: int, world: World, asker: Person, asked: Person) -> None:
    world.rows.add("follow_requests", asker.id, asked.id, at)
    world.notices.tell(at, asked, "follow_request", asker, None)


def _follow(at: int, world: World, follower: Person, followed: Person) -> None:
    _write(world, at, follower, followed)
    world.notices.tell(at, followed, "follow", follower, None)


def _write(world: World, at: int, follower: Person, followed: Person) -> None:
    world.rows.add("follows", follower.id, followed.id, int(follower in followed.told_of_posts), at)


def _sign_up(at: int, world: World, person: Person) -> None:
    world.notices.tell(at, world.community.named["admin"], "admin.sign_up", person, None)
