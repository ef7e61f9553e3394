"""Posts of the generated community."""

from __future__ import annotations

from dataclasses import dataclass, field

from trunkline.sandbox.rules.text import quote_prefix
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.languages import Language
from trunkline.sandbox.seed.notifications import NotificationWriter
from trunkline.sandbox.seed.people import Person
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.tags import TagBook
from trunkline.sandbox.seed.writing import profile_url, to_html

_APP_SHARES = (1, 1, 1, 2, 2, 3, 4)
_BOT_APP = 5


@dataclass(slots=True, eq=False)
class Post:
    """A status with the data that later events need."""

    id: int
    author: Person
    at: int
    visibility: str
    language: Language
    topic: str
    text: str
    conversation_id: int
    reply_to: Post | None = None
    parent_is_gone: bool = False
    mentioned: list[Person] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    spoiler: str = ""
    sensitive: bool = False
    media: list[dict[str, int | str | None]] = field(default_factory=list)
    """Ids and descriptions of the attachments."""
    poll_options: tuple[str, ...] = ()
    edited_at: int | None = None
    quoted: Post | None = None
    popularity: float = 0.0
    boosted_by: list[Person] = field(default_factory=list)
    quoted_by: list[Person] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """True if anybody may see and boost it."""
        return self.visibility in {"public", "unlisted"}

    @property
    def html(self) -> str:
        """Content as the author's server formats it."""
        own = to_html(self.text, self.author, self.mentioned)
        return own if self.quoted is None else quote_prefix(self.quoted.page) + own

    @property
    def url(self) -> str | None:
        """URL of a remote post."""
        author = self.author
        return None if author.local else f"https://{author.domain}/@{author.username}/{self.id}"

    @property
    def page(self) -> str:
        """Public address of the post."""
        return self.url or f"{profile_url(self.author)}/{self.id}"

    @property
    def uri(self) -> str | None:
        """ActivityPub id of a remote post."""
        author = self.author
        return None if author.local else f"https://{author.domain}/users/{author.username}/statuses/{self.id}"


class PostWriter:
    """Writes posts and boosts with their mentions, tags and notifications."""

    def __init__(self, dice: Dice, rows: Rows, tags: TagBook, notices: NotificationWriter) -> None:
        self._dice = dice
        self._rows = rows
        self._tags = tags
        self._notices = notices

    def new_id(self, at: int) -> int:
        """Return a snowflake for a post at the time `at`."""
        return at << 16 | self._dice.getrandbits(16)

    def publish(self, post: Post) -> None:
        """Write a post and its notifications."""
        content = post.html
        author, parent = post.author, post.reply_to
        policy = "nobody" if not post.is_open else "followers" if self._dice.chance(0.1) else "public"
        self._rows.add(
            "statuses",
            post.id,
            author.id,
            int(author.local),
            post.uri,
            post.url,
            post.text if author.local else content,
            content,
            post.spoiler,
            int(post.sensitive),
            post.visibility,
            post.language.code,
            parent.id if parent and not post.parent_is_gone else None,
            parent.author.id if parent else None,
            None,
            post.conversation_id,
            self._app(author),
            int(bool(post.media)),
            policy,
            post.at,
            post.edited_at,
        )
        for tag in post.tags:
            self._rows.add("statuses_tags", self._tags.id_of(tag, post.at), post.id, author.id)
        self._mention(post)
        if post.visibility != "direct" and (parent is None or parent.author is author):
            for follower in author.told_of_posts:
                if follower not in post.mentioned:
                    self._notices.tell(post.at, follower, "status", author, post.id)

    def boost(self, at: int, post: Post, person: Person) -> None:
        """Write a boost of `post` by `person`."""
        boost_id = self.new_id(at)
        local = person.local
        activity = None if local else f"https://{person.domain}/users/{person.username}/statuses/{boost_id}/activity"
        self._rows.add(
            "statuses", boost_id, person.id, int(local), activity, activity, "", "", "", int(post.sensitive),
            post.visibility, None, None, None, post.id, boost_id, None, 0, "nobody",
            at, None,
        )  # fmt: skip
        post.boosted_by.append(person)
        self._notices.tell(at, post.author, "reblog", person, post.id)

    def _app(self, author: Person) -> int | None:
        if not author.local:
            return None
        return _BOT_APP if author.bot else self._dice.pick(_APP_SHARES)

    def _mention(self, post: Post) -> None:
        answered = post.reply_to.author if post.reply_to else None
        for person in post.mentioned:
            self._rows.add("mentions", post.id, person.id)
            unasked = post.visibility == "direct" and person is not answered
            self._notices.tell(post.at, person, "mention", post.author, post.id, private=unasked)
