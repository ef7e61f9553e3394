"""Rows of a transfer as CSV, and back."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from trunkline.cli.account.transfers import TRANSFERS, Row, Transfer
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.output.terminal import one_line

_FALSE = {"0", "f", "false", "off", "no"}


def written(row: Row) -> str:
    """Return a row as a line of CSV, without its end."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()


def read_rows(transfer: Transfer, text: str) -> list[Row]:
    """Read a file with or without a header, each row once; columns that are left out have their defaults.

    Raises:
        CommandFailure: it is no such table.
    """
    try:
        table = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), strict=True)]
    except csv.Error as error:
        raise CommandFailure(f"The file is no CSV: {error}.", USAGE) from error
    table = [row for row in table if any(row)]
    order = _order(transfer, table.pop(0)) if table and _is_header(table[0]) else list(range(len(transfer.columns)))
    return list(dict.fromkeys(_row(transfer, order, cells) for cells in table))


def key_of(row: Row) -> Row:
    """Return what two rows have in common that mean the same: names and hosts in any case, with or without ``@``."""
    return tuple(cell.lower().removeprefix("@") for cell in row)


def _is_header(cells: Iterable[str]) -> bool:
    known = {_plain(name) for one in TRANSFERS.values() for name in one.columns}
    return any(_plain(cell) in known for cell in cells)


def _order(transfer: Transfer, header: list[str]) -> list[int | None]:
    """Return the position in the file of each column of the table; ``None`` for one that the file has not."""
    names, own = [_plain(cell) for cell in header], [_plain(name) for name in transfer.columns]
    foreign = [cell for cell, name in zip(header, names, strict=True) if name not in own]
    if foreign or names[:1] != own[:1]:
        raise CommandFailure(
            f"The file has the columns {one_line(', '.join(header))}; expected are: {', '.join(transfer.columns)}. "
            "Is it the file of another export?",
            USAGE,
        )
    return [names.index(name) if name in names else None for name in own]


def _row(transfer: Transfer, order: Iterable[int | None], cells: list[str]) -> Row:
    found = [cells[place] if place is not None and place < len(cells) else "" for place in order]
    needed = len(found) - len(transfer.defaults)
    if not all(found[:needed]):
        raise CommandFailure(f"A row lacks its {', '.join(transfer.columns[:needed])}: {written(tuple(cells))}", USAGE)
    return (*found[:needed], *map(_value, found[needed:], transfer.defaults))


def _value(cell: str, default: str) -> str:
    """Return a cell; truth values, which have a default, as ``true`` or ``false``."""
    if not default:
        return cell
    return default if not cell else "false" if cell.lower() in _FALSE else "true"


def _plain(name: str) -> str:
    return name.strip().lstrip("#\ufeff").lower()
