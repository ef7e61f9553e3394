"""A server whose answers are damaged on purpose, by a seed: `Sandbox(like="hostile")`.

The sandbox answers as it does, and what it answers is damaged afterwards: each answer by one of the `DAMAGES`, or by
none. Requests are served in any case, so that an answer that reports a failure does not say that nothing was done.

`damages` has the registry and the answers that damages change; `listings`, `values`, `bodies`, `refusals` and `streams`
have the damages by subject, `nonsense` the values that they use, `mutations` changes of one value; `server` applies
them.
"""

from __future__ import annotations

from trunkline.sandbox.likes.hostile.server import DAMAGES, HostileServer

__all__ = ["DAMAGES", "HostileServer"]
