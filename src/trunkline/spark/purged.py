"""Purged accounts and servers, which a query leaves out: Spark does not know the state of a pipeline, which has them.

The option ``purged`` names a file of JSON, with accounts (``@name@server``, or addresses of profiles) and hosts::

    {"accounts": ["@ann@a.example"], "servers": ["b.example"]}

Who was purged from a pipeline is written there by ``json.dump(purged(pipeline).to_state(), file)``, with
`trunkline.pipeline.purge.purged`. The file is read by each task, so that a stream heeds a new one in its next run. If
it cannot be read, nothing is.
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.purge.keeping_out import KeepingOut
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.tabular.encoding import Lines
from trunkline.pipeline.tabular.json_values import json_lines


def purge_list(file: str | None) -> PurgeList:
    """Return the accounts and servers that a query leaves out.

    Args:
        file: path of the file; ``None`` for none.

    Raises:
        MastodonIllegalArgumentError: it cannot be read, or is no such file.
    """
    if file is None:
        return PurgeList()
    try:
        return _read(json.loads(Path(file).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise MastodonIllegalArgumentError(
            f"purged is the file {file}, which cannot be read here ({error}). Give each executor a file of JSON with "
            'lists, such as {"accounts": ["@name@server"], "servers": ["host"]}.'
        ) from None


def _read(found: dict[str, Any]) -> PurgeList:
    if unknown := found.keys() - {"accounts", "servers"}:
        raise ValueError(f"it has {', '.join(sorted(unknown))}")
    accounts, servers = found.get("accounts", []), found.get("servers", [])
    if not isinstance(accounts, list) or not isinstance(servers, list):
        raise TypeError("accounts and servers are no lists")
    names = chain.from_iterable([one] if isinstance(one, str) else one for one in accounts)
    return PurgeList.of(names, servers)


def without(lines: Lines, purged: PurgeList, instance: str) -> Lines:
    """Return lines that were written down before somebody was purged, without them."""
    if not purged:
        return lines
    rows = KeepingOut(purged).without(msgspec.json.Decoder().decode_lines(lines.text), instance)
    return Lines(json_lines(rows), len(rows))
