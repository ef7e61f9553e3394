"""State that the modules of the seed share while they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

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
    """Recently discussed or boosted posts. A post that is noted often is drawn often."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._posts: list[Post] = []

    def note(self, post: Post) -> None:
        """Note that `post` was discussed or boosted."""
        self._posts.append(post)
        if len(self._posts) > 2 * self._length:
            del self._posts[: self._length]

    def pick(self, dice: Dice, share: float) -> Post | None:
        """Return one of the noted posts in `share` of all cases, if there are any."""
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
    """Recent posts, oldest first, which get replies and boosts."""
    media_posts: Iterator[int] = field(default_factory=count)
    """Numbers of the posts with media, in their order."""
    boosted: Trail = field(init=False)
    discussed: Trail = field(init=False)

    def __post_init__(self) -> None:
        self.boosted = Trail(max(12, self.posts_per_day // 5))
        self.discussed = Trail(max(12, self.posts_per_day // 2))

    def remember(self, post: Post) -> None:
        """Add a post to the recent ones and drop those of some days ago."""
        self.recent.append(post)
        kept = max(24, 2 * self.posts_per_day)
        if len(self.recent) > 2 * kept:
            del self.recent[:-kept]

    def recent_post(self) -> Post | None:
        """Draw a recent post, the newest ones most often."""
        reach = min(len(self.recent), max(24, 2 * self.posts_per_day))
        return self.recent[-1 - int(self.dice.random() ** 3 * reach)] if reach else None

    def apart(self, one: int, other: int) -> bool:
        """Return True if one of two accounts blocks the other."""
        return (one, other) in self.estranged
