"""Polls: questions, votes over several hours, and ends."""

from __future__ import annotations

from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.store.times import HOUR

_DURATIONS = (6 * HOUR, 24 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR)
_MOST_VOTERS = 60
_QUIET = HOUR  # after the window, in which no poll ends: a test that takes longer sees the same as a quick one


class PollWriter:
    """Writes polls and schedules their votes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._count = 0

    def attach_poll(self, post: Post) -> None:
        """Turn the post into a question with a poll."""
        world, dice = self._world, self._world.dice
        question = dice.pick(post.language.questions)
        post.tags = post.tags[:1]
        post.text = question.text + "".join(f" #{tag}" for tag in post.tags)
        self._count += 1
        poll_id, expires, end = self._count, post.at + dice.pick(_DURATIONS), world.window.end
        if end <= expires < end + _QUIET:
            expires += _QUIET
        multiple, ended = dice.chance(0.2), expires < end
        world.rows.add(
            "polls", poll_id, post.id, post.author.id, expires, int(multiple), int(dice.chance(0.1)), int(ended),
            post.at,
        )  # fmt: skip
        post.poll_options = question.options
        for position, title in enumerate(question.options):
            world.rows.add("poll_options", poll_id, position, title)
        audience = [person for person in post.author.followers if not world.apart(person.id, post.author.id)]
        asked = dice.some(audience, 1 + dice.long_tail(6, _MOST_VOTERS))
        voters = [
            person
            for person in asked
            if self._plan_votes(poll_id, person, post, expires, len(question.options), multiple)
        ]
        world.agenda.plan(expires, self._end, post, voters)

    def _plan_votes(self, poll_id: int, voter: Person, post: Post, expires: int, options: int, multiple: bool) -> bool:
        dice = self._world.dice
        at = post.at + dice.delay(4)
        if at >= expires or not voter.may_post(at):
            return False
        favourite = int(options * dice.random() ** 1.5)
        choices = {favourite, dice.between(0, options - 1)} if multiple else {favourite}
        for choice in sorted(choices):
            self._world.agenda.plan(at, self._vote, poll_id, voter.id, choice)
        return True

    def _vote(self, at: int, poll_id: int, voter_id: int, choice: int) -> None:
        self._world.rows.add("poll_votes", poll_id, voter_id, choice, at)

    def _end(self, at: int, post: Post, voters: list[Person]) -> None:
        for person in (post.author, *voters):
            self._world.notices.tell(at, person, "poll", post.author, post.id)
