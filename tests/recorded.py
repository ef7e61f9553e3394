"""Recorded exchanges with real servers.

Two files are part of the repository; their content was made up on test servers. A third is used where it lies beside
the checkout, or where MASTODON_CORPUS says that it is; its content may not be published.
"""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

Exchange = dict[str, Any]

_FOLDER = Path(__file__).parent / "contract" / "corpus"
UNPUBLISHED = Path(os.environ.get("MASTODON_CORPUS", Path(__file__).parents[2] / "shared/corpus/exchanges.jsonl.gz"))
_FILES = {
    "mastodon": _FOLDER / "mastodon.jsonl.gz",
    "other software": _FOLDER / "servers.jsonl.gz",
    "unpublished": UNPUBLISHED,
}
CORPORA = [name for name, file in _FILES.items() if file.exists()]
"""Names of the corpora that exist here."""


@cache
def exchanges(corpus: str) -> list[Exchange]:
    """Return the exchanges of a corpus, with paths that have neither a query nor the name of a variant."""
    with gzip.open(_FILES[corpus], "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [{**one, "path": one["path"].partition("#")[0].partition("?")[0]} for one in read]
