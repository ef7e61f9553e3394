"""Headers without end, rate limits that lie, waits that are absurd, links that lead nowhere."""

from __future__ import annotations

from tests.hostile.server.asked import Asked
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick
from trunkline.sandbox.likes.hostile.nonsense import MAD_LINKS, MAD_NUMBERS, MAD_REFRESHES, MAD_TIMES


@trick()
async def endless_headers(asked: Asked, reply: Reply) -> None:
    """Send headers without end."""
    await reply.raw(b"HTTP/1.1 200 OK\r\n")
    await reply.forever(b"X-More: " + b"y" * 1_000 + b"\r\n")


@trick()
async def one_endless_header(asked: Asked, reply: Reply) -> None:
    """Send one header line without end."""
    await reply.raw(b"HTTP/1.1 200 OK\r\nX-More: ")
    await reply.forever(b"y" * 65_536)


@trick()
async def mad_headers(asked: Asked, reply: Reply) -> None:
    """Send header lines that are none."""
    await reply.raw(b"HTTP/1.1 200 OK\r\n: x\r\nno colon\r\nA\x00B: \x01\r\n \r\nContent-Length: 2\r\n\r\n[]")
    reply.hang_up()


@trick()
async def mad_status(asked: Asked, reply: Reply) -> None:
    """Answer with a status that is no number."""
    await reply.raw(b"HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\n[]")
    reply.hang_up()


@trick()
async def unheard_status(asked: Asked, reply: Reply) -> None:
    """Answer with a status that nobody has defined."""
    await reply.send(Answer(799, b"[]", ()))


@trick()
async def early_hints(asked: Asked, reply: Reply) -> None:
    """Send informational answers without end, and never the final one."""
    await reply.forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")


@trick("/")
async def teapot(asked: Asked, reply: Reply) -> None:
    """Answer 418 to everything."""
    await reply.send(Answer.of({"error": "I'm a teapot"}, status=418))


@trick("/")
async def bad_request(asked: Asked, reply: Reply) -> None:
    """Answer 400 to everything."""
    await reply.send(Answer.of({"error": "no"}, status=400))


@trick("/")
async def legal_reasons(asked: Asked, reply: Reply) -> None:
    """Answer 451 to everything."""
    await reply.send(Answer.of({"error": "no"}, status=451))


@trick("/")
async def gone(asked: Asked, reply: Reply) -> None:
    """Answer 410 to everything."""
    await reply.send(Answer.of({"error": "no"}, status=410))


@trick("/")
async def not_modified(asked: Asked, reply: Reply) -> None:
    """Answer 304 to everything, though nobody has asked whether it has changed."""
    await reply.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")


@trick()
async def rate_limits_that_lie(asked: Asked, reply: Reply) -> None:
    """Send rate limits with every kind of number, another with each answer."""
    place = len(reply.server.seen)
    number, time = MAD_NUMBERS[place % len(MAD_NUMBERS)], MAD_TIMES[place % len(MAD_TIMES)]
    await reply.send(
        reply.honest.adding(
            ("X-RateLimit-Limit", number),
            ("X-RateLimit-Remaining", MAD_NUMBERS[(place * 7) % len(MAD_NUMBERS)]),
            ("X-RateLimit-Reset", time),
            ("Date", MAD_TIMES[(place * 3) % len(MAD_TIMES)]),
        )
    )


@trick()
async def used_up_until_9999(asked: Asked, reply: Reply) -> None:
    """Answer with 429 until the year 9999."""
    await reply.send(
        Answer.of(
            {"error": "Too many requests"},
            ("X-RateLimit-Limit", "300"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", "9999-12-31T23:59:59.000Z"),
            ("Retry-After", "9" * 20),
            status=429,
        )
    )


@trick()
async def limit_of_nothing(asked: Asked, reply: Reply) -> None:
    """Send honest answers with a limit of 0 requests until the year 9999."""
    headers = (
        ("X-RateLimit-Limit", "0"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "9999-12-31T00:00:00Z"),
    )
    await reply.send(reply.honest.adding(*headers))


@trick()
async def too_many_for_ever(asked: Asked, reply: Reply) -> None:
    """Answer 429 each time, and say that no wait is needed."""
    await reply.send(Answer.of({"error": "Too many requests"}, ("Retry-After", "0"), status=429))


@trick()
async def absurd_waits(asked: Asked, reply: Reply) -> None:
    """Answer 503 with another absurd wait each time."""
    place = len(reply.server.seen)
    wait = (*MAD_NUMBERS, *MAD_TIMES)[place % (len(MAD_NUMBERS) + len(MAD_TIMES))]
    await reply.send(Answer.of({"error": "later"}, ("Retry-After", wait), status=503))


@trick()
async def mad_links(asked: Asked, reply: Reply) -> None:
    """Send links of every evil shape, another with each answer."""
    link = MAD_LINKS[len(reply.server.seen) % len(MAD_LINKS)]
    await reply.send(Answer.of(reply.honest.value(), ("Link", link)))


@trick()
async def links_to_another_server(asked: Asked, reply: Reply) -> None:
    """Send links whose next page is at another server."""
    link = f'<{reply.server.elsewhere}{asked.path}?max_id=1>; rel="next", <{reply.server.elsewhere}/>; rel="prev"'
    await reply.send(Answer.of(reply.honest.value(), ("Link", link)))


@trick()
async def links_glued_to_the_host(asked: Asked, reply: Reply) -> None:
    """Send a link that becomes another host when it is written behind this one."""
    await reply.send(
        Answer.of(reply.honest.value(), ("Link", "<.evil.example/api/v1/timelines/public?max_id=1>; rel=next"))
    )


@trick("/api/")
async def mad_refreshes(asked: Asked, reply: Reply) -> None:
    """Announce refreshes in headers that are none, another with each answer."""
    header = MAD_REFRESHES[len(reply.server.seen) % len(MAD_REFRESHES)]
    await reply.send(reply.honest.adding(("Mastodon-Async-Refresh", header)))


@trick("/api/")
async def cookies(asked: Asked, reply: Reply) -> None:
    """Set a thousand cookies, for other hosts too."""
    await reply.send(reply.honest.adding(*(("Set-Cookie", f"c{n}={'x' * 50}; Domain=127.0.0.1") for n in range(90))))


@trick("/api/")
async def forbids_crawling_in_60_kb(asked: Asked, reply: Reply) -> None:
    """Send a header for crawlers of 60 KB."""
    await reply.send(reply.honest.adding(("X-Robots-Tag", "trunkline: " * 5_500)))
