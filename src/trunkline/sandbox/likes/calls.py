"""Lists of calls: methods and paths."""

from __future__ import annotations

from dataclasses import dataclass

_ANY = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Call:
    """One path and its methods.

    Attributes:
        parts: the parts of the path; one that begins with a colon stands for any one part, `:id` for an id.
        methods: the methods.
    """

    parts: tuple[str, ...]
    methods: frozenset[str]

    def fits(self, parts: tuple[str, ...]) -> bool:
        """Return True for the parts of a path that this is."""
        return all(
            own == other or (own.startswith(":") and other) for own, other in zip(self.parts, parts, strict=True)
        )

    @property
    def fixed(self) -> int:
        """The number of parts that stand for themselves alone."""
        return sum(not part.startswith(":") for part in self.parts)


class Calls:
    """A list of calls.

    Args:
        text: a call in each line, the methods before the path: `GET,POST /api/v1/lists`; `*` is any method.
    """

    def __init__(self, text: str) -> None:
        self._calls: dict[int, list[Call]] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            methods, path = line.split()
            parts = tuple(path.split("/"))
            named = _ANY if methods == "*" else frozenset(methods.split(","))
            self._calls.setdefault(len(parts), []).append(Call(parts, named))
        for calls in self._calls.values():
            calls.sort(key=lambda call: call.fixed, reverse=True)

    def find(self, path: str) -> Call | None:
        """Return the call with this path, that with the fewest open parts."""
        parts = tuple(path.split("/"))
        return next((call for call in self._calls.get(len(parts), ()) if call.fits(parts)), None)

    def has(self, method: str, path: str) -> bool:
        """Return True if a request is one of these calls."""
        parts = tuple(path.split("/"))
        wanted = "GET" if method == "HEAD" else method
        return any(call.fits(parts) and wanted in call.methods for call in self._calls.get(len(parts), ()))


NONE = Calls("")


def lists(paths: str) -> Calls:
    """Return the calls that read some paths, which are separated by spaces."""
    return Calls("\n".join(f"GET {path}" for path in paths.split()))
