"""Everything that the parts of the seed share while they run."""

from __future__ import annotations

from dataclasses import dataclass, field

from trunkline.sandbox.seed.agenda import Agenda
from trunkline.sandbox.seed.calendar import Window
from trunkline.sandbox.seed.conversations import ConversationWriter
from trunkline.sandbox.seed.dice import Dice
from trunkline.sandbox.seed.notifications import NotificationWriter
from trunkline.sandbox.seed.people import Community
from trunkline.sandbox.seed.posts import Post, PostWriter
from trunkline.sandbox.seed.tables import Rows
from trunkline.sandbox.seed.tags import TagBook


class Trail:
    """The posts that something was done with lately. Those with which it was done often come up often again."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._posts: list[Post] = []

    def note(self, post: Post) -> None:
        """It was done with `post` once more."""
        self._posts.append(post)
        if len(self._posts) > 2 * self._length:
            del self._posts[: self._length]

    def pick(self, dice: Dice, share: float) -> Post | None:
        """One of the posts in `share` of all cases, if there are any."""
        return dice.pick(self._posts) if self._posts and dice.chance(share) else None


@dataclass(slots=True)
class World:
    """One run of the seed."""

    dice: Dice
    window: Window
    rows: Rows
    community: Community
    estranged: set[tuple[int, int]]
    agenda: Agenda
    notices: NotificationWriter
    tags: TagBook
    publisher: PostWriter
    conversations: ConversationWriter
    posts_per_day: int
    recent: list[Post] = field(default_factory=list)
    """The last posts, oldest first: those that get replies and boosts."""
    boosted: Trail = field(init=False)
    discussed: Trail = field(init=False)

    def __post_init__(self) -> None:
        self.boosted = Trail(max(12, self.posts_per_day // 5))
        self.discussed = Trail(max(12, self.posts_per_day // 2))

    def remember(self, post: Post) -> None:
        """Let others see the post, and forget those of some days ago."""
        self.recent.append(post)
        kept = max(24, 2 * self.posts_per_day)
        if len(self.recent) > 2 * kept:
            del self.recent[:-kept]

    def recent_post(self) -> Post | None:
        """A post of the last days, the newest ones most often."""
        reach = min(len(self.recent), max(24, 2 * self.posts_per_day))
        return self.recent[-1 - int(self.dice.random() ** 3 * reach)] if reach else None

    def apart(self, one: int, other: int) -> bool:
        """Does one of two accounts block the other?"""
        return (one, other) in self.estranged
