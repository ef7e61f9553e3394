"""Numbers in the pages are those of the code: limits, defaults, and how many there are of a thing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.facts_types import facts
from tests.contract.tables import over
from trunkline import Mastodon, RetryPolicy
from trunkline.answers import showing
from trunkline.cli.commands import COMMANDS
from trunkline.protocol import policy
from trunkline.protocol.throttles import THROTTLES
from trunkline.streaming import GapFill
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.recovery import budget, seen, taken
from trunkline.streaming.repeats import _SAVED, REMEMBERED
from trunkline.text.limits import CHARACTERS_PER_URL

from .blocks import DOCS, ROOT

GAPS, RETRIES = GapFill(), RetryPolicy()
OLD = facts("mastodonpy_api")
WORDS = {"three": 3, "four": 4, "eight": 8, "ten": 10, "twenty": 20}
UNITS = {"minute": 60, "hour": 3600, "day": 86_400}


def _of_data() -> dict[str, int]:
    pytest.importorskip("dlt")
    from trunkline.pipeline import destinations
    from trunkline.pipeline.crawling import health
    from trunkline.pipeline.tabular import undeclared

    return {
        "columns": destinations.MOST_COLUMNS_ELSEWHERE,
        "fields": undeclared.MOST,
        "rest": int(health.FIRST_REST // 60),
        "memory": destinations.SMALLEST_LIMIT,
    }


def _of_assistants() -> tuple[int, int, str]:
    pytest.importorskip("mcp")
    from trunkline.assistants.sql import limits

    return int(limits.SECONDS), limits.ROWS, limits.MEMORY


def _of_spark() -> tuple[int, int]:
    pytest.importorskip("dlt")
    from trunkline.spark import settings

    return settings.PARTITIONS, int(settings.EVERY)


def _timeout() -> Any:
    return inspect.signature(Mastodon).parameters["request_timeout"].default


STATED: list[tuple[str, str, Callable[[], Any]]] = [
    ("README.md", r"some\s+\[?(\d+) commands", lambda: round(sum(bool(one.module) for one in COMMANDS.values()), -1)),
    ("coming-from-mastodonpy.md", r"(\d+) methods", lambda: len(OLD["methods"])),
    ("coming-from-mastodonpy.md", r"(\d+) classes of answers", lambda: len(OLD["return_types"])),
    ("coming-from-mastodonpy.md", r"(\d+) errors", lambda: len(OLD["errors"])),
    ("coming-from-mastodonpy.md", r"(\d+) exports", lambda: len(OLD["exports"])),
    ("coming-from-mastodonpy.md", r"(\d+) modules", lambda: len(OLD["modules"])),
    ("coming-from-mastodonpy.md", r"are sent up to (\w+)\s+times", lambda: RETRIES.attempts),
    ("howto/retries.md", r"is repeated up to (\w+) times", lambda: RETRIES.attempts - 1),
    ("howto/retries.md", r"random part of ([\d.]+),", lambda: RETRIES.base),
    ("howto/retries.md", r"at most (\d+), or as long", lambda: RETRIES.longest),
    ("howto/troubleshooting.md", r"a warning from (\d+) seconds on", lambda: policy._LONG_WAIT),
    ("howto/proxies-and-certificates.md", r"any byte from the server, (\d+) by default", _timeout),
    ("howto/notebooks.md", r"first (\w+) objects", lambda: showing._MOST_OBJECTS),
    ("howto/notebooks.md", r"one line of at most (\d+) characters", lambda: showing.LONGEST_LINE),
    ("howto/posting.md", r"an address is (\d+) characters", lambda: CHARACTERS_PER_URL),
    ("streaming.md", r"GapFill\(count=(\d+)", lambda: GAPS.count),
    ("streaming.md", r"edits=(\d+), hold", lambda: GAPS.edits),
    ("streaming.md", r"hold=(\d+)", lambda: GAPS.hold),
    ("streaming.md", r"look=(\d+)", lambda: GAPS.look),
    ("streaming.md", r"if they can be read within (\d+) seconds", lambda: GAPS.hold),
    ("streaming.md", r"among the last (\d+) of them", lambda: REMEMBERED),
    ("streaming.md", r"\(the last (\d+)\)", lambda: _SAVED),
    ("streaming.md", r"the\s+(\d+) newest objects of each timeline", lambda: taken.EDGE),
    ("streaming.md", r"asked for by itself, (\d+) at most", lambda: seen._SINGLE),
    ("streaming.md", r"they leave (\d+) %", lambda: budget._LEFT_BY_PERSONAL * 100),
    ("streaming.md", r"public streams leave (\d+) %", lambda: budget._LEFT_BY_OTHERS * 100),
    ("streaming.md", r"second looks leave (\d+) %", lambda: budget._LEFT_BY_LOOKS * 100),
    ("streaming.md", r"events \((\d+) by default\)", lambda: StreamOptions().buffer),
    ("destinations.md", r"A table gets ([\d,]+) columns", lambda: _of_data()["columns"]),
    ("destinations.md", r"a memory limit\s+of (\d+) MB", lambda: _of_data()["memory"]),
    ("tutorials/thousand-servers.md", r"left alone for (\w+) minutes", lambda: _of_data()["rest"]),
    ("assistants.md", r"with (\d+) seconds", lambda: _of_assistants()[0]),
    ("assistants.md", r"(\d+) rows at most", lambda: _of_assistants()[1]),
    ("spark.md", r"`partitions` \((\d+) unless set\)", lambda: _of_spark()[0]),
    ("spark.md", r"`every` seconds \((\d+) unless set\)", lambda: _of_spark()[1]),
]  # fmt: skip


@over("page, pattern, value", STATED)
def test_numbers(page: str, pattern: str, value: Callable[[], Any]) -> None:
    text = (ROOT / page if page == "README.md" else DOCS / page).read_text(encoding="utf-8")
    found = re.findall(pattern, text)
    assert found, "the page says something else now"
    assert [WORDS.get(one) or float(one.replace(",", "")) for one in found] == [value()] * len(found)


THROTTLED = {
    "all": "default",
    "pages": "paging",
    "uploads": "media",
    "deleting statuses": "delete",
    "posting": "statuses",
    "following": "follows",
    "reports": "reports",
    "registering applications": "app_registration",
    "signing up": "sign_up",
    "asking for the confirmation mail": "email_confirmation",
}


def test_the_table_of_rate_limits() -> None:
    text = (DOCS / "explanations" / "rate-limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z ]+\w)[^|]*\| (\d+) (?:in|a) (?:(\d+) )?(minute|hour|day)s? \|", text, re.MULTILINE)
    told = {name: (int(count), int(number or 1) * UNITS[unit]) for name, count, number, unit in rows}
    assert {THROTTLED[name]: limit for name, limit in told.items()} == dict(THROTTLES)
