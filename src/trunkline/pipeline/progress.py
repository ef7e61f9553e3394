"""Progress of a load: rows, requests and servers, counted while it works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

Outcome = Literal["reading", "read", "refused", "unfinished", "resting", "failed"]
"""State of one server in a run, from the lightest to the gravest: the gravest of its resources counts."""

GRAVITY: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(slots=True)
class ServerProgress:
    """Progress of one server in a run.

    Attributes:
        outcome: ``"reading"``; afterwards ``"read"``, ``"unfinished"`` (the next run goes on), ``"refused"`` (it wants
            a token, or its rules forbid reading), ``"failed"`` or ``"resting"`` (it failed before and was left alone).
        error: reason for which it failed or refused.
        requests: requests sent to it.
        rows: rows read from it.
        read: resources of it that were read.
        waited: seconds spent waiting for its rate limit and for repeating what failed.
        waiting_until: the time (seconds since 1970) until which its next request waits, or ``None``.
    """

    outcome: Outcome = "reading"
    error: str | None = None
    requests: int = 0
    rows: int = 0
    read: int = 0
    waited: float = 0.0
    waiting_until: float | None = None


@dataclass(slots=True)
class Progress:
    """Progress of a load.

    Attributes:
        step: ``"extract"``, ``"normalize"`` or ``"load"``.
        requests: requests sent so far.
        rows: rows read so far, by table.
        left_out: rows left out so far, by the rule: ``"private"``, ``"noindex"``, ...
        waited: seconds spent waiting for rate limits and retries, those of all servers together.
        servers: the servers, by their ``_instance``.
        unfinished: resources that another run has to go on with.
        late: rows found behind what was known already, by table.
        missing: subjects that a server does not have, such as accounts, with the table.
        limited: tables of which an earlier load has left out older rows, because of its options.
        notes: sentences about what could not be read, each once.
        failure: error of the only server after which reading has ended, though other rows were read.
    """

    step: str = "extract"
    requests: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    waited: float = 0.0
    servers: dict[str, ServerProgress] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    late: Counter[str] = field(default_factory=Counter)
    missing: dict[tuple[str, str], None] = field(default_factory=dict)
    limited: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    failure: str | None = None

    @property
    def waiting(self) -> list[float]:
        """Times (seconds since 1970) until which servers wait."""
        return [s.waiting_until for s in tuple(self.servers.values()) if s.waiting_until is not None]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """Number of servers by outcome."""
        return Counter(server.outcome for server in tuple(self.servers.values()))


@dataclass(slots=True)
class Remarks:
    """Observations made while one resource of a server was read.

    Attributes:
        notes: sentences for the summary.
        cut: why a list was not read to its end, though the server did not refuse.
        late: rows that were found behind what was known already.
        missing: subjects that the server does not have.
        limited: an earlier run had a limit, and this one does not go beyond it.
    """

    notes: list[str] = field(default_factory=list)
    cut: str | None = None
    late: int = 0
    missing: list[str] = field(default_factory=list)
    limited: bool = False


OnProgress = Callable[[Progress], None]
