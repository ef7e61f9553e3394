"""All questions, in the order of the app and the report.

A module has the questions of one section, as functions of a snapshot that return charts and tables. May use `charts`,
`network` and the snapshot; it knows neither the app nor the report.
"""

from __future__ import annotations

from collections.abc import Callable

from trunkline.explore.answers import Answer
from trunkline.explore.questions.activity import active_hours, posts_over_time
from trunkline.explore.questions.audience import languages, servers
from trunkline.explore.questions.hashtags import hashtags_together, most_used_hashtags
from trunkline.explore.questions.media import described_media
from trunkline.explore.questions.networks import boost_network, most_answered, most_boosted, reply_network
from trunkline.explore.questions.people import account_growth, followers
from trunkline.explore.selection import PostView

Question = Callable[[PostView], Answer]

SECTIONS: dict[str, tuple[Question, ...]] = {
    "When people post": (posts_over_time, active_hours),
    "Languages and servers": (languages, servers),
    "What posts are about": (most_used_hashtags, hashtags_together, described_media),
    "Who talks with whom": (reply_network, boost_network, most_answered, most_boosted),
    "Accounts": (account_growth, followers),
}
