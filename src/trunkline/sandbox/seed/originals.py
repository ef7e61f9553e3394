"""Posts that begin a thread."""

from __future__ import annotations

from trunkline.sandbox.seed.cards import Newsstand
from trunkline.sandbox.seed.dice import Often, Weighted
from trunkline.sandbox.seed.languages import Language
from trunkline.sandbox.seed.media import attach_media
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.polls import PollWriter
from trunkline.sandbox.seed.posts import Post
from trunkline.sandbox.seed.reactions import plan_edit, plan_reactions
from trunkline.sandbox.seed.topics import TOPICS
from trunkline.sandbox.seed.world import World
from trunkline.sandbox.seed.writing import LINE_SEPARATOR, hashtags, ornament, phrase, post_text

_LOCAL_WEIGHT = 1.5
_SECOND_LANGUAGE = 0.25
_OTHER_TOPIC = 0.1
_SEPARATORS = (" ", " ", " ", "\n\n", "\n")
_VISIBILITIES = ("public",) * 34 + ("unlisted",) * 7 + ("private",) * 4
_TRIES = 6


class OriginalWriter:
    """Writes posts with a drawn author, topic, text and attachments."""

    def __init__(self, world: World, newsstand: Newsstand, polls: PollWriter) -> None:
        self._world = world
        dice = world.dice
        self._newsstand = newsstand
        self._polls = polls
        people = [person for person in world.community.people if not person.suspended]
        self._authors = Weighted(people, [p.weight * (_LOCAL_WEIGHT if p.local else 1.0) for p in people])
        self._direct = Often(dice, 0.05)
        self._media = Often(dice, 0.24)
        self._poll = Often(dice, 0.025)
        self._link = Often(dice, 0.12)
        self._warning = Often(dice, 0.06)
        self._edit = Often(dice, 0.06)
        self._quote = Often(dice, 0.05)
        self._line_separator = Often(dice, 0.012)

    def write(self, at: int) -> None:
        """Write one post at the time `at`."""
        author = self._author(at)
        if self._direct() and self._write_direct(at):
            return
        dice = self._world.dice
        language = self._language(author)
        topic = dice.pick(list(TOPICS)) if dice.chance(_OTHER_TOPIC) else dice.early(author.topics)
        post = self._begin(at, author, language, topic)
        self._dress(post)
        self._finish(post)

    def _author(self, at: int) -> Person:
        dice = self._world.dice
        author = self._authors.pick(dice)
        for _ in range(_TRIES):
            if author.may_post(at) and (author.bot or self._is_awake(author, at)):
                return author
            author = self._authors.pick(dice)
        return author if author.may_post(at) else self._world.community.named["alice"]

    def _is_awake(self, author: Person, at: int) -> bool:
        return self._world.window.is_awake(self._world.dice, at, author.language.utc_offset)

    def _language(self, author: Person) -> Language:
        if author.second_language and self._world.dice.chance(_SECOND_LANGUAGE):
            return author.second_language
        return author.language

    def _begin(self, at: int, author: Person, language: Language, topic: str) -> Post:
        dice = self._world.dice
        separator = LINE_SEPARATOR if self._line_separator() else dice.pick(_SEPARATORS)
        text = post_text(dice, language, topic, separator)
        if dice.chance(0.25):
            text = f"{text} {ornament(dice, topic)}"
        tags = hashtags(dice, language, topic, self._world.window.weekday(at))
        if tags:
            text = text + ("\n\n" if dice.chance(0.6) else " ") + " ".join(f"#{tag}" for tag in tags)
        post_id = self._world.publisher.new_id(at)
        post = Post(post_id, author, at, self._visibility(author), language, topic, text, post_id, tags=tags)
        post.popularity = dice.random() ** -0.4 * len(author.followers) ** 0.5 / 3
        return post

    def _visibility(self, author: Person) -> str:
        visibility = self._world.dice.pick(_VISIBILITIES)
        # A remote private post is known here only if a local account follows the author.
        known = visibility != "private" or author.local or author.local_followers
        return visibility if known and not author.bot else "public"

    def _dress(self, post: Post) -> None:
        world, dice = self._world, self._world.dice
        quoted = self._quotable(post) if self._quote() else None
        if quoted:
            self._attach_quote(post, quoted)
        elif self._poll():
            self._polls.attach_poll(post)
        elif self._media():
            attach_media(world, post)
        elif self._link():
            self._newsstand.attach_link(post)
        if self._warning():
            post.spoiler = dice.pick(post.language.warnings)
        post.sensitive = bool(post.spoiler) or (bool(post.media) and dice.chance(0.06))
        if dice.chance(0.05) and post.author.following:
            friend = dice.pick(post.author.following)
            post.text = f"{post.text} (cc @{friend.handle})"
            post.mentioned.append(friend)

    def _finish(self, post: Post) -> None:
        if self._edit():
            plan_edit(self._world, post)
        self._world.publisher.publish(post)
        plan_reactions(self._world, post)
        self._world.remember(post)

    def _quotable(self, post: Post) -> Post | None:
        quoted = self._world.recent_post()
        if quoted is None or not quoted.is_open or not post.is_open:
            return None
        return None if self._world.apart(quoted.author.id, post.author.id) else quoted

    def _attach_quote(self, post: Post, quoted: Post) -> None:
        world, author = self._world, post.author
        post.text = phrase(world.dice, post.language, post.language.replies)
        post.tags = []
        post.quoted = quoted
        quoted.quoted_by.append(author)
        world.rows.add("quotes", post.id, post.id, author.id, quoted.id, quoted.author.id, "accepted", post.at)
        world.notices.tell(post.at, quoted.author, "quote", author, post.id)

    def _write_direct(self, at: int) -> bool:
        """Write a direct post between a local account and a friend; return False if there is none."""
        dice = self._world.dice
        named = list(self._world.community.named.values())
        one = dice.pick(named if dice.chance(0.6) else self._world.community.locals)
        friends = [p for p in (*one.following, *one.followers) if p.may_post(at) and not p.bot]
        if not friends or not one.may_post(at) or one.bot:
            return False
        other = dice.pick(friends)
        author, reader = (one, other) if dice.chance(0.5) else (other, one)
        text = f"@{reader.handle} {phrase(dice, author.language, author.language.direct)}"
        post_id = self._world.publisher.new_id(at)
        post = Post(post_id, author, at, "direct", author.language, author.topics[0], text, post_id, mentioned=[reader])
        self._world.publisher.publish(post)
        self._world.conversations.record(post)
        plan_reactions(self._world, post)
        self._world.remember(post)
        return True
