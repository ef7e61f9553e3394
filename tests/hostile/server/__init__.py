"""A server of HTTP/1.1 and WebSockets that lies, byte by byte where it has to.

It is independent of the package under test but for lists of values: it is written from RFC 9112, RFC 6455 and recorded
answers of Mastodon, on the standard library alone. What it does apart from honest answers is called a trick: a function
with a name, a docstring that says what it does, and the number of the rule it tries. The sandbox `like="hostile"`
damages whole answers; this server lies byte by byte, and by no rule of HTTP. ::

    with Hostile("drips") as server:
        ...  # server.url answers as Mastodon does, but a byte at a time
        server.seen  # every request, with its headers

`asked` reads requests, `reply` writes answers, `websocket` frames. `recorded` has the honest answers, `tricks` has the
lies by subject.
"""

from __future__ import annotations

from tests.hostile.server.asked import Asked
from tests.hostile.server.hostile import Hostile
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks import TRICKS, Trick

__all__ = ["TRICKS", "Answer", "Asked", "Hostile", "Reply", "Trick"]
