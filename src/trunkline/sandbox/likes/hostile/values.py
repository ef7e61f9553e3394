"""Values of other types, and texts and times that are none."""

from __future__ import annotations

import re
from typing import Any

from trunkline.sandbox.likes.hostile.damages import Shape, TrueAnswer, damage
from trunkline.sandbox.likes.hostile.mutations import MISSING, VALUES, changed, places
from trunkline.sandbox.likes.hostile.nonsense import CONTROL, EVIL_HTML, EVIL_TIMES, MAD_REFRESHES

_TIME = re.compile(r'"\d{4}-\d\d-\d\dT[^"]{1,30}"')


@damage(Shape.JSON)
def wrong_value(answer: TrueAnswer) -> None:
    """Send one value of another type, or without bounds."""
    place = answer.dice.choice([one for one in places(answer.value) if one] or [()])
    other = VALUES[answer.dice.choice(list(VALUES))]
    answer.send(changed(answer.value, place, None if other is MISSING and not place else other))


@damage(Shape.JSON)
def wrong_type(answer: TrueAnswer) -> None:
    """Send a list for an object, an object for a list, or a bare value for either."""
    value = answer.value
    turned = {"items": value} if isinstance(value, list) else [value]
    answer.send(answer.dice.choice([turned, None, "text", "", 0, -1.5, True, [], {}, 10**40]))


@damage(Shape.JSON)
def evil_text(answer: TrueAnswer) -> None:
    """Send HTML that was made to be slow, or control characters and NUL, in place of each long text."""
    answer.send(_texts(answer.value, answer.dice.choice((*EVIL_HTML, CONTROL, "\x00"))))


def _texts(value: Any, text: str) -> Any:
    """Return JSON with *text* in place of each text that has a space."""
    if isinstance(value, dict):
        return {key: _texts(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner, text) for inner in value]
    return text if isinstance(value, str) and " " in value else value


@damage(Shape.JSON)
def evil_time(answer: TrueAnswer) -> None:
    """Send times of the years 0, 1 and 9999, of next year, or that are none."""
    time = f'"{answer.dice.choice(EVIL_TIMES)}"'.encode()
    answer.body = _TIME.sub(lambda _: time.decode(), answer.body.decode()).encode()


@damage(Shape.JSON)
def lone_surrogates(answer: TrueAnswer) -> None:
    """Send halves of characters in each text."""
    answer.body = answer.body.replace(b': "', b': "\\ud800').replace(b':"', b':"\\udfff\\ud800')


@damage(Shape.JSON)
def not_a_number(answer: TrueAnswer) -> None:
    """Send NaN and Infinity, which are no JSON."""
    number = answer.dice.choice((b"NaN", b"Infinity", b"-Infinity", b"1e1000", b"1" * 5_000))
    answer.body = answer.body.replace(b":0,", b":" + number + b",").replace(b"null", number)


@damage(Shape.JSON)
def mad_refresh(answer: TrueAnswer) -> None:
    """Announce a refresh that is none."""
    answer.head(("Mastodon-Async-Refresh", answer.dice.choice(MAD_REFRESHES)))
