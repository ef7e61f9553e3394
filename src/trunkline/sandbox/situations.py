"""Situations that a test brings about: failures, ended streams, quirks, and a server as it was at the start."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from trunkline.sandbox.http.failures import Failure, Failures, Fault
from trunkline.sandbox.http.quirks import Quirk, known_quirks
from trunkline.sandbox.live.hub import KILL, Hub
from trunkline.sandbox.live.streams import revocation_channel
from trunkline.sandbox.media.work import MediaWork
from trunkline.sandbox.store.clock import MovableClock
from trunkline.sandbox.store.database import Store

_TOKENS = "SELECT id FROM access_tokens WHERE account_id = coalesce(?, account_id)"


class Situations:
    """Situations of one server.

    Args:
        store: the database, as it is at the start.
        clock: its clock.
        hub: the stream hub.
        failures: the failures of requests.
        quirks: the quirks that are on.
        media_work: the work on uploads.
        clears: whatever else is emptied for a new start.
        account_id_of: gives the account id of a person.
        run: runs a coroutine in the event loop of the server.
    """

    def __init__(
        self,
        store: Store,
        clock: MovableClock,
        hub: Hub,
        failures: Failures,
        quirks: set[Quirk],
        media_work: MediaWork,
        clears: Sequence[Callable[[], None]],
        account_id_of: Callable[[str], int],
        run: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._hub = hub
        self._failures = failures
        self._quirks = quirks
        self._media_work = media_work
        self._clears = clears
        self._account_id_of = account_id_of
        self._run = run
        self._first_quirks = set(quirks)
        self.checkpoint()

    def fail(
        self,
        path: str,
        status: int | Fault | None = None,
        method: str | None = None,
        times: int | None = 1,
        body: str | list[Any] | dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        delay: float = 0.0,
    ) -> None:
        """Let requests fail; see `Sandbox.fail`."""
        method = None if method is None else method.upper()
        self._failures.all.append(Failure(path, status, method, times, body, headers or {}, delay))

    def failures(self) -> list[dict[str, Any]]:
        """Return all failures with the number of times that they were used."""
        return [failure.to_json() for failure in self._failures.all]

    def clear_failures(self) -> None:
        """Let no request fail any longer. Those that are being delayed are not answered."""
        self._run(self._clear_failures())

    async def _clear_failures(self) -> None:
        self._failures.clear()

    def disconnect_streams(self, username: str | None = None) -> None:
        """End the streams of everybody, or of one person."""
        self._run(self._disconnect(username))

    async def _disconnect(self, username: str | None) -> None:
        account_id = None if username is None else self._account_id_of(username)
        tokens = self._store.column(_TOKENS, (account_id,))
        self._hub.publish(KILL, "", [revocation_channel(token_id) for token_id in tokens])

    def quirks(self) -> list[str]:
        """Return the names of the quirks that are on."""
        return sorted(self._quirks)

    def quirk(self, name: str, on: bool = True) -> None:
        """Switch a quirk on or off."""
        (self._quirks.update if on else self._quirks.difference_update)(known_quirks([name]))

    def checkpoint(self) -> None:
        """Let `reset` lead to the data that is there now."""
        self._store.mark()
        self._clock.mark()

    def reset(self) -> None:
        """Make the server what it was at the start, or the data what it was at the last checkpoint."""
        self._run(self._reset())

    async def _reset(self) -> None:
        self._hub.restart()
        self._failures.clear()
        await self._media_work.drop()
        self._clock.restore()
        self._store.restore()
        self._quirks.clear()
        self._quirks.update(self._first_quirks)
        for clear in self._clears:
            clear()
