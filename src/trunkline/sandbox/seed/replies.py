"""Replies and boosts."""

from __future__ import annotations

from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.reactions import plan_reactions
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.seed.writing import ornament, phrase

_PARENT_DELETED = 0.01
_BACK_TO_ASKER = 0.35
_OWN_THREAD = 0.12
_LOCAL_FIRST = 0.35
_MOST_MENTIONED = 3
_MOST_BOOSTS = 200
_SEEN_BEFORE_REPLY, _SEEN_BEFORE_BOOST = 3, 16
_THREAD_GOES_ON = 0.65
_BOOSTED_AGAIN = 0.65
_TRIES = 5


def write_reply(world: World, at: int) -> bool:
    """Write one reply to a recent post at the time `at`; return False if nobody can write it."""
    parent = _answered(world)
    author = _replier(world, parent, at) if parent else None
    if parent is None or author is None:
        return False
    dice = world.dice
    language = parent.language if dice.chance(0.8) else author.language
    mentioned = _mentioned(world, parent, author)
    handles = " ".join(f"@{person.handle}" for person in mentioned)
    text = f"{handles} {phrase(dice, language, language.replies)}".strip()
    if dice.chance(0.15):
        text = f"{text} {ornament(dice, parent.topic)}"
    post = Post(
        world.publisher.new_id(at), author, at, _visibility(world, parent), language, parent.topic, text,
        parent.conversation_id, reply_to=parent, mentioned=mentioned, spoiler=parent.spoiler,
        sensitive=bool(parent.spoiler),
    )  # fmt: skip
    if dice.chance(_PARENT_DELETED):
        _lose_parent(world, post, parent)
    post.popularity = dice.random() * len(author.followers) ** 0.5 / 8
    world.publisher.publish(post)
    world.discussed.note(parent)
    world.discussed.note(post)
    if post.visibility == "direct":
        world.conversations.record(post)
    plan_reactions(world, post)
    world.remember(post)
    return True


def write_boost(world: World, at: int) -> bool:
    """Write one boost of a popular recent post at the time `at`; return False if nobody can boost."""
    for _ in range(_TRIES):
        post = _noticed(world)
        if post is None:
            return False
        person = _reader(world, post, at)
        if post.is_open and person and person not in post.boosted_by and len(post.boosted_by) < _MOST_BOOSTS:
            world.publisher.boost(at, post, person)
            world.boosted.note(post)
            return True
    return False


def _answered(world: World) -> Post | None:
    """Draw a lively recent post, or one of an ongoing thread, so that long threads grow."""
    return world.discussed.pick(world.dice, _THREAD_GOES_ON) or _liveliest(world, _SEEN_BEFORE_REPLY)


def _noticed(world: World) -> Post | None:
    """Draw a popular recent post, or one that was boosted lately, so that popular posts become more popular."""
    return world.boosted.pick(world.dice, _BOOSTED_AGAIN) or _liveliest(world, _SEEN_BEFORE_BOOST)


def _liveliest(world: World, seen: int) -> Post | None:
    """Return the most popular of `seen` recent posts."""
    posts = [post for _ in range(seen) if (post := world.recent_post())]
    return max(posts, key=lambda post: post.popularity, default=None)


def _reader(world: World, post: Post, at: int) -> Person | None:
    """Draw a follower of the author, often a local one."""
    dice, author = world.dice, post.author
    near = author.local_followers
    readers = near if near and dice.chance(_LOCAL_FIRST) else author.followers
    person = dice.pick(readers) if readers else None
    if person is None or not person.may_post(at) or person.bot or world.apart(person.id, author.id):
        return None
    return person


def _replier(world: World, parent: Post, at: int) -> Person | None:
    dice = world.dice
    if parent.visibility == "direct":
        others = [person for person in (*parent.mentioned, parent.author) if person.may_post(at)]
        return dice.pick(others) if others and len(others) > 1 else None
    draw = dice.random()
    asker = parent.reply_to.author if parent.reply_to else None
    if asker and asker is not parent.author and draw < _BACK_TO_ASKER:
        return asker if asker.may_post(at) and not asker.bot else None
    if draw > 1 - _OWN_THREAD:
        return parent.author if parent.author.may_post(at) and not parent.author.bot else None
    return _reader(world, parent, at)


def _mentioned(world: World, parent: Post, author: Person) -> list[Person]:
    others = dict.fromkeys(
        person
        for person in (parent.author, *parent.mentioned)
        if person is not author and not world.apart(person.id, author.id)
    )
    return list(others)[:_MOST_MENTIONED]


def _visibility(world: World, parent: Post) -> str:
    """Return the visibility of the parent, or a slightly narrower one."""
    if parent.visibility == "public" and world.dice.chance(0.3):
        return "unlisted"
    return parent.visibility


def _lose_parent(world: World, post: Post, parent: Post) -> None:
    """Turn the post into a reply to a deleted post of the same author."""
    post.parent_is_gone = True
    post.conversation_id = world.publisher.new_id(parent.at + 1)
