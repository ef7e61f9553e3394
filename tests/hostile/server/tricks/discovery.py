"""Documents that say where things are, and say elsewhere: NodeInfo, OAuth metadata, robots.txt, tokens."""

from __future__ import annotations

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick

_METADATA = "/.well-known/oauth-authorization-server"
_INSTANCE = "/api/v2/instance"
_VERSIONS = (
    "(compatible; " * 20_000,
    "(really " * 20_000,
    "9" * 5_000 + ".1.1",
    "1." * 30_000,
    "4.7.3 (compatible; \x1b[31m 1)",
    "²." * 100,
    "",
    "v",
    "a/" * 30_000,
    "1.2" + "x" * 60_000,
)


@trick("/.well-known/nodeinfo", "/nodeinfo", _INSTANCE)
async def nodeinfo_in_circles(asked: Asked, reply: Reply) -> None:
    """Answer NodeInfo with a list that leads to itself, and the instance without its software."""
    if asked.path == _INSTANCE:
        await reply.send(reply.honest.changed({"version": "x"}))
        return
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    await reply.send(Answer.of({"links": [{"rel": rel, "href": f"{reply.server.url}/.well-known/nodeinfo"}]}))


_HREFS: tuple[object, ...] = (
    "https://[",
    "file:///x",
    None,
    {},
    [],
    5,
    "",
    "//",
    "?",
    "/" + "x" * 60_000,
    ".evil.example/x",
    "\x00",
)


@trick("/.well-known/nodeinfo", _INSTANCE)
async def nodeinfo_nowhere(asked: Asked, reply: Reply) -> None:
    """Answer NodeInfo with addresses that are none, another with each request."""
    if asked.path == _INSTANCE:
        await reply.send(reply.honest.changed({"version": "x"}))
        return
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    href = _HREFS[len(reply.server.seen) % len(_HREFS)]
    await reply.send(Answer.of({"links": [None, 5, [], {"rel": {}, "href": []}, {"rel": rel, "href": href}]}))


@trick("/.well-known/nodeinfo", _INSTANCE)
async def nodeinfo_elsewhere(asked: Asked, reply: Reply) -> None:
    """Answer NodeInfo with the address of another server."""
    if asked.path == _INSTANCE:
        await reply.send(reply.honest.changed({"version": "x"}))
        return
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    await reply.send(Answer.of({"links": [{"rel": rel, "href": f"{reply.server.elsewhere}/nodeinfo/2.0"}]}))


@trick("/api/v1/instance", _INSTANCE)
async def versions_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Send versions that are none, another with each request."""
    version = _VERSIONS[len(reply.server.seen) % len(_VERSIONS)]
    await reply.send(reply.honest.changed({**reply.honest.value(), "version": version, "source_url": version}))


async def _metadata(reply: Reply, **changes: object) -> None:
    await reply.send(reply.honest.changed({**reply.honest.value(), **changes}))


@trick(_METADATA)
async def authorization_by_file(asked: Asked, reply: Reply) -> None:
    """Say that people authorize at a file."""
    await _metadata(reply, authorization_endpoint="file:///etc/passwd")


@trick(_METADATA)
async def authorization_by_option(asked: Asked, reply: Reply) -> None:
    """Say that people authorize at what an opener takes for an option."""
    await _metadata(reply, authorization_endpoint="-e=calc")


@trick(_METADATA)
async def authorization_by_script(asked: Asked, reply: Reply) -> None:
    """Say that people authorize at a script, with control characters."""
    await _metadata(reply, authorization_endpoint="javascript:alert(1)//\x1b]0;x\x07")


@trick(_METADATA)
async def authorization_in_plain_text(asked: Asked, reply: Reply) -> None:
    """Say that people authorize at another host, without TLS."""
    await _metadata(reply, authorization_endpoint="http://evil.example/authorize")


@trick(_METADATA)
async def authorization_at_a_bracket(asked: Asked, reply: Reply) -> None:
    """Say that people authorize at ``https://[``."""
    await _metadata(reply, authorization_endpoint="https://[")


@trick(_METADATA)
async def tokens_elsewhere(asked: Asked, reply: Reply) -> None:
    """Say that tokens are given by another server, which would get the code and the keys."""
    to = reply.server.elsewhere
    await _metadata(
        reply,
        token_endpoint=f"{to}/oauth/token",
        revocation_endpoint=f"{to}/oauth/revoke",
        app_registration_endpoint=f"{to}/api/v1/apps",
        userinfo_endpoint=f"{to}/oauth/userinfo",
        issuer=to,
    )


@trick(_METADATA)
async def metadata_of_other_types(asked: Asked, reply: Reply) -> None:
    """Send OAuth metadata of which no value is a text."""
    await reply.send(reply.honest.changed({key: [{}] for key in reply.honest.value()}))


_TOKENS: tuple[object, ...] = (
    {"access_token": ["x"]},
    {"access_token": {"a": 1}},
    {"access_token": 5},
    {"access_token": None},
    {"access_token": ""},
    {"access_token": "a\r\nX-Evil: 1"},
    {"access_token": "x\ny"},
    {"access_token": "é\u202e"},
    {"access_token": "x" * 1_000_000},
    {"access_token": "x", "scope": 5, "created_at": "x", "token_type": []},
    {},
    [],
    None,
    "x",
)


@trick("/oauth/token")
async def tokens_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Give tokens that are none, another with each request."""
    await reply.send(Answer.of(_TOKENS[len(reply.server.requests("/oauth/token")) % len(_TOKENS)]))


_KEYS: tuple[object, ...] = (
    {"client_id": 5, "client_secret": ["x"]},
    {"client_id": "a\nb", "client_secret": "c\r\nd"},
    {"client_id": None},
    {},
    [],
)


@trick("/api/v1/apps")
async def keys_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Give keys to applications that are none, another with each request."""
    await reply.send(Answer.of(_KEYS[len(reply.server.requests("/api/v1/apps")) % len(_KEYS)]))


@trick("/robots.txt")
async def robots_of_10_mb(asked: Asked, reply: Reply) -> None:
    """Send 10 MB of rules for crawlers."""
    await reply.send(Answer(200, b"User-agent: *\n" + b"Disallow: /a*b*c*d*e*f*g*$\n" * 400_000))


@trick("/robots.txt")
async def robots_of_stars(asked: Asked, reply: Reply) -> None:
    """Send rules for crawlers whose patterns take long to compare."""
    rule = b"Disallow: /" + b"*a" * 2_000 + b"b\n"
    await reply.send(Answer(200, b"User-agent: *\n" + rule * 20))


@trick("/robots.txt")
async def robots_that_drip(asked: Asked, reply: Reply) -> None:
    """Send rules for crawlers a byte at a time."""
    await reply.head(200, [("Content-Length", "1000000")])
    while True:
        await reply.drip(b"#")


@trick("/robots.txt")
async def robots_of_bytes(asked: Asked, reply: Reply) -> None:
    """Send bytes for rules."""
    await reply.send(Answer(200, bytes(range(256)) * 400))


@trick("/robots.txt")
async def robots_of_absurd_delays(asked: Asked, reply: Reply) -> None:
    """Send rules with delays that are no numbers, or for ever."""
    delays = ("nan", "inf", "-1", "9" * 5_000, "1e400", "²")
    lines = "".join(f"User-agent: *\nCrawl-delay: {d}\nRequest-rate: {d}/{d}\nVisit-time: {d}\n" for d in delays)
    await reply.send(Answer(200, lines.encode()))


@trick(_INSTANCE, "/api/v1/instance")
async def instance_of_wrong_types(asked: Asked, reply: Reply) -> None:
    """Describe the server with values of other types."""
    await reply.send(reply.honest.changed({key: [{"": [[]]}] for key in reply.honest.value()}))
