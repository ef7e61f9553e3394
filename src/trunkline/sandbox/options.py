"""Options of a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from trunkline.sandbox.rules.limits import MAX_PASSWORD, MIN_PASSWORD
from trunkline.sandbox.store.database import MEMORY, Clock, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a sandbox, described by `Sandbox`."""

    size: int = 300
    seed: int = 1
    port: int = 0
    path: str = MEMORY
    rate_limits: float | None = 1.0
    heartbeat: float = 15.0
    ordered_streams: bool = False
    media_polls: int = 0
    token_lifetime: float | None = None
    password: str | None = field(default=None, repr=False)
    clock: Clock = utc_now

    def __post_init__(self) -> None:
        if self.rate_limits is not None and self.rate_limits <= 0:
            raise ValueError(f"rate_limits is a factor above 0, or None to switch them off, not {self.rate_limits}")
        if self.heartbeat <= 0:
            raise ValueError(f"heartbeat is a number of seconds above 0, not {self.heartbeat}")
        if self.media_polls < 0:
            raise ValueError(f"media_polls is a number of polls and cannot be {self.media_polls}")
        if self.password is not None and not MIN_PASSWORD <= len(self.password) <= MAX_PASSWORD:
            raise ValueError(f"password has {MIN_PASSWORD} to {MAX_PASSWORD} characters, not {len(self.password)}")
        if not 0 <= self.port <= 65_535:
            raise ValueError(f"port is a number from 0 (any free one) to 65535, not {self.port}")

    def to_json(self) -> dict[str, Any]:
        """Return the options for another process, which always uses the wall clock.

        Raises:
            ValueError: the options have a clock of their own.
        """
        if self.clock is not utc_now:
            raise ValueError("a sandbox in its own process cannot have a clock from this one; use process=False")
        values = asdict(self)
        del values["clock"]
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Options:
        """Build options from the result of `to_json`."""
        return cls(**values)
