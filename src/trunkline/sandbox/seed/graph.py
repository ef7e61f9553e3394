"""Follows, blocks and mutes. A few accounts have very many followers, most have few."""

from __future__ import annotations

import math
from collections import defaultdict

from trunkline.sandbox.seed.dice import Dice, Weighted
from trunkline.sandbox.seed.people import Community, Person
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.store.times import HOUR

_FRIENDS = (
    ("alice", "bob"), ("bob", "alice"), ("alice", "carol"), ("carol", "alice"), ("bob", "carol"), ("carol", "bob"),
    ("alice", "dave"), ("dave", "alice"), ("bob", "eve"), ("alice", "eve"), ("carol", "dave"), ("alice", "admin"),
    ("bob", "admin"), ("grace", "alice"), ("alice", "frank"), ("frank", "bob"),
)  # fmt: skip
_BELLS = (("alice", "bob"), ("bob", "alice"), ("carol", "eve"))
_FOLLOWS_BACK = 0.3
_SAME_LANGUAGE = 0.5
_STEEPNESS = 1.5
_BEFORE_WINDOW = 0.75
_MOST_FOLLOWED = 400
_MOST_FOLLOWED_BY_NAMED = 150

Edge = tuple[Person, Person]


class Barriers:
    """Blocks and mutes, drawn before the follows."""

    def __init__(self, dice: Dice, community: Community) -> None:
        others = [person for person in community.people if not person.local and person.weight < 3]
        strangers = dice.some(others, 6)
        named = community.named
        pick = (*strangers, *(strangers[0],) * 6)
        self.blocks: list[Edge] = [
            (named["alice"], pick[0]),
            (named["bob"], pick[1]),
            (pick[2], named["bob"]),
            (named["carol"], named["mallory"]),
        ]
        self.mutes: list[Edge] = [(named["alice"], pick[3]), (named["bob"], pick[4]), (named["alice"], named["grace"])]
        self.estranged = {pair for a, b in self.blocks for pair in ((a.id, b.id), (b.id, a.id))}
        self.hidden = self.estranged | {(a.id, b.id) for a, b in self.mutes}

    def write(self, rows: Rows, at: int) -> None:
        """Write the rows with the time `at`."""
        for number, (account, target) in enumerate(self.blocks):
            rows.add("blocks", account.id, target.id, at + number * HOUR)
        for number, (account, target) in enumerate(self.mutes):
            rows.add("mutes", account.id, target.id, 1, at + number * HOUR)


def draw_follows(dice: Dice, community: Community, estranged: set[tuple[int, int]]) -> list[Edge]:
    """Draw the follows and record them in `Person.followers` and `Person.following`."""
    return _Drawing(dice, community, estranged).draw()


class _Drawing:
    def __init__(self, dice: Dice, community: Community, estranged: set[tuple[int, int]]) -> None:
        self._dice = dice
        self._community = community
        self._estranged = estranged
        self._seen: set[tuple[int, int]] = set()
        self._edges: list[Edge] = []
        people = [person for person in community.people if not person.suspended]
        self._people = people
        self._all = Weighted(people, [_attraction(person) for person in people])
        by_language: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            by_language[person.language.code].append(person)
        self._by_language = {
            code: Weighted(speakers, [_attraction(person) for person in speakers])
            for code, speakers in by_language.items()
        }

    def draw(self) -> list[Edge]:
        named = self._community.named
        for follower, followed in _FRIENDS:
            self._follow(named[follower], named[followed])
        for follower, followed in _BELLS:
            named[followed].told_of_posts.append(named[follower])
            self._follow(named[follower], named[followed])
        fixed = set(map(id, named.values()))
        for person in self._people:
            self._fill(person, id(person) in fixed)
        return self._edges

    def _fill(self, person: Person, is_named: bool) -> None:
        most = min(_MOST_FOLLOWED, len(self._people) // 2)
        wanted = 3 + self._dice.long_tail(12, most)
        if is_named:
            wanted = min(_MOST_FOLLOWED_BY_NAMED, max(wanted, most))
        language = self._by_language[person.language.code]
        for _ in range(wanted):
            source = language if self._dice.chance(_SAME_LANGUAGE) else self._all
            target = source.pick(self._dice)
            if self._follow(person, target) and self._dice.chance(_FOLLOWS_BACK):
                self._follow(target, person)

    def _follow(self, follower: Person, followed: Person) -> bool:
        pair = (follower.id, followed.id)
        if follower is followed or pair in self._seen or pair in self._estranged:
            return False
        self._seen.add(pair)
        self._edges.append((follower, followed))
        follower.following.append(followed)
        followed.followers.append(follower)
        if follower.local:
            followed.local_followers.append(follower)
        return True


def _attraction(person: Person) -> float:
    return math.pow(person.weight, _STEEPNESS)


def follow_time(dice: Dice, edge: Edge, start: int, end: int) -> int:
    """Return the time of a follow: after both accounts were created, mostly before the window."""
    born = max(edge[0].created_at, edge[1].created_at) + HOUR
    if born < start and dice.chance(_BEFORE_WINDOW):
        return dice.between(born, start)
    return dice.between(max(born, start), end - 1)
