"""Lists whose pages lead nowhere, and whose items are not what they should be."""

from __future__ import annotations

from typing import Any

from trunkline.sandbox.likes.hostile.damages import Shape, TrueAnswer, damage
from trunkline.sandbox.likes.hostile.nonsense import MAD_IDS, MAD_LINKS


def _next(answer: TrueAnswer, url: str) -> None:
    answer.head(("Link", f'<{url}>; rel="next", <{url}>; rel="prev"'))


def _elsewhere(answer: TrueAnswer) -> str:
    return f"{answer.url.partition('?')[0]}?max_id={answer.dice.randrange(10**18)}"


@damage(Shape.LIST)
def page_to_itself(answer: TrueAnswer) -> None:
    """Link the page itself as the next and the previous one."""
    _next(answer, answer.url)


@damage(Shape.LIST)
def page_without_end(answer: TrueAnswer) -> None:
    """Link a next page wherever the list ends."""
    _next(answer, _elsewhere(answer))


@damage(Shape.LIST)
def mad_link(answer: TrueAnswer) -> None:
    """Link another host, a file, an address that is none, or one of 60 KB."""
    answer.head(("Link", answer.dice.choice(MAD_LINKS)))


@damage(Shape.LIST)
def empty_page(answer: TrueAnswer) -> None:
    """Send no items, and link a next page."""
    answer.send([])
    _next(answer, _elsewhere(answer))


@damage(Shape.ROWS)
def without_link(answer: TrueAnswer) -> None:
    """Leave the links to other pages out."""
    answer.headers = [one for one in answer.headers if one[0].lower() != "link"]


@damage(Shape.ROWS)
def shuffled(answer: TrueAnswer) -> None:
    """Send the items in another order."""
    answer.send(answer.dice.sample(answer.value, len(answer.value)))


@damage(Shape.ROWS)
def repeated(answer: TrueAnswer) -> None:
    """Send each item twice."""
    answer.send(answer.value * 2)


@damage(Shape.ROWS)
def too_many(answer: TrueAnswer) -> None:
    """Send a hundred times as many items, with ids of their own."""
    answer.send([{**one, "id": f"{n}{one.get('id')}"} for n in range(100) for one in answer.value])


@damage(Shape.LIST)
def as_numbered_object(answer: TrueAnswer) -> None:
    """Send the list as an object with numbers as keys, some of which are missing."""
    answer.send({str(2 * n): one for n, one in enumerate(answer.value)})


@damage(Shape.LIST)
def no_rows(answer: TrueAnswer) -> None:
    """Send a list of values that are no objects, or a value that is no list."""
    answer.send(answer.dice.choice([None, [None], [[1]], ["text"], [{}], "text", 5, True, [[[[]]]], {"items": [1]}]))


def _changed(answer: TrueAnswer, **values: Any) -> None:
    """Send each item with other values, or half of the items."""
    share = answer.dice.choice((0.5, 1.0))
    answer.send([{**one, **values} if answer.dice.random() < share else one for one in answer.value])


@damage(Shape.ROWS)
def mad_ids(answer: TrueAnswer) -> None:
    """Send ids that are numbers, of any length, or no ids."""
    kind = answer.dice.choice(("number", "grow", "missing", "one"))
    rows = [dict(one) for one in answer.value]
    for n, one in enumerate(rows):
        if kind == "number":
            one["id"] = n + 1
        elif kind == "grow":
            one["id"] = "9" * (1 + 7 * n)
        elif kind == "missing":
            one.pop("id", None)
        else:
            one["id"] = answer.dice.choice(MAD_IDS)
    answer.send(rows)


@damage(Shape.ROWS)
def of_another_server(answer: TrueAnswer) -> None:
    """Send items with columns of their own that a load would add."""
    _changed(answer, _instance="127.0.0.1:1", _dlt_id="x", _dlt_load_id="1", ID="2", account__id="3")
