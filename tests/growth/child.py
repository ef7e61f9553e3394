"""Program that reads evil texts, for `test_growth`; a limit of processor time ends it at the first that takes too long.

Run as ``child.py SECONDS KIND NAME...``; prints each input before it is read.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress

from tests.growth.inputs import paired, single
from tests.growth.readers import READERS


def main(seconds: int, kind: str, names: list[str]) -> None:
    """Read the inputs of the readers in *names*."""
    for name in names:
        reader = READERS[name]
        for label, text in (single if kind == "single" else paired)(reader.pieces):
            print(f"{name}: {label}", flush=True)
            used = resource.getrusage(resource.RUSAGE_SELF)
            limit = int(used.ru_utime + used.ru_stime) + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
            with suppress(*reader.refuses):
                reader.read(text)
    print("done", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
