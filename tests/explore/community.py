"""A small community whose numbers can be counted by hand, as the pipeline would load it.

Two servers were asked. On ``a.example`` live ann and abe, on ``b.example`` bea; ``c.example``, where cem lives, was
not asked.

===== ====== ==================== ==== ============================================== ===========================
post  author time                 lang what                                           seen in
===== ====== ==================== ==== ============================================== ===========================
1     ann    Mon 2 March, 08:15   en   edited; #tea #Coffee                           public of a and b, then home
2     bea    Mon 2 March, 08:45   de   answers 1; #tea #coffee #cake; image with text public of a and b
3     ann    Tue 3 March, 23:30   en   answers 2; #tea; image without text            public of a
4     cem    Wed 4 March, 12:00   -    video with text                                boosted by ann and abe
5     abe    Wed 4 March, 13:00   en   answers himself; followers only                home of a
6     cem    Sun 1 March, 00:10   en   hostile hashtag, quoted by 2                   quoted in public of a
===== ====== ==================== ==== ============================================== ===========================
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

HOSTILE = '<img src=x onerror="alert(1)">'
_HOMES = {"ann": "a.example", "abe": "a.example", "bea": "b.example", "cem": "c.example"}
_JOINED = {"ann": "2022-11-05", "abe": "2024-03-12", "bea": "2024-03-30", "cem": "2026-02-28"}
_FOLLOWERS = {"ann": 9, "abe": 0, "bea": 12, "cem": 1_500}


def account(name: str, asked: str, **changes: Any) -> Row:
    """Return an account as a server shows it: with the server's own id, and without a domain if it is local."""
    home = _HOMES[name]
    return {
        "id": f"{asked[0]}-{name}",
        "acct": name if home == asked else f"{name}@{home}",
        "bot": name == "cem",
        "created_at": f"{_JOINED[name]}T00:00:00.000Z",
        "followers_count": _FOLLOWERS[name] if home == asked else _FOLLOWERS[name] // 2,
        **changes,
    }


def post(number: int, author: str, asked: str, created_at: str, content: str, **more: Any) -> Row:
    """Return a post as a server shows it."""
    return {
        "_instance": asked,
        "id": f"{asked[0]}{number}",
        "uri": f"https://{_HOMES[author]}/posts/{number}",
        "url": f"https://{_HOMES[author]}/@{author}/{number}",
        "created_at": f"2026-03-{created_at}Z",
        "edited_at": None,
        "visibility": "public",
        "language": "en",
        "spoiler_text": "",
        "content": content,
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "account": account(author, asked),
        "tags": [],
        "media_attachments": [],
        "mentions": [],
        **more,
    }


def _tags(*names: str) -> list[Row]:
    return [{"name": name, "url": f"https://a.example/tags/{name}"} for name in names]


def _media(kind: str, description: str | None) -> list[Row]:
    return [{"id": "1", "type": kind, "url": f"https://a.example/{kind}", "description": description}]


def _mention(name: str, asked: str) -> Row:
    known = account(name, asked)
    return {"id": known["id"], "acct": known["acct"], "username": name, "url": f"https://{_HOMES[name]}/@{name}"}


def _reply(to: int, name: str, asked: str) -> Row:
    return {"in_reply_to_id": f"{asked[0]}{to}", "in_reply_to_account_id": f"{asked[0]}-{name}"}


def _first(asked: str, **more: Any) -> Row:
    content = "<p>Good morning,<br>tea &amp; caf&#39;e?</p><p>&lt;3</p>"
    return post(1, "ann", asked, "02T08:15:00.000", content, tags=_tags("tea", "Coffee"), **more)


def _second(asked: str, **more: Any) -> Row:
    return post(
        2,
        "bea",
        asked,
        "02T08:45:00.000",
        "<p>Kuchen zum Käffchen</p>",
        language="de",
        tags=_tags("tea", "coffee", "cake"),
        media_attachments=_media("image", "A cake"),
        mentions=[_mention("ann", asked)],
        **_reply(1, "ann", asked),
        **more,
    )


def _fourth(asked: str) -> Row:
    return post(
        4,
        "cem",
        asked,
        "04T12:00:00.000",
        "<p>Good evening</p>",
        language=None,
        spoiler_text="Long film",
        media_attachments=_media("video", "  A film "),
    )


def _boost(number: int, author: str, asked: str, created_at: str, boosted: Row) -> Row:
    return post(number, author, asked, created_at, "", reblog=boosted)


FIRST_LOAD: dict[str, list[Row]] = {
    "timelines_public": [
        _first("a.example", favourites_count=3, reblogs_count=1),
        _first("b.example", favourites_count=1),
        _second(
            "a.example",
            quote={
                "state": "accepted",
                "quoted_status": post(6, "cem", "a.example", "01T00:10:00.000", "<p>Hm</p>", tags=_tags(HOSTILE)),
            },
        ),
        _second("b.example", favourites_count=7),
        post(
            3,
            "ann",
            "a.example",
            "03T23:30:00.000",
            "<p>Good night</p>",
            tags=_tags("Tea"),
            media_attachments=_media("image", None),
            **_reply(2, "bea", "a.example"),
        ),
    ],
    "timelines_home": [
        _boost(7, "ann", "a.example", "05T10:00:00.000", _fourth("a.example")),
        _boost(8, "abe", "a.example", "05T11:00:00.000", _fourth("a.example")),
        post(
            5,
            "abe",
            "a.example",
            "04T13:00:00.000",
            "<p>Secret tea</p>",
            visibility="private",
            **_reply(5, "abe", "a.example"),
        ),
    ],
    "followers": [{"_instance": "a.example", "account_id": "a-ann", **account("cem", "a.example")}],
    "instances": [
        {"_instance": "a.example", "domain": "a.example", "title": "A"},
        {"_instance": "b.example", "domain": "b.example", "title": "B"},
    ],
}
SECOND_LOAD: dict[str, list[Row]] = {
    "timelines_home": [
        _first("a.example", favourites_count=5, edited_at="2026-03-06T00:00:00.000Z")
        | {"content": "<p>Good morning, tea &amp; coffee</p>"}
    ],
}
