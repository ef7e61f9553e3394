"""Posts that are not sent yet, as text: for dry runs and lists of drafts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.cli.output.terminal import lines, one_line, say_json, show, styled
from trunkline.cli.output.view import local_time, mark
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.posting.limits import ServerLimits


def unsent_text(post: UnsentPost, limits: ServerLimits | None = None) -> Text:
    """Return settings, texts, media and poll of a post that is not sent yet.

    Args:
        post: the post.
        limits: adds the length of each text, as the server counts it.
    """
    settings = mark("between").join(map(one_line, _settings(post)))
    from trunkline.cli.output.statuses import indented

    return lines((styled((settings, "dim")), *(indented(text) for text in _parts(post, limits))))


def print_unsent(post: UnsentPost, limits: ServerLimits, *, as_json: bool) -> None:
    """Print a post that is not sent yet."""
    if as_json:
        say_json(post.to_json())
    else:
        show([unsent_text(post, limits)], pager=False)


_QUOTERS = {"public": "anybody", "followers": "followers", "nobody": "nobody"}


def _settings(post: UnsentPost) -> Iterator[str]:
    yield post.visibility or "default visibility"
    if post.at:
        yield f"at {local_time(datetime.fromisoformat(post.at))}"
    if post.language:
        yield post.language
    if post.content_type:
        yield post.content_type
    if post.sensitive:
        yield "media hidden"
    if post.reply_to:
        yield f"answers {post.reply_to}"
    if post.quote:
        yield f"quotes {post.quote}"
    if post.quote_policy:
        yield f"{_QUOTERS.get(post.quote_policy, post.quote_policy)} may quote it"


def _parts(post: UnsentPost, limits: ServerLimits | None) -> Iterator[Text]:
    for place, text in enumerate(post.texts, 1):
        if post.warning:
            yield styled((one_line(post.warning), "yellow"))
        yield styled(text)
        number = f"{place} of {len(post.texts)}" if len(post.texts) > 1 else ""
        length = f"{limits.length(text, post.warning)} of {limits.characters} characters" if limits else ""
        if number or length:
            yield styled((mark("between").join(part for part in (number, length) if part), "dim"))
        if place == 1:
            yield from map(_medium, post.media)
            yield from _poll(post)


def _medium(medium: UnsentMedium) -> Text:
    focus = f" at {medium.focus[0]:g},{medium.focus[1]:g}" if medium.focus else ""
    description = one_line(medium.description) if medium.description else "without a description"
    return styled((f"{mark('medium')} ", "magenta"), one_line(medium.name), f"{focus}: ", (description, "italic"))


def _poll(post: UnsentPost) -> Iterator[Text]:
    if post.poll is not None:
        for choice in post.poll["options"]:
            yield styled((f"{mark('option')} ", "magenta"), one_line(choice))
        several = f"{mark('between')}several choices" if post.poll["multiple"] else ""
        hidden = f"{mark('between')}votes hidden until the end" if post.poll["hide_totals"] else ""
        yield styled((f"runs for {_span(post.poll['expires_in'])}{several}{hidden}", "dim"))


_SPANS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def _span(seconds: int) -> str:
    for size, unit in _SPANS:
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}{'' if seconds == size else 's'}"
    return f"{seconds} seconds"
