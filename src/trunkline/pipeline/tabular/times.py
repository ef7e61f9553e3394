"""Parsing a column of times, as servers write them, into Arrow timestamps."""

from __future__ import annotations

import pyarrow as pa

from trunkline.pipeline.tabular.arrow import pc, text

TIMESTAMP = pa.timestamp("us", tz="UTC")
_MIDNIGHT, _T, _UTC, _NOTHING = text("00:00:00Z"), text("T"), text("Z"), text("")
_NULL = pa.nulls(1, pa.string())[0]
_FIRST, _END = -62_135_596_800_000_000, 253_402_300_800_000_000  # microseconds since 1970
_ZONE = r"(Z|z|[+-]\d\d:?\d\d)$"


def timestamps(texts: pa.Array) -> pa.Array:
    """Parse ISO 8601 times, days, and seconds since 1970 as timestamps in UTC, also without a zone.

    Raises:
        pyarrow.ArrowInvalid: a text is no time, or none of the years 1 to 9999.
    """
    found = _timestamps(texts)
    if not in_calendar(found):
        raise pa.ArrowInvalid("a time is out of range")
    return found


def in_calendar(times: pa.Array) -> bool:
    """Return True if all timestamps are in the years 1 to 9999, which all destinations have."""
    known = pc.cast(times.drop_null(), pa.int64())
    return not len(known) or (pc.min(known).as_py() >= _FIRST and pc.max(known).as_py() < _END)


def dates(texts: pa.Array) -> pa.Array:
    """Parse days.

    Raises:
        pyarrow.ArrowInvalid: a text is no day, or none of the years 1 to 9999.
    """
    found = pc.cast(texts, pa.date32())
    if not in_calendar(pc.cast(found, TIMESTAMP)):
        raise pa.ArrowInvalid("a day is out of range")
    return found


def _timestamps(texts: pa.Array) -> pa.Array:
    try:
        return pc.cast(texts, TIMESTAMP)
    except pa.ArrowInvalid:
        pass
    digits = pc.match_substring_regex(texts, r"^\d+$")
    if pc.any(digits).as_py():
        seconds = pc.cast(pc.if_else(digits, texts, _NULL), pa.int64())
        counted = pc.cast(seconds, pa.timestamp("s", tz="UTC"))
        return pc.coalesce(_timestamps(pc.if_else(digits, _NULL, texts)), pc.cast(counted, TIMESTAMP))
    days = pc.match_substring_regex(texts, r"^\d{4}-\d\d-\d\d$")
    whole = pc.if_else(days, pc.binary_join_element_wise(texts, _MIDNIGHT, _T), texts)
    zoned = pc.match_substring_regex(whole, _ZONE)
    return pc.cast(pc.if_else(zoned, whole, pc.binary_join_element_wise(whole, _UTC, _NOTHING)), TIMESTAMP)
