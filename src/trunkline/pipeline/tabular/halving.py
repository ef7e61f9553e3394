"""Making something of many rows at once, without those of which nothing can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from trunkline.pipeline.tabular.encoding import Rejected, reason_of
from trunkline.pipeline.tabular.parsing import Parsed, Parser

T = TypeVar("T")


def made_of(lines: bytes, parser: Parser, make: Callable[[Parsed], T]) -> Iterator[T | Rejected]:
    """Yield what *make* returns for rows: all together, or in halves without the rows that it has an error for.

    Args:
        lines: rows, as `encoding` writes them.
        parser: parser of such rows.
        make: is called with parsed rows. An error of it, whatever its class, costs a single row.
    """
    for parse in (parser.parse, parser.parse_carefully):
        try:
            made = make(parse(lines))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a row is, it costs that row)
            reason = reason_of(error)
        else:
            yield made
            return
    several = lines.splitlines(keepends=True)
    half = len(several) // 2
    if half:
        yield from made_of(b"".join(several[:half]), parser, make)
        yield from made_of(b"".join(several[half:]), parser, make)
    else:
        yield Rejected(msgspec.json.decode(lines), reason)
