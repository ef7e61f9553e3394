"""Statuses and accounts as HTML, from their entities.

`content`, `note` and the values of fields are HTML that the server made itself; everything else is text and is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from trunkline.sandbox.serializers.common import Json


def with_emojis(markup: str, emojis: Sequence[Json]) -> str:
    """Put pictures into HTML in place of the shortcodes of custom emojis."""
    for emoji in emojis:
        code, url = f":{emoji['shortcode']}:", escape(emoji["static_url"])
        markup = markup.replace(code, f'<img class="emoji" src="{url}" alt="{code}" title="{code}">')
    return markup


def name_of(account: Json) -> str:
    """Return the display name as text, the username if it is empty."""
    return str(account["display_name"] or account["username"])


def author(account: Json) -> str:
    """Build the line with avatar, name and handle of an account."""
    name = with_emojis(escape(name_of(account)), account["emojis"])
    return (
        f'<div class="by"><img src="{escape(account["avatar_static"])}" alt="" loading="lazy">'
        f'<a href="/@{escape(account["acct"])}"><strong>{name}</strong>'
        f'<span class="quiet">@{escape(account["acct"])}</span></a></div>'
    )


def posts(statuses: Iterable[Json]) -> str:
    """Build a list of statuses."""
    return "".join(map(post, statuses)) or '<p class="card quiet">There are no posts here.</p>'


def post(status: Json, *, focus: bool = False) -> str:
    """Build the card of a status; that which a page is about has the `focus`."""
    if status["reblog"] is not None:
        name = with_emojis(escape(name_of(status["account"])), status["account"]["emojis"])
        return f'<p class="quiet">{name} boosted</p>{post(status["reblog"])}'
    inner = f"{author(status['account'])}{_body(status)}{_meta(status)}"
    return f'<article class="card{" focus" if focus else ""}">{inner}</article>'


def _body(status: Json) -> str:
    content = f'<div class="content"{_language(status)}>{with_emojis(status["content"], status["emojis"])}</div>'
    inner = content + _media(status) + _poll(status["poll"]) + _quote(status["quote"]) + _card(status["card"])
    warning = status["spoiler_text"]
    if not warning:
        return inner
    summary = with_emojis(escape(warning), status["emojis"])
    return f"<details><summary>{summary}</summary>{inner}</details>"


def _language(status: Json) -> str:
    return f' lang="{escape(status["language"])}"' if status["language"] else ""


def _meta(status: Json) -> str:
    time = escape(status["created_at"])
    shown = f'<time datetime="{time}">{time[:10]} {time[11:16]}</time>'
    link = f"/@{escape(status['account']['acct'])}/{status['id']}"
    counts = (
        (status["replies_count"], "reply", "replies"),
        (status["reblogs_count"], "boost", "boosts"),
        (status["favourites_count"], "favourite", "favourites"),
    )
    told = "".join(f"<span>{_counted(*each)}</span>" for each in counts if each[0])
    edited = "<span>edited</span>" if status["edited_at"] else ""
    return f'<p class="meta"><a href="{link}">{shown}</a>{edited}{told}</p>'


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _media(status: Json) -> str:
    shown = "".join(_figure(media) for media in status["media_attachments"] if media["url"])
    if not shown:
        return ""
    grid = f'<div class="media">{shown}</div>'
    return f"<details><summary>Sensitive content</summary>{grid}</details>" if status["sensitive"] else grid


def _figure(media: Json) -> str:
    url, alt = escape(media["url"]), escape(media["description"] or "")
    still = escape(media["preview_url"] or media["url"])
    if media["type"] == "audio":
        element = f'<audio controls preload="none" src="{url}" title="{alt}"></audio>'
    elif media["type"] in {"video", "gifv"}:
        loop = " loop muted" if media["type"] == "gifv" else ""
        element = f'<video controls preload="none" src="{url}" poster="{still}" title="{alt}"{loop}></video>'
    elif media["type"] == "image":
        element = f'<a href="{url}"><img src="{still}" alt="{alt}" loading="lazy"></a>'
    else:
        element = f'<a href="{url}">Attached file</a>'
    return f"<figure>{element}{f'<figcaption>{alt}</figcaption>' if alt else ''}</figure>"


def _poll(poll: Json | None) -> str:
    if poll is None:
        return ""
    most = max(1, poll["votes_count"])
    options = "".join(
        f"<li>{with_emojis(escape(option['title']), poll['emojis'])}"
        + (
            ""
            if option["votes_count"] is None
            else f' <span class="quiet">{option["votes_count"]}</span>'
            f'<progress max="{most}" value="{option["votes_count"]}"></progress>'
        )
        + "</li>"
        for option in poll["options"]
    )
    votes, state = _counted(poll["votes_count"], "vote", "votes"), "closed" if poll["expired"] else "open"
    return f'<ul class="poll">{options}</ul><p class="quiet">{votes}, {state}</p>'


def _quote(quote: Json | None) -> str:
    if quote is None:
        return ""
    quoted = quote.get("quoted_status")
    if quoted is None:
        return '<p class="quote quiet">This post cannot be shown.</p>' if "quoted_status" in quote else ""
    return f'<div class="quote">{author(quoted["account"])}{_body(quoted)}{_meta(quoted)}</div>'


def _card(card: Json | None) -> str:
    if card is None or not card["url"].startswith(("https://", "http://")):
        return ""
    text = f'<strong>{escape(card["title"])}</strong><br><span class="quiet">{escape(card["description"])}</span>'
    return f'<a class="link" href="{escape(card["url"])}" rel="nofollow noopener">{text}</a>'


def profile(account: Json) -> str:
    """Build the head of a profile."""
    name = with_emojis(escape(name_of(account)), account["emojis"])
    rows = "".join(
        f"<dt>{with_emojis(escape(field['name']), account['emojis'])}</dt>"
        f"<dd>{with_emojis(field['value'], account['emojis'])}</dd>"
        for field in account["fields"]
    )
    handle = escape(account["acct"])
    counts = (
        f'<span>{account["statuses_count"]} posts</span><a href="/@{handle}/following">{account["following_count"]}'
        f' following</a><a href="/@{handle}/followers">{account["followers_count"]} followers</a>'
    )
    bot = " · automated" if account["bot"] else ""
    return (
        f'<section class="card profile"><img class="cover" src="{escape(account["header_static"])}" alt=""><div>'
        f'<img class="face" src="{escape(account["avatar_static"])}" alt=""><h1>{name}</h1>'
        f'<p class="quiet">@{handle}{bot}</p>'
        f'<div class="content">{with_emojis(account["note"], account["emojis"])}</div>'
        f'{f"<dl>{rows}</dl>" if rows else ""}<p class="meta">{counts}</p></div></section>'
    )


def people(accounts: Iterable[Json]) -> str:
    """Build a list of accounts."""
    shown = "".join(
        f'<article class="card">{author(account)}<div class="content">'
        f"{with_emojis(account['note'], account['emojis'])}</div></article>"
        for account in accounts
    )
    return shown or '<p class="card quiet">There is nobody here.</p>'
