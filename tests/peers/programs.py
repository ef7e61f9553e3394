"""The programs that are run, and the original client."""

from __future__ import annotations

from .environments import Peer

FEED2TOOT = Peer("feed2toot", "feed2toot==0.17", ("beautifulsoup4", "feedparser"))
MASTODON_ARCHIVE = Peer(
    "mastodon-archive",
    "mastodon-archive==1.4.8",
    ("html2text", "progress", "python-dateutil"),  # it imports dateutil, which it does not declare
)
TOOTSTREAM = Peer(
    "tootstream",
    "tootstream==0.4.0",
    ("click", "colored<2", "humanize", "emoji", "pytimeparse", "python-dateutil", "setuptools>=75,<80"),
    beside=True,
)
ANANAS = Peer("ananas", "ananas==1.1.0", ("configobj", "more-itertools", "requests"))
BOOST = Peer("boost", "boost==0.1", ("sqlalchemy<2.1",))
CLEANTOOTS = Peer("cleantoots", "cleantoots==0.7.0", ("click", "html2text", "pendulum"))
EPHEMETOOT = Peer("ephemetoot", "ephemetoot==3.2.1", ("pyyaml", "requests"))
TOOTGROUP = Peer("tootgroup", "tootgroup.py==1.5", ("platformdirs", "requests"))  # requests is not declared
ORIGINAL_CLIENT = Peer("original", original=True)
OUR_CLIENT = Peer("ours")
WHOLE_ORIGINAL = Peer(
    "whole-original", needs=("blurhash", "cryptography", "grapheme", "http-ece", "websocket-client"), original=True
)
TOOT = Peer(
    "toot",
    "toot==0.52.1",
    ("beautifulsoup4", "click<8.2", "pysocks", "python-dateutil", "requests", "tomlkit", "urwid", "wcwidth"),
)
DBT = Peer("dbt", needs=("dbt-core<1.12", "dbt-duckdb", "duckdb<2"))  # 1.12 downloads a part of itself from elsewhere
