"""Parts of the servers, one for each of several machines that load into the same place."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from trunkline.errors import MastodonIllegalArgumentError

_MARK = "_part_"


@dataclass(frozen=True, slots=True)
class ServerPart:
    """Part of the servers. A server is always in the same one of equally many, whatever other servers there are.

    Attributes:
        number: its number, from 1.
        of: number of parts.
    """

    number: int
    of: int

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Parse a part, such as ``"1/4"``.

        Raises:
            MastodonIllegalArgumentError: it is none.
        """
        number, _, of = text.partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            raise MastodonIllegalArgumentError(f"part is {text!r}; pass a number and that of all parts, as '1/4'.")
        return cls(int(number), int(of))

    def __contains__(self, instance: str) -> bool:
        """Return True if a server is in it."""
        place = int.from_bytes(blake2b(instance.encode(), digest_size=8).digest(), "big")
        return place % self.of == self.number - 1

    def name(self, pipeline: str) -> str:
        """Return the name of the pipeline that loads it: dlt keeps the cursors of each name by themselves."""
        return f"{pipeline}{_MARK}{self.number}_of_{self.of}"


def part_in(pipeline: str) -> str:
    """Return the end of the name of a pipeline that tells its part, as `ServerPart.name` makes it; empty if none."""
    _, mark, part = pipeline.rpartition(_MARK)
    return mark + part if mark else ""
