"""Accounts of the generated community: fixed ones for tests and demos, and many invented ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from trunkline.sandbox.seed.calendar import Window
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.languages import LANGUAGES, Language
from trunkline.sandbox.seed.names import BOTS, DOMAINS, FAMILY, GIVEN, THINGS
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.store.times import DAY

_LOCAL_SHARE = 0.08
_POSTS_PER_ACCOUNT = 25
_FEWEST = 20
_DOCUMENTED = 6
_BOT_RANK = 5
_OLDEST = 1_500 * DAY


@dataclass(slots=True, eq=False)
class Person:
    """An account with the traits that the seed draws from."""

    id: int
    username: str
    domain: str | None
    display_name: str
    language: Language
    topics: tuple[str, ...]
    created_at: int
    weight: float
    """Relative frequency of its posts and of follows to it."""
    second_language: Language | None = None
    locked: bool = False
    bot: bool = False
    limited: bool = False
    suspended: bool = False
    discoverable: bool = True
    indexable: bool = True
    noindex: bool = False
    """The account asks search engines not to index it."""
    no_bots: bool = False
    """The profile carries #nobot."""
    posts_until: int | None = None
    following: list[Person] = field(default_factory=list)
    followers: list[Person] = field(default_factory=list)
    local_followers: list[Person] = field(default_factory=list)
    told_of_posts: list[Person] = field(default_factory=list)
    """Local followers who want a notification for every post."""
    pins: int = 0

    @property
    def local(self) -> bool:
        """True for a local account."""
        return self.domain is None

    @property
    def handle(self) -> str:
        """Handle as written in a post, without the leading `@`."""
        return self.username if self.domain is None else f"{self.username}@{self.domain}"

    def may_post(self, at: int) -> bool:
        """Return True if the account exists at `at` and is still in use."""
        return self.created_at < at and not self.suspended and (self.posts_until is None or at < self.posts_until)


@dataclass(frozen=True, slots=True)
class Community:
    """All accounts, the fixed ones first."""

    people: list[Person]
    named: dict[str, Person]
    locals: list[Person]
    moved: tuple[Person, Person]
    """An account and the remote account that it moved to."""


def documented(dice: Dice, window: Window) -> list[Person]:
    """Return the people that the documentation of `Sandbox` names."""
    return _fixed(dice, window)[:_DOCUMENTED]


def gather(dice: Dice, window: Window, size: int) -> Community:
    """Draw the accounts of a community with `size` posts."""
    total = max(_FEWEST, size // _POSTS_PER_ACCOUNT)
    people = _fixed(dice, window)
    named = {person.username: person for person in people}
    new_home = _moved_to(named["frank"], window)
    people.append(new_home)
    taken = {person.handle for person in people}
    domains = DOMAINS[: max(4, min(len(DOMAINS), total // 8))]
    languages = list(LANGUAGES.values())
    for rank in range(total - len(people)):
        language = languages[(rank + 5) % len(languages)] if rank < len(languages) else dice.early(languages)
        domain = domains[rank] if rank < len(domains) else _domain(dice, domains)
        people.append(_somebody(dice, window, rank, language, domain, taken))
    local = [person for person in people if person.local]
    return Community(people, named, local, (named["frank"], new_home))


def _fixed(dice: Dice, window: Window) -> list[Person]:
    def known(name: str, code: str, topics: tuple[str, ...], weight: float) -> Person:
        created = window.start - dice.between(200, 1_200) * DAY
        language = LANGUAGES[code]
        return Person(_snowflake(created, dice), name, None, name.capitalize(), language, topics, created, weight)

    alice = known("alice", "en", ("photo", "trains", "books"), 7)
    bob = known("bob", "de", ("code", "bikes", "games"), 6)
    carol = known("carol", "fr", ("garden", "food", "cats"), 5)
    dave = known("dave", "es", ("music", "sky"), 4)
    eve = known("eve", "en", ("sky", "code"), 4)
    admin = known("admin", "en", ("code", "books"), 2)
    frank = known("frank", "nl", ("bikes", "walks"), 4)
    grace = known("grace", "pt", ("food", "music"), 2)
    mallory = known("mallory", "en", ("games",), 1)
    alice.second_language, bob.second_language = LANGUAGES["de"], LANGUAGES["en"]
    alice.display_name, bob.display_name = "Alice Liddell :blobcat:", "Bob Müller 🚲"
    admin.display_name, eve.display_name = "The Admin", "Eve the bot 🤖"
    dave.locked, eve.bot, grace.limited, mallory.suspended = True, True, True, True
    dave.discoverable, eve.noindex, grace.noindex, frank.no_bots = False, True, True, True
    frank.posts_until = window.share(0.4)
    return [alice, bob, carol, dave, eve, admin, frank, grace, mallory]


def _moved_to(frank: Person, window: Window) -> Person:
    created = window.share(0.38)
    return Person(
        created << 16, "frank", DOMAINS[0], "Frank (new home)", frank.language, frank.topics, created, frank.weight
    )


def _somebody(dice: Dice, window: Window, rank: int, language: Language, domain: str | None, taken: set[str]) -> Person:
    created = _created_at(dice, window)
    weight = 10 / (1 + rank) ** 0.6
    if domain is not None and rank % 23 == _BOT_RANK:
        return _somebot(dice, created, rank // 23, domain, weight, taken)
    given = dice.pick(GIVEN)
    username = _free_name(dice, _ascii(given), domain, taken)
    person = Person(
        _snowflake(created, dice),
        username,
        domain,
        _display_name(dice, given),
        language,
        tuple(dice.some(list(TOPICS), dice.between(2, 4))),
        created,
        weight,
    )
    person.locked = dice.chance(0.06)
    person.limited = dice.chance(0.01)
    person.discoverable = dice.chance(0.8)
    person.indexable = dice.chance(0.5)
    person.noindex = person.local and rank % 7 == 3
    person.no_bots = rank % 12 == 5
    if language.code != "en" and dice.chance(0.3):
        person.second_language = LANGUAGES["en"]
    return person


def _somebot(dice: Dice, created: int, number: int, domain: str, weight: float, taken: set[str]) -> Person:
    name, title, topic = BOTS[number % len(BOTS)]
    username = _free_name(dice, name, domain, taken)
    return Person(
        _snowflake(created, dice), username, domain, title, LANGUAGES["en"], (topic,), created, weight, bot=True
    )


def _domain(dice: Dice, domains: Sequence[str]) -> str | None:
    return None if dice.chance(_LOCAL_SHARE) else dice.early(domains)


def _created_at(dice: Dice, window: Window) -> int:
    if dice.chance(0.06):
        return window.share(dice.random() * 0.9)
    return window.start - DAY - int(dice.random() ** 2 * _OLDEST)


def _free_name(dice: Dice, base: str, domain: str | None, taken: set[str]) -> str:
    suffix = "" if domain is None else f"@{domain}"
    name = base
    while f"{name}{suffix}" in taken:
        name = f"{base}_{dice.pick(THINGS)}" if dice.chance(0.7) else f"{base}{dice.between(2, 9_999)}"
    taken.add(f"{name}{suffix}")
    return name


def _display_name(dice: Dice, given: str) -> str:
    draw = dice.random()
    if draw < 0.1:
        return ""
    if draw < 0.5:
        return f"{given} {dice.pick(FAMILY)}"
    if draw < 0.6:
        return f"{given} :{dice.pick(('blobcat', 'verified_human', 'rainbow_tea'))}:"
    if draw < 0.7:
        return f"{given} {dice.pick(TOPICS[dice.pick(list(TOPICS))].emojis)}"
    return given


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("şöêíłąøèń", "soeilaoen"))
    return "".join(letter for letter in plain if letter.isascii())


def _snowflake(at: int, dice: Dice) -> int:
    return at << 16 | dice.getrandbits(16)
