"""The report: its content, its privacy, and its layout in a browser."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from tests.explore.browser import browser
from tests.explore.community import HOSTILE
from trunkline.cli.app import cli
from trunkline.explore import Snapshot, write_report
from trunkline.explore.questions import SECTIONS

LETTERS = """
Math.min(...[...document.querySelectorAll('figure svg')].filter(svg => svg.clientWidth).map(svg =>
    12 * svg.clientWidth / svg.viewBox.baseVal.width))
"""
TITLE = '<script>alert("title")</script>'
CHARTS = sum(map(len, SECTIONS.values()))
OUTSIDE = """
[...document.querySelectorAll('figure text')].filter(text => {
    const card = text.closest('figure').getBoundingClientRect(), box = text.getBoundingClientRect();
    return box.width > 0 && getComputedStyle(text).opacity > 0 && (box.left < card.left || box.right > card.right);
}).map(text => text.textContent)
"""


@pytest.fixture(scope="module")
def page_file(community: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the community."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    write_report(community, file, title=TITLE)
    return file


@pytest.fixture(scope="module")
def sandbox_page(sandbox_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sandbox, written by the command."""
    file = tmp_path_factory.mktemp("report") / "sandbox.html"
    result = CliRunner().invoke(cli, ["report", str(file), "--database", str(sandbox_file)])
    assert result.exit_code == 0, result.output
    assert result.output == f"The report is in {file}.\n"
    return file


def test_what_it_says(page_file: Path) -> None:
    page = page_file.read_text(encoding="utf-8")
    assert page.count("<svg ") == 2 * CHARTS
    assert '<p class="period">1 to 5 Mar 2026</p>' in page
    assert "<div><dt>posts</dt><dd>5</dd></div>" in page
    assert "60% of the posts are in English." in page
    assert "&lt;script&gt;alert" in page


def test_it_has_no_restricted_posts(page_file: Path, community: Snapshot, tmp_path: Path) -> None:
    page = page_file.read_text(encoding="utf-8")
    assert '<td dir="auto">4 Mar 2026</td><td dir="auto">Replies</td>' not in page
    assert '<td dir="auto">3 Mar 2026</td><td dir="auto">Replies</td>' in page


def test_its_period(community: Snapshot, tmp_path: Path) -> None:
    write_report(community, tmp_path / "r.html", since=date(2026, 3, 2), until=date(2026, 3, 2), time_zone="Asia/Tokyo")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<h1>Posts seen on a.example, b.example</h1>" in page
    assert '<p class="period">2 Mar 2026</p>' in page
    assert "<div><dt>posts</dt><dd>2</dd></div>" in page
    assert "Time zone: Asia/Tokyo." in page


@pytest.mark.soak
def test_it_runs_no_program_and_shows_all_text_as_text(page_file: Path, tmp_path: Path) -> None:
    with browser(tmp_path) as page:
        page.open(page_file.as_uri())
        assert page.value("document.querySelector('h1').textContent") == TITLE
        assert page.value("document.querySelectorAll('script, img, iframe, link').length") == 0
        names = page.value(
            "[...document.querySelectorAll('#most-used-hashtags svg.large text')].map(t => t.lastChild.data)"
        )
        assert f"#{HOSTILE}" in names
        cells = page.value("[...document.querySelectorAll('#most-used-hashtags td')].map(t => t.textContent)")
        assert f"#{HOSTILE}" in cells
        axis = page.value("[...document.querySelectorAll('#posts-over-time svg.large text')].map(t => t.textContent)")
        assert [label for label in axis if label.isdecimal()] == ["0", "1", "2"]
        assert page.value("document.title") == f"{TITLE}, 1 to 5 Mar 2026"
        assert page.complaints == []
        assert page.foreign == []


@pytest.mark.soak
@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_is_there_and_its_labels_are_in_its_card(sandbox_page: Path, tmp_path: Path, width: int) -> None:
    with browser(tmp_path) as page:
        page.shape(width)
        page.open(sandbox_page.as_uri())
        sizes = page.value(
            "[...document.querySelectorAll('figure svg')].map(s => [s.clientWidth, s.clientHeight])"
            ".filter(([wide, high]) => wide || high)"
        )
        assert len(sizes) == CHARTS
        assert all(wide > 250 and high > 30 for wide, high in sizes), sizes
        marks = page.value(
            "[...document.querySelectorAll('figure')].map(f => f.querySelectorAll("
            "'.mark-rect path, .mark-symbol path, .mark-area path').length)"
        )
        assert all(marks), marks
        assert page.value(OUTSIDE) == []
        assert page.value(LETTERS) >= 11
        assert page.value("document.documentElement.scrollWidth") == width
        assert page.value("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size") == page.value(
            "document.querySelectorAll('[id]').length"
        )
        assert page.complaints == []
        assert page.foreign == []


def _background(page_picture: Path) -> tuple[int, ...]:
    with Image.open(BytesIO(page_picture.read_bytes())) as picture:
        pixel = picture.convert("RGB").getpixel((3, 3))
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


@pytest.mark.soak
def test_dark_light_and_on_paper(sandbox_page: Path, tmp_path: Path) -> None:
    ink = "getComputedStyle(document.querySelector('figure svg text')).fill"
    with browser(tmp_path) as page:
        page.shape(1280)
        page.open(sandbox_page.as_uri())
        for name, kind, dark in (("light", "screen", False), ("dark", "screen", True), ("print", "print", True)):
            page.media(kind, dark=dark)
            page.picture(tmp_path / f"{name}.png")
            assert page.value(ink) == ("rgb(232, 234, 237)" if name == "dark" else "rgb(31, 35, 40)")
            assert (sum(_background(tmp_path / f"{name}.png")) < 100) is (name == "dark")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["r.html"], "There is no mastodon.duckdb yet: nothing is loaded. Load a server first: trunkline load"),
        (["r.html", "--time-zone", "Nowhere"], "Nowhere is not a time zone"),
        (["r.html", "--since", "yesterday"], "'yesterday' does not match the format"),
        (["r.html", "--destination", "postgres"], "Settings are missing: database, password, username, host."),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["report", *arguments])
    assert result.exit_code != 0
    assert message in " ".join(result.output.split())
    assert not (tmp_path / "r.html").exists()
    assert not (tmp_path / "mastodon.duckdb").exists()
