"""Positions of accounts in a network drawing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from trunkline.explore.network import DRAWN_SMALL, boxes, drawing, layout

SMALL_BOXES = np.full((12, 2), 0.02)


def _two_groups() -> np.ndarray:
    links = np.zeros((12, 12))
    for one in range(12):
        for other in range(12):
            if one != other and one % 2 == other % 2:
                links[one, other] = 5
    links[0, 1] = links[1, 0] = 1
    return links


def test_linked_accounts_are_nearer_than_others() -> None:
    places = layout(_two_groups(), SMALL_BOXES)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    same = np.equal.outer(np.arange(12) % 2, np.arange(12) % 2) & ~np.eye(12, dtype=bool)
    assert distances[same].mean() < 0.8 * distances[~same & ~np.eye(12, dtype=bool)].mean()


@pytest.mark.parametrize("count", [0, 1, 2, 5, 40])
def test_all_are_inside_and_no_two_at_the_same_place(count: int) -> None:
    room = np.full((count, 2), [0.15, 0.05])
    places = layout(np.ones((count, count)) - np.eye(count), room)
    assert places.shape == (count, 2)
    assert ((places >= [0.075, 0]) & (places <= [0.925, 1])).all()
    apart = np.abs(places[:, None] - places[None]) + 9 * np.eye(count)[:, :, None]
    assert ((apart >= [0.15 - 1e-6, 0.05 - 1e-6]).any(axis=2)).all()


def test_the_same_links_give_the_same_picture() -> None:
    assert (layout(_two_groups(), SMALL_BOXES) == layout(_two_groups(), SMALL_BOXES)).all()


def test_longer_names_have_more_room_up_to_that_of_the_longest() -> None:
    wide = boxes(["ann@a.example", "ann@a.server.example", "a" * 500, "a" * 900], np.full(4, 100.0), 996)[:, 0]
    assert wide[0] < wide[1] < wide[2] == wide[3] < 0.25


def test_names_are_whole_and_a_phone_shows_less_lines() -> None:
    edges = pa.table(
        {
            "author": [f"person{n}@server.example" for n in range(20)],
            "answered": [f"other{n}@server.example" for n in range(20)],
            "replies": [1] * 20,
        }
    )
    draw = drawing(edges, "author", "answered", "replies")
    for width, count in ((996, 20), (320, DRAWN_SMALL)):
        names = {
            row["account"] for rows in draw(width).to_dict()["datasets"].values() for row in rows if "account" in row
        }
        assert names == {f"{who}{n}@server.example" for who in ("person", "other") for n in range(count)}


def test_circles_are_as_large_as_what_comes_to_them() -> None:
    edges = pa.table({"author": ["x@a", "y@a"], "answered": ["z@a", "z@a"], "replies": [2, 3]})
    circles = next(
        rows
        for rows in drawing(edges, "author", "answered", "replies")(996).to_dict()["datasets"].values()
        if "size" in rows[0]
    )
    assert {row["account"]: row["replies"] for row in circles} == {"x@a": 0, "y@a": 0, "z@a": 5}
    assert max(circles, key=lambda row: row["size"])["account"] == "z@a"
