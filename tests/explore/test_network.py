"""Positions of accounts in a network drawing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from trunkline.explore.network import drawing, layout, short_names


def _two_groups() -> np.ndarray:
    links = np.zeros((12, 12))
    for one in range(12):
        for other in range(12):
            if one != other and one % 2 == other % 2:
                links[one, other] = 5
    links[0, 1] = links[1, 0] = 1
    return links


def test_linked_accounts_are_nearer_than_others() -> None:
    places = layout(_two_groups())
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    same = np.equal.outer(np.arange(12) % 2, np.arange(12) % 2) & ~np.eye(12, dtype=bool)
    assert distances[same].mean() < 0.8 * distances[~same & ~np.eye(12, dtype=bool)].mean()


@pytest.mark.parametrize("count", [0, 1, 2, 5, 40])
def test_all_are_inside_and_no_two_at_the_same_place(count: int) -> None:
    places = layout(np.ones((count, count)) - np.eye(count))
    assert places.shape == (count, 2)
    assert ((places >= 0) & (places <= 1)).all()
    apart = np.abs(places[:, None] - places[None]) + 9 * np.eye(count)[:, :, None]
    assert ((apart > [0.06, 0.05]).any(axis=2)).all()


def test_the_same_links_give_the_same_picture() -> None:
    assert (layout(_two_groups()) == layout(_two_groups())).all()


def test_names_are_short_where_they_can_be() -> None:
    assert short_names(["ann@a.example", "bea@b.example", "ann@c.example"]) == ["ann@a", "bea", "ann@c"]


def test_circles_are_as_large_as_what_comes_to_them() -> None:
    edges = pa.table({"author": ["x@a", "y@a"], "answered": ["z@a", "z@a"], "replies": [2, 3]})
    circles = next(
        rows
        for rows in drawing(edges, "author", "answered", "replies").to_dict()["datasets"].values()
        if "size" in rows[0]
    )
    assert {row["account"]: row["replies"] for row in circles} == {"x@a": 0, "y@a": 0, "z@a": 5}
    assert max(circles, key=lambda row: row["size"])["account"] == "z@a"
