"""Elements of the app, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("dlt")
pytest.importorskip("marimo")

from tests.explore.loading import loaded, status
from trunkline.explore.app import panels
from trunkline.explore.questions.left_out import left_out
from trunkline.explore.selection import PostView

HOSTILE = (
    '<p>tea &lt;script&gt;alert(1)&lt;/script&gt; "&lt;img src=x onerror=alert(1)&gt; ![x](http://a.example/a.png)</p>'
)


def test_found_posts_are_text(tmp_path: Path) -> None:
    posts = [
        status(1, "2026-03-01T12:00:00Z", content=HOSTILE, author='a"><b>', url="javascript:alert(1)"),
        status(2, "2026-03-01T12:30:00Z", content="<p>tea</p>", url='https://a.example/"onclick="alert(1)'),
    ]
    with loaded(tmp_path, {"timelines_public": posts}) as snapshot:
        shown = panels.found(snapshot.view(), "tea").text
    page = shown[shown.index('<ul class="found"') :].partition("</ul>")[0]
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert 'onclick="' not in page
    assert "1 Mar 2026, 12:00, 0 boosts, 0 favourites" in page
    assert page.count("<a ") == 1


def test_the_app_says_the_same_as_the_report(everything: PostView) -> None:
    shown = panels.numbers(everything).text
    for sentence in left_out(everything):
        assert sentence in shown
    assert "Replies and quotes are among the posts; boosts are not." in shown


def test_nothing_found(everything: PostView) -> None:
    assert "No data for this" in panels.found(everything, "nobody-wrote-this").text
