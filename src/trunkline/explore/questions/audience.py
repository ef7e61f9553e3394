"""Languages of posts, and servers of their authors."""

from __future__ import annotations

import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.charts import bars
from trunkline.explore.formatting import counted, language_name, percent
from trunkline.explore.selection import PostView

SHOWN = 12
_LANGUAGES = """
SELECT language, count(*) AS posts, count(DISTINCT account) AS authors, count(*) / sum(count(*)) OVER () AS share
FROM posts GROUP BY language ORDER BY posts DESC, language
"""
_SERVERS = """
SELECT server, count(*) AS posts, count(DISTINCT account) AS authors, count(*) / sum(count(*)) OVER () AS share
FROM posts GROUP BY server ORDER BY posts DESC, server
"""


def languages(view: PostView) -> Answer:
    """Count posts by the language that their authors set."""
    table = view.rows(_LANGUAGES)
    names = [language_name(code) for code in table.column("language").to_pylist()]
    table = table.set_column(0, "language", pa.array(names, pa.string()))
    return _ranking("Languages", "language", "are in {}", table, "The language is the one that the author has set.")


def servers(view: PostView) -> Answer:
    """Count posts by the server of their author."""
    return _ranking("Servers", "server", "come from {}", view.rows(_SERVERS), "The server is that of the author.")


def _ranking(title: str, name: str, verb: str, table: pa.Table, how: str) -> Answer:
    shown = table.slice(0, SHOWN)
    return Answer(title, f"{_leader(name, verb, table)}{how}", table, bars(shown, name, "posts"))


def _leader(name: str, verb: str, table: pa.Table) -> str:
    """Return sentences on the largest share and on the number of rows that are not in the chart."""
    if not table.num_rows:
        return ""
    first = table.slice(0, 1).to_pylist()[0]
    rest = table.num_rows - SHOWN
    more = f" {counted(rest, f'more {name}')} {'is' if rest == 1 else 'are'} in the table." if rest > 0 else ""
    return f"{percent(first['share'])} of the posts {verb.format(first[name])}.{more} "
