"""Names that the pipeline shares with programs that must not import dlt, such as the help of the command line."""

from __future__ import annotations

SOURCE = "mastodon_source"
"""Name of the dlt source, of its schema, and of its section in dlt's configuration."""

PIPELINE = "mastodon_pipeline"
DATASET = "mastodon_data"
"""Defaults for the name of the dlt pipeline and for the schema of its tables."""

WRITE_EVERY = 3.0
"""Default for the seconds for which events of a stream are collected before they are written."""

OWNER = "_owner_id"
"""Column with the id of the account whose list a row is from, in tables that belong to the owner of a token.

No field of a server can have it: `trunkline.pipeline.tabular.undeclared.column_name` gives no name that begins so.
"""

RESOURCES = (
    "accounts",
    "account_statuses",
    "timelines_home",
    "timelines_public",
    "statuses",
    "search",
    "notifications",
    "hashtags",
    "instances",
    "following",
    "followers",
    "favourites",
    "bookmarks",
)
"""Resources of the source, in the order in which they are read; each is a table of the same name."""

CONSENT_RULES = {
    "robots": "robots.txt closes the path to this package",
    "x_robots_tag": "the answer's X-Robots-Tag says noindex, none or noai",
    "noindex": "the author asks search engines to stay away",
    "indexable": "the author does not let public posts be found by search",
    "discoverable": "the author does not want to be recommended or found",
    "nobot": "the author's profile says #nobot, or a hashtag of the same meaning",
}
"""Rules of consent that can be respected, each with its meaning. Two are about servers, the others about authors."""
