"""Parameters as Rails reads them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline import MastodonIllegalArgumentError
from trunkline.protocol.encoding import WORDS, pairs, query


def test_nesting() -> None:
    params = {
        "status": "hi",
        "none": None,
        "media_ids": ["1", "2"],
        "poll": {"options": ["a", "b"], "multiple": False, "expires_in": timedelta(hours=1)},
        "fields_attributes": {"0": {"name": "n", "value": "v"}},
        "empty": [],
    }
    assert pairs(params) == [
        ("status", "hi"),
        ("media_ids[]", "1"),
        ("media_ids[]", "2"),
        ("poll[options][]", "a"),
        ("poll[options][]", "b"),
        ("poll[multiple]", "0"),
        ("poll[expires_in]", "3600"),
        ("fields_attributes[0][name]", "n"),
        ("fields_attributes[0][value]", "v"),
    ]


def test_flags_are_digits_or_words() -> None:
    params = {"sensitive": True, "poll": {"multiple": False}}
    assert pairs(params) == [("sensitive", "1"), ("poll[multiple]", "0")]
    assert pairs(params, WORDS) == [("sensitive", "true"), ("poll[multiple]", "false")]


def test_objects_in_a_list_are_told_apart() -> None:
    params = {"keywords_attributes": [{"keyword": "a"}, {"id": 2, "_destroy": True}]}
    assert pairs(params) == [
        ("keywords_attributes[0][keyword]", "a"),
        ("keywords_attributes[1][id]", "2"),
        ("keywords_attributes[1][_destroy]", "1"),
    ]


def test_times() -> None:
    assert pairs({"at": datetime(2026, 5, 1, 12, tzinfo=UTC), "on": date(2026, 5, 1)}) == [
        ("at", "2026-05-01T12:00:00Z"),
        ("on", "2026-05-01"),
    ]
    local = datetime(2026, 5, 1)
    assert pairs({"at": local}) == pairs({"at": local.astimezone()})


def test_what_cannot_be_sent_is_named() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="avatar: a object"):
        pairs({"avatar": object()})


def test_what_has_a_text_is_sent_as_that() -> None:
    sent = pairs({"bytes": b"caf\xc3\xa9", "decimal": Decimal("1.5"), "uuid": UUID(int=1), "range": range(2)})
    assert sent == [
        ("bytes", "café"),
        ("decimal", "1.5"),
        ("uuid", "00000000-0000-0000-0000-000000000001"),
        ("range[]", "0"),
        ("range[]", "1"),
    ]
    with pytest.raises(MastodonIllegalArgumentError, match="no text in UTF-8"):
        pairs({"status": b"\xff"})


def test_what_can_be_read_once_is_refused() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="a generator cannot be sent"):
        pairs({"media_ids": (one for one in ("1", "2"))})  # a repeated request would have none


@given(st.dictionaries(st.text(min_size=1), st.text() | st.lists(st.text())))
def test_a_query_reads_back(params: dict[str, str | list[str]]) -> None:
    expected = [
        (f"{name}[]", item) if isinstance(value, list) else (name, item)
        for name, value in params.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    assert parse_qsl(query(params), keep_blank_values=True) == expected
