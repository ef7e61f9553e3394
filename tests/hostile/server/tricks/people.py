"""Other people's names, addresses and posts, as if they were this server's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.hostile.server.asked import Asked
from tests.hostile.server.recorded import answer
from tests.hostile.server.reply import Answer, Reply
from tests.hostile.server.tricks.trick import trick

_HOME = "/api/v1/timelines/home"


def _victims_posts(reply: Reply) -> list[dict[str, Any]]:
    """Posts that the honest server shows, with its addresses."""
    _, posts, _ = answer("GET", _HOME, {}, reply.server.victim)
    return list(posts)


def _victim(reply: Reply) -> dict[str, Any]:
    account: dict[str, Any] = _victims_posts(reply)[0]["account"]
    return account


@trick()
async def writes_for_another_server(asked: Asked, reply: Reply) -> None:
    """Send the ids of the honest server's posts, and say that they are that server's rows."""
    host = urlsplit(reply.server.victim).netloc
    forged = {
        "_instance": host,
        "_INSTANCE": host,
        "content": "forged",
        "_dlt_id": "x",
        "_dlt_load_id": "x",
        "_server": host,
    }
    await reply.send(Answer.of([{**one, **forged} for one in _victims_posts(reply)]))


@trick()
async def shouts_its_keys(asked: Asked, reply: Reply) -> None:
    """Send each key a second time in capitals, with nothing in it."""
    posts = [{**one, **{key.upper(): None for key in one}, "Content": "other"} for one in _victims_posts(reply)]
    await reply.send(Answer.of(posts))


@trick()
async def keys_that_collide(asked: Asked, reply: Reply) -> None:
    """Send keys that become the columns of others: ``account__acct``, ``ID``, ``""``, blanks, and 300 letters."""
    strange = {
        "": 1,
        "ID": "x",
        "iD": "y",
        " id": "z",
        "account__acct": "forged",
        "Account": {"acct": "forged"},
        "account": {"acct": "a", "Acct": "b", "": {"": [[]]}},
        "_dlt_list_idx": 5,
        "_dlt_parent_id": "x",
        "a" * 300: 1,
        "a" * 299 + "b": 2,
        "select * from": 1,
        '"; drop table statuses; --': 1,
        "\u202e": 1,
        "ﬁeld": 1,
        "İ": 1,
        "é": 1,
        "e\u0301": 2,
        "nested": [[["x"]], [[{"a": 1}]], {"b": [[2]]}],
        "mentions": [[{"id": "1"}], "x", None, 5],
    }
    await reply.send(Answer.of([{**one, **strange} for one in _victims_posts(reply)]))


@trick()
async def same_columns_of_other_types(asked: Asked, reply: Reply) -> None:
    """Send new keys whose values are of another type in each post."""
    values: list[Any] = [1, "x", 1.5, True, None, [1], {"a": 1}, [{"a": 1}], 10**30, "2026-01-01T00:00:00Z", [[1]], {}]
    posts = [
        {**one, "novel": values[n % len(values)], "Novel": values[-n % len(values)]}
        for n, one in enumerate(_victims_posts(reply))
    ]
    await reply.send(Answer.of(posts))


@trick()
async def claims_victims_pages(asked: Asked, reply: Reply) -> None:
    """Send accounts of its own, whose addresses are those of people of the honest server."""
    posts = _victims_posts(reply)
    for post in posts:
        post["account"] = {**post["account"], "acct": "spam", "username": "spam"}
        post["content"] = "buy"
    await reply.send(Answer.of(posts))


@trick()
async def claims_victims_names(asked: Asked, reply: Reply) -> None:
    """Send posts by people of the honest server, with addresses of this one."""
    host = urlsplit(reply.server.victim).netloc
    posts = _victims_posts(reply)
    for n, post in enumerate(posts):
        name = post["account"]["username"]
        post["account"] = {
            **post["account"],
            "acct": f"{name}@{host}",
            "url": f"{reply.server.url}/@{name}",
            "uri": None,
        }
        post["id"] = str(10**17 + n)
        post["url"], post["uri"] = f"{reply.server.url}/{n}", f"{reply.server.victim}/{n}"
    await reply.send(Answer.of(posts))


@trick()
async def names_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Send names and addresses that are none: with separators, line ends, several signs, other types."""
    names: list[Any] = [
        "",
        "@",
        "@@",
        "a@b@c",
        "a@",
        "@b",
        "a b",
        "a\nb@c",
        "a/../b",
        "\x00",
        "é@ü",
        "a" * 60_000,
        5,
        None,
        [],
        {},
    ]
    addresses: list[Any] = [
        "",
        "https://[",
        "file:///x",
        "//",
        "https://a@b/@c",
        "javascript:x",
        "\x00",
        "https://" + "a" * 60_000,
        5,
        None,
        [],
        {},
    ]
    posts = _victims_posts(reply)
    for n, post in enumerate(posts):
        post["id"] = str(10**17 + n)
        post["account"] = {**post["account"], "acct": names[n % len(names)], "username": names[-n % len(names)]}
        post["account"]["url"], post["account"]["uri"] = addresses[n % len(addresses)], addresses[-n % len(addresses)]
        post["mentions"] = [
            {"id": n, "acct": name, "url": addresses[n % len(addresses)], "username": name} for name in names
        ]
        post["content"] = "".join(
            f'<a class="mention" href="{address}">@{name}</a>' for name, address in zip(names, addresses, strict=False)
        )[:100_000]
    await reply.send(Answer.of(posts))


@trick()
async def ids_of_every_kind(asked: Asked, reply: Reply) -> None:
    """Send ids that are none: with separators, blanks, other digits, other types."""
    ids: list[Any] = [
        "a/b",
        "../..",
        "1 2",
        "1\n2",
        "\x00",
        "",
        "²",
        "١٢٣",
        "9" * 5_000,
        "-1",
        "1.5",
        5,
        -5,
        1.5,
        10**30,
        True,
        [],
        {},
        None,
        " ",
        "1?max_id=2",
        "1#2",
        "a:b",
        "\ud83d",
    ]
    posts = _victims_posts(reply)
    made = [{**posts[n % len(posts)], "id": one} for n, one in enumerate(ids)]
    await reply.send(Answer.of(made))


@trick("/api/v1/accounts/verify_credentials")
async def ids_of_the_own_account(asked: Asked, reply: Reply) -> None:
    """Say that the owner of the token has an id that is an object."""
    await reply.send(reply.honest.changed({**reply.honest.value(), "id": {"a": ["../x"]}}))


@trick("/api/v1/accounts/lookup")
async def looks_up_others(asked: Asked, reply: Reply) -> None:
    """Answer a search for a name with an id that leads elsewhere."""
    await reply.send(Answer.of({"id": "../../oauth/token?x=", "acct": "x"}))
