"""Reactions to a post: favourites, bookmarks, edits, pins."""

from __future__ import annotations

import json

from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.seed.writing import phrase

_MOST_FAVOURITES = 1_500
_BOOKMARKED = 0.05
_PINNED_LOCAL, _PINNED_REMOTE, _MOST_PINS = 0.15, 0.02, 2
_NAMED_BOOKMARKS = 0.5


def plan_reactions(world: World, post: Post) -> None:
    """Schedule favourites and bookmarks of the post, and a pin by its author."""
    dice = world.dice
    audience = _audience(post)
    wanted = dice.long_tail(1.0 + post.popularity, _MOST_FAVOURITES)
    for person in dice.some(audience, wanted):
        at = post.at + dice.delay(5)
        if person.may_post(at) and not world.apart(person.id, post.author.id):
            world.agenda.plan(at, _favourite, world, person, post)
    if post.is_open and dice.chance(_BOOKMARKED):
        _plan_bookmark(world, post)
    if post.is_open and post.reply_to is None:
        _plan_pin(world, post)


def _audience(post: Post) -> list[Person]:
    return post.mentioned if post.visibility == "direct" else post.author.followers


def _favourite(at: int, world: World, person: Person, post: Post) -> None:
    world.rows.add("favourites", person.id, post.id, at)
    world.notices.tell(at, post.author, "favourite", person, post.id)


def _plan_bookmark(world: World, post: Post) -> None:
    # Bookmarks are private, so only those of local accounts are known.
    dice = world.dice
    community = world.community
    readers = list(community.named.values()) if dice.chance(_NAMED_BOOKMARKS) else community.locals
    person = dice.pick(readers)
    at = post.at + dice.delay(6)
    if person.may_post(at) and not world.apart(person.id, post.author.id):
        world.agenda.plan(at, _bookmark, world, person, post)


def _bookmark(at: int, world: World, person: Person, post: Post) -> None:
    world.rows.add("bookmarks", person.id, post.id, at)


def _plan_pin(world: World, post: Post) -> None:
    author = post.author
    share = _PINNED_LOCAL if author.local else _PINNED_REMOTE
    if author.pins < _MOST_PINS and world.dice.chance(share):
        planned = world.agenda.plan(post.at + world.dice.delay(1), _pin, world, post)
        author.pins += planned


def _pin(at: int, world: World, post: Post) -> None:
    world.rows.add("status_pins", post.author.id, post.id, at)


def plan_edit(world: World, post: Post) -> None:
    """Schedule an edit of the post by its author."""
    first_text = post.text
    at = post.at + world.dice.delay(3)
    if world.agenda.plan(at, _edit, world, post, first_text):
        post.text = f"{first_text}\n\n{phrase(world.dice, post.language, post.language.closers)}"
        post.edited_at = at


def _edit(at: int, world: World, post: Post, first_text: str) -> None:
    last_text = post.text
    media = json.dumps(post.media, ensure_ascii=False)
    options = json.dumps(post.poll_options, ensure_ascii=False) if post.poll_options else None
    for text, moment in ((first_text, post.at), (last_text, at)):
        post.text = text
        content = post.html
        source = text if post.author.local else content
        world.rows.add(
            "status_edits", post.id, post.author.id, source, content, post.spoiler, int(post.sensitive), media,
            options, moment,
        )  # fmt: skip
    for person in post.boosted_by:
        world.notices.tell(at, person, "update", post.author, post.id)
    for person in post.quoted_by:
        world.notices.tell(at, person, "quoted_update", post.author, post.id)
