"""Program that reads evil texts, for `test_growth`; a limit of processor time ends it at the first that takes too long.

Run as ``child.py SECONDS KIND NAME...``; prints each input before it is read. ``all`` reads every repeated piece at
full length; ``single`` and ``paired`` only texts, of one piece and of two, whose short forms take suspiciously long.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from time import process_time

from tests.growth.inputs import Text, paired, single
from tests.growth.readers import READERS, Reader

_SHORT, _LONGER = 2_000, 8_000
_SUSPICIOUS_RATIO, _SUSPICIOUS_SECONDS = 8, 0.05


def main(seconds: int, kind: str, names: list[str]) -> None:
    """Read the inputs of the readers in *names*."""
    for name in names:
        reader = READERS[name]
        for label, text in (paired if kind == "paired" else single)(reader.pieces):
            print(f"{name}: {label}", flush=True)
            limit = int(process_time()) + 1 + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
            if kind == "all" or _is_suspicious(reader, text):
                _took(reader, text())
    print("done", flush=True)


def _is_suspicious(reader: Reader, text: Text) -> bool:
    longer = _took(reader, text(_LONGER))
    return longer > _SUSPICIOUS_SECONDS and longer > _SUSPICIOUS_RATIO * _took(reader, text(_SHORT))


def _took(reader: Reader, text: str) -> float:
    began = process_time()
    with suppress(*reader.refuses):
        reader.read(text)
    return process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
