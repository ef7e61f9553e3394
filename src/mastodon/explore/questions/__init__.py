"""The questions, in the order in which the app and the report show them."""

from __future__ import annotations

from collections.abc import Callable

from mastodon.explore.answers import Answer
from mastodon.explore.questions.activity import active_hours, posts_over_time
from mastodon.explore.questions.audience import languages, servers
from mastodon.explore.questions.hashtags import hashtags_together, most_used_hashtags
from mastodon.explore.questions.media import described_media
from mastodon.explore.questions.networks import boost_network, most_answered, most_boosted, reply_network
from mastodon.explore.questions.people import account_growth, followers
from mastodon.explore.selection import View

Question = Callable[[View], Answer]

SECTIONS: dict[str, tuple[Question, ...]] = {
    "When people post": (posts_over_time, active_hours),
    "Languages and servers": (languages, servers),
    "What posts are about": (most_used_hashtags, hashtags_together, described_media),
    "Who talks with whom": (reply_network, boost_network, most_answered, most_boosted),
    "Accounts": (account_growth, followers),
}
